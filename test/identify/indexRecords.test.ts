import { fitLinkage, fromRows, indexRecords, loadModel, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { said } from '../thrown.js'
import { makeRandom } from '#src/numeric/random'

const GIVEN = 'Ann Bob Cy Di Eve Flo Gus Hal Ida Jo Kim Lou Max Ned Ola Pia'.split(' ')
const SURNAMES =
  'Adams Brown Clark Davis Evans Fox Green Hill Irwin Jones Kelly Lewis Moore Nolan Owens Price'.split(' ')

const random = makeRandom(4)
const pick = (list: readonly string[]) => list[Math.floor(random.uniform() * list.length)]!
const digits = (n: number) => Array.from({ length: n }, () => Math.floor(random.uniform() * 10)).join('')
const person = (i: number) => ({
  ref: `r${i}`,
  given_name: pick(GIVEN),
  surname: pick(SURNAMES),
  date_of_birth: `19${50 + (i % 49)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
  postcode: digits(5),
})
const persons = Array.from({ length: 150 }, (_, i) => person(i))
/** Each person again, with one field changed. */
const again = persons.map((one, i) => ({
  ...one,
  ref: `s${i}`,
  ...[{ surname: `${one.surname}s` }, { postcode: digits(5) }, { given_name: one.given_name.slice(0, 1) }][
    i % 3
  ],
}))
const records = fromRows([...persons, ...again])
const all = Array.from({ length: 300 }, (_, b) =>
  Array.from({ length: b }, (_, a) => ({ row_a: a, row_b: b })),
).flat()
const model = fitLinkage(fromRows(all), { records })
const rows = (table: unknown) => toRows(table as any) as any[]

describe('indexRecords', () => {
  const index = indexRecords(fromRows(persons), { model, id: 'ref' })

  it('finds whom the model finds among all, with the same weight to the last bit', () => {
    const joint = fromRows([...again, ...persons])
    const pairs = again.flatMap((_, a) => persons.map((_, b) => ({ row_a: a, row_b: again.length + b })))
    const expected = rows(model.predict(fromRows(pairs), { records: joint }))
      .filter(({ match_probability }) => match_probability >= 0.5)
      .map(({ row_a, row_b, match_weight }) => `${row_a} r${row_b - again.length} ${match_weight}`)
    const found = rows(index.match(fromRows(again), { most: 100 })).map(
      (hit) => `${hit.row} ${hit.record} ${hit.match_weight}`,
    )
    expect(found.length).toBeGreaterThan(100)
    expect(found.toSorted()).toEqual(expected.toSorted())
  })

  it('gives the likeliest first, as many as asked for', () => {
    const hits = rows(index.match(fromRows([again[0]!]), { most: 3, least: 0 }))
    expect(hits[0]).toMatchObject({ row: 0, record: 'r0' })
    expect(hits.length).toBe(3)
    expect(hits.map((hit) => hit.match_weight)).toEqual(
      hits.map((hit) => hit.match_weight).toSorted((x, y) => y - x),
    )
  })

  it('is the same whether records were there from the start, or added one by one, or with the model from JSON', () => {
    const grown = indexRecords(fromRows(persons.slice(0, 100)), {
      model: loadModel(JSON.parse(JSON.stringify(model))) as typeof model,
      id: 'ref',
    })
    for (const one of persons.slice(100)) grown.add(fromRows([one]))
    expect(grown.size()).toBe(150)
    expect(rows(grown.match(fromRows(again)))).toEqual(rows(index.match(fromRows(again))))
  })

  it('forgets what is removed, and takes it in again', () => {
    const own = indexRecords(fromRows(persons), { model, id: 'ref' })
    expect(own.remove(['r0', 'r7'])).toBe(148)
    const records = () => rows(own.match(fromRows([again[0]!, again[1]!]))).map((hit) => hit.record)
    expect(records()).not.toContain('r0')
    expect(records()).toContain('r1')
    expect(own.add(fromRows([persons[0]!]))).toBe(149)
    expect(records()).toContain('r0')
  })

  it('numbers records without an id, and finds nobody for a record of nothing', () => {
    const numbered = indexRecords(fromRows(persons), { model })
    expect(rows(numbered.match(fromRows([again[4]!])))[0]).toMatchObject({ row: 0, record: 4 })
    const nobody = fromRows([{ given_name: null, surname: null, date_of_birth: null, postcode: null }])
    expect(numbered.match(nobody).numRows).toBe(0)
    const garbage = fromRows([
      {
        given_name: '\u0000\uffff'.repeat(9),
        surname: 'x'.repeat(100_000),
        date_of_birth: '??',
        postcode: '',
      },
    ])
    expect(numbered.match(garbage).numRows).toBe(0)
  })

  it('explains what it needs without saying who it is about', () => {
    expect(said(() => index.add(fromRows([persons[3]!])))).toMatch(/contradiction.*'ref'.*row 1/)
    expect(said(() => index.remove(['ann@x.example']))).toMatch(/value-invalid.*number 1/)
    expect(said(() => index.remove(['ann@x.example']))).not.toMatch(/ann@/)
    expect(said(() => index.match(fromRows(again), { most: 0 }))).toMatch(/most/)
    expect(said(() => indexRecords(records, { model: { kind: 'tree' } as any }))).toMatch(/linkage model/)
    expect(said(() => index.match(fromRows([{ given_name: 'Ann' }])))).toMatch(/column-missing/)
  })
})
