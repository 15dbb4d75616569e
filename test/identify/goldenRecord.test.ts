import { about, fromRows, goldenRecord, type GoldenRule, identify, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { said, thrown } from '../thrown.js'
import { anonymous, people } from './people.js'

const records = fromRows(
  [
    { customer_id: 'a', ref: 'r1', name: 'Rob', city: 'Ulm', zip: '89073', from: 'shop', seen: '2025-01-01' },
    { customer_id: 'a', ref: 'r2', name: 'Robert', city: 'Bonn', zip: null, from: 'crm', seen: '2025-03-01' },
    { customer_id: 'a', ref: 'r3', name: 'Rob', city: '  ', zip: '53111', from: 'web', seen: '2025-02-01' },
    { customer_id: 'b', ref: 'r4', name: null, city: null, zip: null, from: 'crm', seen: '2025-02-01' },
    { customer_id: null, ref: 'r5', name: 'Nobody', city: null, zip: null, from: 'crm', seen: '2025-02-01' },
  ],
  { types: { zip: 'utf8' } },
)
const roles = { time: 'seen', source: 'from', id: 'ref' } as const
const by = (rules: { [name: string]: GoldenRule | readonly GoldenRule[] }) =>
  toRows(goldenRecord(records, { ...roles, rules: rules as any }))[0] as any

describe('goldenRecord', () => {
  it('has one row a customer and counts whose records these are', () => {
    const golden = goldenRecord(records, roles)
    expect(toRows(golden)).toMatchObject([
      { customer_id: 'a', records: 3, name: 'Rob' },
      { customer_id: 'b', records: 1, name: null, name_from: null, city: null },
    ])
    expect(about(golden).counts.goldenRecord).toEqual({ records: 5, customers: 2, missing: 1 })
  })

  it('with a model, a placeholder survives only where the customer has no other value, whatever the rule', () => {
    const rows = anonymous(people(30)).map((row, i) => ({ ...row, customer_id: i >> 1 }))
    const { model } = identify(fromRows(anonymous(people(30))))
    const [first, , third] = rows as any[]
    const told = [
      { ...first, email: 'n/a', customer_id: 1 },
      { ...first, email: 'n/a', customer_id: 1 },
      { ...first, email: 'ann@b.example', customer_id: 1 },
      { ...third, email: 'n/a', customer_id: 2 },
    ]
    const emails = (options: object) =>
      toRows(goldenRecord(fromRows(told), options)).map(({ email, email_from }) => [email, email_from])
    expect(emails({})).toEqual([
      ['n/a', 0],
      ['n/a', 3],
    ])
    for (const rule of ['frequent', 'complete'] as const) {
      expect(emails({ rule, model })).toEqual([
        ['ann@b.example', 2],
        ['n/a', 3],
      ])
    }
    expect(thrown(() => goldenRecord(records, { model: {} as any })).code).toBe('option-invalid')
  })

  it.each<[string, GoldenRule | readonly GoldenRule[], string, string]>([
    ['the most frequent', 'frequent', 'Rob', 'r3'],
    ['the longest', 'longest', 'Robert', 'r2'],
    ['that of the latest record', 'recent', 'Robert', 'r2'],
    ['that of the fullest record', 'complete', 'Rob', 'r1'],
    ['that of the source trusted most', { trusted: ['web', 'crm'] }, 'Rob', 'r3'],
    ['what the first rule that tells them apart says', ['frequent', 'longest'], 'Rob', 'r3'],
    ['what a function picks', (list) => list.findIndex(({ value }) => value === 'Robert'), 'Robert', 'r2'],
  ])('keeps %s', (_, rule, name, from) => {
    expect(by({ name: rule })).toMatchObject({ name, name_from: from })
  })

  it('keeps that of a source not listed only where no other has one, and knows misspelt sources', () => {
    expect(by({ zip: { trusted: ['crm'] } })).toMatchObject({ zip: '53111', zip_from: 'r3' })
    expect(said(() => by({ zip: { trusted: ['shpo'] } }))).toMatch(/trusted names 'shpo', but column 'from'/)
    expect(said(() => by({ zip: [] }))).toMatch(/rules\.zip is an empty list/)
  })

  it('never keeps a missing value or a blank text while there is another', () => {
    expect(by({ city: 'complete', zip: 'recent' })).toMatchObject({
      city: 'Ulm',
      zip: '53111',
      zip_from: 'r3',
    })
    expect(by({ city: () => -1 })).toMatchObject({ city: null, city_from: null })
  })

  it('takes columns that belong together from one record, the fullest of them', () => {
    const golden = goldenRecord(records, { ...roles, together: [['zip', 'city']], rules: { zip: 'recent' } })
    expect(toRows(golden)[0]).toMatchObject({ zip: '89073', zip_from: 'r1', city: 'Ulm', city_from: 'r1' })
  })

  it('each value stands in the record that it says it is from, and survives by its rule', () => {
    const row = fc.record({
      customer_id: fc.nat(3),
      name: fc.option(fc.constantFrom('a', 'bb', 'cc', 'ddd', ' '), { nil: null }),
      day: fc.nat(5),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const table = fromRows(
          rows.map((one) => ({ ...one, day: new Date(one.day * 86_400_000) })),
          { types: { name: 'utf8' } },
        )
        for (const golden of toRows(
          goldenRecord(table, { time: 'day', columns: ['name'], rule: ['recent', 'longest'] }),
        ) as any[]) {
          const own = rows.filter((one) => one.customer_id === golden.customer_id)
          const filled = own.filter((one) => one.name !== null && one.name.trim() !== '')
          expect(golden.records).toBe(own.length)
          if (filled.length === 0) expect([golden.name, golden.name_from]).toEqual([null, null])
          else {
            const latest = Math.max(...filled.map((one) => one.day))
            const last = filled.filter((one) => one.day === latest)
            const source = rows[golden.name_from]!
            expect([source.customer_id, source.name, source.day]).toEqual([
              golden.customer_id,
              golden.name,
              latest,
            ])
            expect(golden.name.length).toBe(Math.max(...last.map((one) => one.name!.length)))
          }
        }
      }),
    )
  })

  it('says what is wrong without saying anybody’s data', () => {
    expect(said(() => goldenRecord(records, { rule: 'recent' }))).toMatch(/role-missing.*time/)
    expect(said(() => goldenRecord(records, { rule: { trusted: ['crm'] } }))).toMatch(/role-missing.*source/)
    expect(said(() => goldenRecord(records, { rule: 'newest' as any }))).toMatch(/one of recent, frequent/)
    expect(said(() => goldenRecord(records, { rules: { nme: 'recent' } as any }))).toMatch(
      /column-missing.*'nme'/,
    )
    expect(said(() => goldenRecord(records, { rules: { name: () => 7 } }))).toMatch(
      /a place from 0 to 2, or −1, but said 7/,
    )
    expect(said(() => goldenRecord(records, { time: 'name' }))).not.toMatch(/Rob/)
  })
})
