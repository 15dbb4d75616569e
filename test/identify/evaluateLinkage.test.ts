import { clusterPairs, evaluateLinkage, fromRows, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilson } from '#src/numeric/wilson'

const tableOf = (truth: readonly (number | null)[], found: readonly (number | null)[]) =>
  fromRows(
    truth.map((person, i) => ({ person, customer_id: found[i]! })),
    { types: { person: 'int32', customer_id: 'int32' } },
  )
const evaluated = (truth: readonly (number | null)[], found: readonly (number | null)[]) =>
  evaluateLinkage(tableOf(truth, found), { truth: 'person' })
const values = ({ precision, recall, f1 }: { [name: string]: { value: number } }) =>
  [precision!, recall!, f1!].map(({ value }) => value)

const close = (x: number | null) => (x === null ? null : expect.closeTo(x, 12))

/** Whether two records are one, where null is nobody else. */
const same = (list: readonly (number | null)[], i: number, j: number) =>
  i === j || (list[i] !== null && list[i] === list[j])

/** Chains of five, two and five records, as in Bagga & Baldwin (1998), figures 1 and 2. */
const chains = [1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3]

describe('evaluateLinkage', () => {
  it('B³ of the examples of Bagga and Baldwin (1998): 76 % where a chain of two is joined to one of five, 58 % where two of five are', () => {
    const small = evaluated(
      chains,
      chains.map((chain) => (chain === 1 ? 1 : 2)),
    ).bCubed
    const large = evaluated(
      chains,
      chains.map((chain) => (chain === 2 ? 2 : 1)),
    ).bCubed
    // (5 + 2 · 2/7 + 5 · 5/7) / 12 and (10 · 1/2 + 2) / 12, which the paper rounds.
    expect(small.precision.value).toBeCloseTo(16 / 21, 15)
    expect(large.precision.value).toBeCloseTo(7 / 12, 15)
    expect([small.recall.value, large.recall.value]).toEqual([1, 1])
    expect([small, large].map(({ precision }) => Math.round(100 * precision.value))).toEqual([76, 58])
  })

  it('pairs as scikit-learn 1.9 counts them (pair_confusion_matrix), B³ as exact fractions give it', () => {
    const truth = Array.from({ length: 40 }, (_, i) => ((i * 7) % 11) % 6)
    const found = truth.map((one, i) => (i % 5 ? one : 0) + (i % 9 === 0 ? 1 : 0))
    const { counts, pairwise, bCubed } = evaluated(truth, found)
    expect(counts).toMatchObject({
      rightPairs: 70,
      pairsTogether: 147,
      truePairs: 122,
      records: 40,
      missing: 0,
    })
    const [p, r, f] = values(pairwise as any)
    expect([p, r]).toEqual([70 / 147, 70 / 122])
    expect(f).toBeCloseTo(0.5204460966542751, 15)
    const expected = [0.6344932844932845, 0.6220238095238095, 0.6281966744694647]
    values(bCubed as any).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 14))
  })

  it('says that there is nothing to judge by where no two records are one, in place of a figure', () => {
    expect(String(evaluated([1, 2], [1, 2]))).toMatch(/pairs: nothing to judge by/)
    expect(String(evaluated([1, 2], [1, 2]))).toMatch(/customers: precision 1,/)
    expect(String(evaluated([null], [1]))).toMatch(/customers: nothing to judge by/)
    expect(String(evaluated([1, 1], [1, 2]))).toMatch(/pairs: precision 1, recall 0,/)
  })

  it('by: pairs count half for the group of each of their records, as counted pair by pair; of one group they are those of all', () => {
    const record = fc.record({
      person: fc.option(fc.nat(4), { freq: 8 }),
      customer_id: fc.option(fc.nat(4), { freq: 8 }),
      country: fc.option(fc.constantFrom('DE', 'FR', 'CN'), { freq: 8 }),
    })
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (rows) => {
        const types = { person: 'int32', customer_id: 'int32', country: 'utf8' } as const
        const table = fromRows(
          rows.map((row) => ({ ...row, one: 1 })),
          { types: { ...types, one: 'int32' } },
        )
        const { groups } = evaluateLinkage(table, { truth: 'person', by: 'country' })
        const known = rows.filter(({ person }) => person !== null)
        const others = (of: 'person' | 'customer_id', row: any) =>
          known.filter((other) => other !== row && row[of] !== null && other[of] === row[of])
        const expected = [...new Set(rows.map(({ country }) => country))].flatMap((group) => {
          let [right, together, truly] = [0, 0, 0]
          const own = known.filter(({ country }) => country === group)
          if (own.length === 0) return []
          for (const row of own) {
            const found = others('customer_id', row)
            together += found.length
            truly += others('person', row).length
            right += found.filter(({ person }) => person === row.person).length
          }
          const [precision, recall] = [together ? right / together : 1, truly ? right / truly : 1]
          const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0
          return { group, records: own.length, true_pairs: truly / 2, precision, recall, f1 }
        })
        const told = toRows(groups!) as any[]
        expect(
          told.map(({ group, records, true_pairs, precision, recall, f1 }) => {
            return { group, records, true_pairs, precision, recall, f1 }
          }),
        ).toEqual(
          expected.map((one) => ({
            ...one,
            precision: expect.closeTo(one.precision, 12),
            recall: expect.closeTo(one.recall, 12),
            f1: expect.closeTo(one.f1, 12),
          })),
        )
        const all = evaluateLinkage(table, { truth: 'person', by: 'one' })
        for (const one of toRows(all.groups!) as any[]) {
          for (const name of ['precision', 'recall', 'f1'] as const) {
            const { value, low, high } = all.pairwise[name]
            expect([one[name], one[`${name}_low`], one[`${name}_high`]]).toEqual(
              [value, low, high].map(close),
            )
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  const partition = fc.array(fc.tuple(fc.nat(5), fc.option(fc.nat(5), { freq: 6 })), {
    minLength: 1,
    maxLength: 14,
  })

  it('agrees with counting pair by pair, customer by customer and record by record', () => {
    fc.assert(
      fc.property(partition, (rows) => {
        const truth = rows.map(([one]) => one)
        const found = rows.map(([, one]) => one)
        const at = rows.map((_, i) => i)
        const pairs = at.flatMap((i) => at.slice(0, i).map((j) => [same(truth, i, j), same(found, i, j)]))
        const right = pairs.filter(([t, f]) => t && f).length
        const names = (list: readonly (number | null)[]) =>
          new Set(at.map((i) => at.filter((j) => same(list, i, j)).join(' ')))
        const exact = [...names(found)].filter((name) => names(truth).has(name)).length
        const shared = at.map((i) => at.filter((j) => same(truth, i, j) && same(found, i, j)).length)
        const mean = (of: (i: number) => number) => at.reduce((sum, i) => sum + of(i), 0) / at.length
        const { counts, customers, bCubed } = evaluated(truth, found)
        expect(counts).toMatchObject({
          rightPairs: right,
          truePairs: pairs.filter(([t]) => t).length,
          pairsTogether: pairs.filter(([, f]) => f).length,
          customers: names(found).size,
          trueCustomers: names(truth).size,
          rightCustomers: exact,
        })
        expect(customers.precision.value).toBe(exact / names(found).size)
        expect(customers.recall.value).toBe(exact / names(truth).size)
        expect(bCubed.precision.value).toBeCloseTo(
          mean((i) => shared[i]! / at.filter((j) => same(found, i, j)).length),
          12,
        )
        expect(bCubed.recall.value).toBeCloseTo(
          mean((i) => shared[i]! / at.filter((j) => same(truth, i, j)).length),
          12,
        )
      }),
    )
  })

  it('leaves out records whose truth is not known, and takes one that was found to be nobody as alone', () => {
    const { counts, pairwise } = evaluated([1, 1, null, 2, 2], [7, 7, 7, null, null])
    expect(counts).toMatchObject({ records: 4, missing: 1, customers: 3, pairsTogether: 1, truePairs: 2 })
    expect(values(pairwise as any).map((value) => value.toFixed(4))).toEqual(['1.0000', '0.5000', '0.6667'])
  })

  it('has Wilson’s interval where pairs are independent, with one case less than pairs', () => {
    // Forty customers of two records each, four of which are two persons.
    const found = Array.from({ length: 80 }, (_, i) => i >> 1)
    const truth = found.map((one, i) => (one < 4 ? 100 + i : one))
    const { precision } = evaluated(truth, found).pairwise
    const [low, high] = wilson(0.9 * 39, 39, 0.95)
    expect(precision.value).toBe(0.9)
    expect(precision.low).toBeCloseTo(low, 12)
    expect(precision.high).toBeCloseTo(high, 12)
  })

  it('knows that pairs of one customer are not independent: a wide interval where one merge makes all errors', () => {
    const many = Array.from({ length: 100 }, (_, i) => 10 + (i >> 1))
    const truth = [...many, ...Array.from({ length: 10 }, () => 1), ...Array.from({ length: 10 }, () => 2)]
    const found = truth.map((one) => Math.max(one, 2))
    const { precision } = evaluated(truth, found).pairwise
    expect(precision.value).toBeCloseTo(140 / 240, 12)
    const [low] = wilson(140, 240, 0.95)
    expect(precision.low!).toBeLessThan(low - 0.1)
    expect(evaluated(truth, truth).pairwise.precision).toMatchObject({ value: 1, high: 1 })
    expect(evaluated(truth, truth).pairwise.precision.low).toBeCloseTo(52 / (52 + 1.959963984540054 ** 2), 12)
  })

  it('says which share of true pairs was proposed, and how clusters would be at each threshold', () => {
    const truth = [1, 1, 1, 2, 2, 3]
    const pairs = fromRows(
      [
        [0, 1, 5],
        [3, 4, 0.5],
        [4, 5, -1],
      ].map(([row_a, row_b, match_weight]) => ({
        row_a: row_a!,
        row_b: row_b!,
        match_weight: match_weight!,
      })),
    )
    const { reach, curve } = evaluateLinkage(tableOf(truth, truth), { truth: 'person', pairs })
    expect(reach!.value).toBe(0.5)
    const rows = toRows(curve!)
    for (const row of rows) {
      const records = clusterPairs(pairs, {
        records: fromRows(truth.map((person) => ({ person }))),
        threshold: row.threshold!,
      })
      const { pairwise, counts } = evaluateLinkage(records, { truth: 'person' })
      expect([row.customers, row.precision, row.recall]).toEqual([
        counts.customers,
        pairwise.precision.value,
        pairwise.recall.value,
      ])
      expect(row.f1).toBeCloseTo(pairwise.f1.value, 14)
    }
    expect(new Set(rows.map(({ f1 }) => f1)).size).toBeGreaterThan(2)
  })
})
