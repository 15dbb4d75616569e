import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ClienteleError, pareto } from 'clientele'
import { cdnowOrders } from './cdnow.js'
import { rowsToTable, tableToRows } from './orderLines.js'

const of = (values: readonly (number | null)[], options = {}) =>
  pareto(
    rowsToTable(
      values.map((revenue, id) => ({ id, revenue })),
      ['id', 'revenue'],
    ),
    options,
  )

describe('published and independent numbers', () => {
  // The example of R's phylotools::gini, after ineq: gini(c(1,3,2,1,1,1,4)) is 0.3076923.
  test('Gini of 1, 3, 2, 1, 1, 1, 4 is 0.3076923', () => {
    expect(of([1, 3, 2, 1, 1, 1, 4]).gini).toBeCloseTo(0.3076923, 7)
  })

  // numpy: 2 Σ i x / (n Σ x) − (n + 1) / n, cumsum, searchsorted.
  test('CDNOW: Gini .63092, 228 of 2,357 customers bring half, 777 four fifths', () => {
    const sums = new Map<string, number>()
    for (const { customer_id, amount } of tableToRows(cdnowOrders())) {
      sums.set(customer_id, (sums.get(customer_id) ?? 0) + amount)
    }
    const { gini, customersForHalf, customersForEighty, best, top20Share, total } = of([...sums.values()])
    expect(total).toBeCloseTo(244_091.94, 6)
    expect(gini).toBeCloseTo(0.6309171170162413, 12)
    expect(customersForHalf).toEqual({ customers: 228, share: 228 / 2357 })
    expect(customersForEighty?.customers).toBe(777)
    expect(best.numRows).toBe(777)
    // Of 471.4 customers; that of 472 is 0.6745502.
    expect(top20Share).toBeGreaterThan(0.674)
    expect(top20Share).toBeLessThan(0.6745502)
  })
})

const values = fc
  .array(fc.option(fc.integer({ min: -20, max: 1000 }), { nil: null, freq: 10 }), { maxLength: 50 })
  .map((list) => [...list, 10_000])

const shares = (list: readonly (number | null)[]) => {
  const { gini, top20Share, customersForHalf, deciles } = of(list)
  return [gini, top20Share, customersForHalf, tableToRows(deciles).map(({ share }) => share)]
}

describe('definition', () => {
  test('Gini is half the mean absolute difference over the mean; shares are of the whole', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 20 }), (given, bins) => {
        const x = given.filter((v) => v !== null).sort((a, b) => b - a)
        const total = x.reduce((a, b) => a + b)
        const found = of(given, { bins })
        const differences = x.flatMap((a) => x.map((b) => Math.abs(a - b))).reduce((a, b) => a + b)
        expect(found.gini).toBeCloseTo(differences / (2 * x.length * total), 12)
        expect([found.customers, found.missing, found.total]).toEqual([
          x.length,
          given.length - x.length,
          total,
        ])
        const below = x.filter((v) => v < 0)
        expect(found.negative).toEqual({ customers: below.length, revenue: below.reduce((a, b) => a + b, 0) })
        const rows = tableToRows(found.deciles)
        expect(rows.map(({ decile }) => decile)).toEqual(Array.from({ length: bins }, (_, k) => k + 1))
        let start = 0
        for (const row of rows) {
          const own = x.slice(start, (start += row.customers))
          expect(row.revenue).toBe(own.reduce((a, b) => a + b, 0))
          expect(row.share).toBeCloseTo(row.revenue / total, 12)
          expect(row.cumulative_share).toBeCloseTo(x.slice(0, start).reduce((a, b) => a + b, 0) / total, 12)
          expect([row.from, row.to]).toEqual([own[0] ?? null, own.at(-1) ?? null])
          expect(own.length - Math.floor(x.length / bins)).toBeOneOf([0, 1])
        }
        expect(start).toBe(x.length)
      }),
    )
  })

  test('the curve joins (0, 0) and (1, 1); the best are the fewest that bring four fifths', () => {
    fc.assert(
      fc.property(values, (given) => {
        const x = given.filter((v) => v !== null).sort((a, b) => b - a)
        const { curve, best, total, customersForEighty, top20Share } = of(given)
        const points = tableToRows(curve)
        expect(points[0]).toEqual({ customer_share: 0, revenue_share: 0 })
        expect(points[100]!.revenue_share).toBeCloseTo(1, 12)
        expect(points[20]!.revenue_share).toBe(top20Share)
        const own = tableToRows(best).map(({ revenue }) => revenue)
        expect(own).toEqual(x.slice(0, own.length))
        expect(customersForEighty!.customers).toBe(own.length)
        const sum = own.reduce((a, b) => a + b, 0)
        expect(sum).toBeGreaterThanOrEqual(0.8 * total)
        expect(sum - own.at(-1)!).toBeLessThan(0.8 * total)
      }),
    )
  })

  test('the order of rows and the unit of money change no share', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(shares(given.toReversed())).toEqual(shares(given))
        expect(shares(given.map((v) => v && v / 4))).toEqual(shares(given))
      }),
    )
  })
})

describe('the edges', () => {
  test('all alike: Gini 0, a fifth brings a fifth', () => {
    expect(of([5, 5, 5, 5, 5])).toMatchObject({ gini: 0, top20Share: 0.2 })
  })
  test('one has everything: Gini is 1 − 1/n', () => {
    expect(of([0, 0, 0, 8]).gini).toBe(0.75)
  })
  test.each([[[]], [[null]], [[0, 0]], [[-5, 2]]])(
    '%j: the whole is not positive, shares are null',
    (given) => {
      const found = of(given)
      expect(found).toMatchObject({ gini: null, top20Share: null, customersForHalf: null })
      expect(found.best.numRows).toBe(0)
      expect(tableToRows(found.deciles).every(({ share }) => share === null)).toBe(true)
    },
  )
  const bad: [string, () => unknown, string][] = [
    ['a missing column', () => of([1], { by: 'spend' }), 'column-missing'],
    ['text', () => pareto(rowsToTable([{ revenue: 'much' }])), 'column-type'],
    ['infinity', () => of([1, Infinity]), 'value-invalid'],
    ['what overflows', () => of([1e308, 1e308]), 'value-invalid'],
    ['one bin', () => of([1], { bins: 1 }), 'option-invalid'],
    ['an unknown option', () => of([1], { top: 3 }), 'option-invalid'],
  ]
  test.each(bad)('%s is one clear sentence', (_, call, code) => {
    expect(call).toThrow(ClienteleError)
    expect(call).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^pareto: .*\.$/) }))
  })
  test('prints as a summary', () => {
    expect(String(of([80, 10, 5, 3, 2]))).toContain(
      'the best 20 % bring 80 %; 20 % of customers bring 80 %; Gini 0.652',
    )
  })
})
