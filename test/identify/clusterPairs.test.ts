import { about, clusterPairs, fitLinkage, fromRows, toRows, where } from 'clientele'
import { describe, expect, it } from 'vitest'
import { thrown } from '../thrown.js'

const records = fromRows([
  { ref: 'd', shop: 'a' },
  { ref: 'b', shop: 'b' },
  { ref: 'a', shop: 'a' },
  { ref: 'c', shop: 'b' },
])
const pairs = fromRows([
  { row_a: 0, row_b: 1, match_weight: 4 },
  { row_a: 0, row_b: 2, match_weight: 5 },
  { row_a: 1, row_b: 2, match_weight: 6 },
  { row_a: 0, row_b: 3, match_weight: 1 },
])
const ids = (table: { toArray(): any[] }) => toRows(table as any).map((row: any) => row.customer_id)
const pair = (row_a: number, row_b: number) => fromRows([{ row_a, row_b }])

const wrong = (row_a: number, row_b: number) =>
  thrown(() => clusterPairs(pairs, { records, mustLink: pair(row_a, row_b) }))

describe('clusterPairs', () => {
  it('numbers customers from 1 in the order of first rows, or of their least ids', () => {
    expect(ids(clusterPairs(pairs, { records }))).toEqual([1, 1, 1, 2])
    expect(ids(clusterPairs(pairs, { records, id: 'ref' }))).toEqual([1, 1, 1, 2])
    const two = where(pairs, { match_weight: { from: 6 } })
    expect(ids(clusterPairs(two, { records }))).toEqual([1, 2, 2, 3])
    expect(ids(clusterPairs(two, { records, id: 'ref' }))).toEqual([3, 1, 1, 2])
  })

  it('gives each record the probability that it belongs with the rest: that of its pair where there is one other, 1 when alone', () => {
    const two = where(pairs, { match_weight: { from: 6 } })
    const [first, second] = toRows(clusterPairs(two, { records }))
    expect(first!.match_probability).toBe(1)
    expect(second!.match_probability).toBeCloseTo(64 / 65, 6)
  })

  it('takes one record of each source, the surest; or one partner for each', () => {
    expect(ids(clusterPairs(pairs, { records, source: 'shop', onePerSource: true }))).toEqual([1, 2, 2, 1])
    expect(ids(clusterPairs(pairs, { records, oneToOne: true }))).toEqual([1, 2, 2, 1])
    expect(thrown(() => clusterPairs(pairs, { records, onePerSource: true })).code).toBe('role-missing')
  })

  it('links what must be linked, parts what must be parted, and refuses both at once', () => {
    expect(ids(clusterPairs(pairs, { records, mustLink: pair(3, 2), cannotLink: pair(0, 1) }))).toEqual([
      1, 2, 1, 1,
    ])
    const error = thrown(() => clusterPairs(pairs, { records, mustLink: pair(3, 2), cannotLink: pair(2, 3) }))
    expect([error.code, error.message.includes('records 2 and 3')]).toEqual(['contradiction', true])
  })

  it('takes probabilities where there are no weights', () => {
    const scored = fromRows([{ row_a: 1, row_b: 0, match_probability: 0.8 }])
    const [, second] = toRows(clusterPairs(scored, { records, threshold: 0.8 }))
    expect(second!.match_probability).toBeCloseTo(0.8, 6)
    expect(about(clusterPairs(scored, { records, threshold: 0.81 })).counts.clusterPairs!.customers).toBe(4)
  })

  it('with a model scores the pairs that were not proposed, and those that were where they have no weight', () => {
    const names = ['Ann Lee', 'Bob Ray', 'Cy Orr', 'Di Fox', 'Eve Kay', 'Flo Day', 'Gus Poe', 'Hal Roe']
    const people = fromRows(
      names.flatMap((name, i) => {
        const [given_name, surname] = name.split(' ')
        const date_of_birth = `19${60 + i}-0${i + 1}-1${i}`
        return ['', 's', ''].map((end) => ({
          given_name: given_name!,
          surname: surname + end,
          date_of_birth,
        }))
      }),
    )
    const all = Array.from({ length: 24 }, (_, b) =>
      Array.from({ length: b }, (_, a) => ({ row_a: a, row_b: b })),
    ).flat()
    const model = fitLinkage(fromRows(all), { records: people })
    const chain = fromRows(all.filter(({ row_a, row_b }) => row_b === row_a + 1))
    const customers = clusterPairs(chain, { records: people, model })
    expect(ids(customers)).toEqual(names.flatMap((_, i) => [i + 1, i + 1, i + 1]))
    const scored = model.predict(chain, { records: people })
    expect(toRows(clusterPairs(scored, { records: people, model }))).toEqual(toRows(customers))
    // Without it the first and the third of each have never been compared, which counts against them.
    const [sure, unsure] = [customers, clusterPairs(scored, { records: people })].map(
      (table) => toRows(table)[0]!,
    )
    expect(unsure!.match_probability).toBeLessThan(sure!.match_probability! - 0.01)
    expect(thrown(() => clusterPairs(chain, { records: people, model: {} as any })).code).toBe(
      'option-invalid',
    )
  })

  it('counts customers, pairs and what is expected of them, with pairs that nobody proposed charged', () => {
    const { clusterPairs: counts } = about(clusterPairs(pairs, { records, reach: 0.5 })).counts
    expect(counts).toMatchObject({ customers: 2, pairs_together: 3 })
    expect(counts!.expected_recall).toBeLessThan(0.5)
  })

  it('says which pair is wrong, by its row numbers', () => {
    expect(wrong(0, 4).message).toMatch(/'row_b'.*it is 4 in row 1 of mustLink.*4 rows/)
    expect(wrong(1, 1).message).toMatch(/pairs record 1 with itself/)
    const twice = fromRows(
      [
        [0, 1],
        [2, 3],
        [1, 0],
      ].map(([row_a, row_b]) => ({ row_a: row_a!, row_b: row_b!, match_weight: 1 })),
    )
    expect(thrown(() => clusterPairs(twice, { records })).message).toMatch(/more than once.*records 0 and 1/)
  })
})
