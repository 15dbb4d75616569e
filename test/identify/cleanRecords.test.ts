import { about, ClienteleError, cleanRecords, fromRows, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { prepare } from '#src/identify/fields/prepare'

const rows = (table: unknown) => toRows(table as any) as any[]
const people = fromRows([
  { given_name: ' Bill', surname: 'SMITH', email: 'b.smith@gmail.com' },
  { given_name: 'william', surname: 'smith', email: 'n/a' },
  { given_name: null, surname: 'smith', email: null },
])

it('adds a column a field and counts what was changed and emptied', () => {
  const cleaned = cleanRecords(people)
  expect(rows(cleaned)[0]).toEqual({
    given_name: ' Bill',
    surname: 'SMITH',
    email: 'b.smith@gmail.com',
    given_name_clean: 'william',
    surname_clean: 'smith',
    email_clean: 'bsmith@gmail.com',
  })
  expect(about(cleaned).counts['cleanRecords']).toEqual({
    given_name: 'given_name: given name (by its name)',
    surname: 'surname: surname (by its name)',
    email: 'email: email (by its name)',
    given_name_changed: 1,
    given_name_emptied: 0,
    surname_changed: 1,
    surname_emptied: 0,
    email_changed: 1,
    email_emptied: 1,
  })
})

it('nicknames are those given', () => {
  const fields = { given_name: 'given_name' } as const
  const named = (nicknames: any) =>
    rows(cleanRecords(people, { fields, nicknames })).map((row) => row.given_name_clean)
  expect(named({})).toEqual(['bill', 'william', null])
  expect(named({ BILL: 'Wilma' })).toEqual(['wilma', 'william', null])
  expect(() => named({ a: 'b', b: 'c' })).toThrow(/itself a nickname/)
  expect(() => named({ a: 1 })).toThrow(ClienteleError)
})

it('names are renamed by as', () => {
  const fields = { surname: 'surname' } as const
  expect(rows(cleanRecords(people, { fields, as: { surname_clean: 's' } }))[0].s).toBe('smith')
})

describe('a recipe is untrusted', () => {
  const { recipe } = prepare(people as any)
  const plain = JSON.parse(JSON.stringify(recipe))

  it('survives JSON', () => {
    expect(rows(cleanRecords(people, { recipe: plain }))).toEqual(rows(cleanRecords(people)))
  })

  it.each([
    ['null', null],
    ['a list', []],
    ['another version', { ...plain, version: 2 }],
    ['no fields', { ...plain, fields: [] }],
    ['an unknown kind', { ...plain, fields: [{ ...plain.fields[0], kind: 'x' }] }],
    ['two fields of one name', { ...plain, fields: [plain.fields[0], plain.fields[0]] }],
    ['a stray key', { ...plain, more: 1 }],
    ['a polluting key', JSON.parse(`{"__proto__": {}, ${JSON.stringify(plain).slice(1)}`)],
    ['nicknames that are no pairs', { ...plain, nicknames: [['a']] }],
    ['a function that does not exist', { ...plain, international: ['eval'] }],
    [
      'a pivot beyond the century',
      { ...plain, fields: [{ ...plain.fields[0], dates: { order: 'day_first', pivot: 100 } }] },
    ],
  ])('%s is refused', (_, bad) => {
    expect(() => cleanRecords(people, { recipe: bad as any })).toThrow(ClienteleError)
  })
})

describe('bad input', () => {
  const secret = 'Zebulon Quux'

  it('all missing, no rows, one row', () => {
    const fields = { a: 'surname' } as const
    expect(rows(cleanRecords(fromRows([{ a: null }, { a: null }]), { fields }))[0].a_clean).toBeNull()
    expect(cleanRecords(fromRows([{ a: 'x' }]), { fields }).numRows).toBe(1)
  })

  it('10 MB strings, binary garbage and lone surrogates are cut and coded', () => {
    const values = ['x'.repeat(1e7), '\u0000\u0001\uD800'.repeat(1e5), '\uDC00', 'ﷺ'.repeat(1e6)]
    for (const kind of ['surname', 'email', 'phone', 'date_of_birth', 'street', 'id', 'postcode'] as const) {
      const cleaned = rows(cleanRecords(fromRows(values.map((a) => ({ a }))), { fields: { a: kind } }))
      for (const row of cleaned) expect((row.a_clean ?? '').length).toBeLessThanOrEqual(120)
    }
  })

  it('no value of a record is in an error or in what is counted', () => {
    const table = fromRows([{ name: secret, mail: `${secret}@x.org`, n: 1 }])
    expect(JSON.stringify(about(cleanRecords(table)))).not.toMatch(/Zebulon|Quux/i)
    const bad: any[] = [
      { fields: { name: 'nonsense' } },
      { fields: { n: 'x' } },
      { fields: { lacking: 'surname' } },
      { recipe: {} },
      { as: { a: 'b' } },
    ]
    for (const options of bad) {
      expect(() => cleanRecords(table, options)).toThrow(ClienteleError)
      try {
        cleanRecords(table, options)
      } catch (error) {
        expect(String((error as Error).stack)).not.toMatch(/Zebulon|Quux/i)
      }
    }
    expect(() => cleanRecords(fromRows([{ x: secret }]))).toThrow(/no column/)
  })
})
