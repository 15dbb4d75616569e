import {
  cleanOrders,
  cohorts,
  fromRows,
  groupMatrix,
  mergeSummaries,
  pareto,
  summarize,
  toRows,
} from 'clientele'
import { reportFigures } from 'clientele/report'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areDecimal, areWhole, roundDecimal, roundingOf } from '#src/table/decimals'

const decimals = (places: number) =>
  fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((n) => Number(`${n}e-${places}`))

describe('decimals of at most four places', () => {
  test('are what prints with at most four; no other number is one', () => {
    const any = fc.oneof(
      fc.double(),
      fc.double({ min: -1e6, max: 1e6 }),
      decimals(3),
      decimals(4),
      decimals(5),
    )
    fc.assert(
      fc.property(any, (value) => {
        if (Math.abs(value) >= 2e11 && Number.isFinite(value)) return
        const isFinite = Number.isFinite(value)
        expect(areDecimal(Float64Array.of(value))).toBe(isFinite && Number(value.toFixed(4)) === value)
        expect(areWhole(Float64Array.of(value))).toBe(Number.isInteger(value))
      }),
      { numRuns: 1000 },
    )
    expect(areDecimal(new Float64Array(0))).toBe(true)
    expect([Infinity, -Infinity, NaN].some((value) => areDecimal(Float64Array.of(0.1, value)))).toBe(false)
  })

  test('a sum of them, rounded, is the double nearest to their sum as decimals', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(10 ** 8), max: 10 ** 8 }), { maxLength: 200 }), (cents) => {
        const values = Float64Array.from(cents, (n) => n / 1e4)
        const exact = cents.reduce((sum, n) => sum + n, 0) / 1e4
        expect(roundingOf(values)(values.reduce((sum, v) => sum + v, 0))).toBe(exact)
      }),
    )
  })

  test('other sums are left as they are, as are those that are too large to have four places', () => {
    expect(roundingOf(Float64Array.of(0.1, 1 / 3))(0.1 + 0.2)).toBe(0.1 + 0.2)
    expect(roundingOf(Float64Array.of(0.1, NaN))(0.1 + 0.2)).toBe(0.3)
    for (const value of [1e12 + 0.1, -1e300, Infinity, NaN]) expect(roundDecimal(value)).toBe(value)
  })
})

const day = (n: number) => `2025-01-0${n}`

describe('sums of cents have no dust', () => {
  const lines = fromRows([
    { client: 'ann', at: day(1), paid: 0.1 },
    { client: 'ann', at: day(2), paid: 0.1 },
    { client: 'ann', at: day(2), paid: 0.2 },
    { client: 'bob', at: day(3), paid: 0.7 },
    { client: 'bob', at: day(4), paid: 0.1 },
  ])
  const roles = { customer: 'client', time: 'at', amount: 'paid' } as const
  const summary = summarize(lines, roles)

  test('of customers, in one table, in a stream, after calibration, and of periods that are joined', async () => {
    const [ann, bob] = toRows(summary)
    expect([0.1 + 0.1 + 0.2, 0.7 + 0.1, 0.1 + 0.2]).not.toEqual([0.4, 0.8, 0.3])
    expect([ann!.revenue, ann!.monetary_value, bob!.revenue, bob!.monetary_value]).toEqual([
      0.4, 0.3, 0.8, 0.1,
    ])
    expect(toRows(await summarize([lines.slice(0, 2), lines.slice(2)], roles))).toEqual(toRows(summary))
    const held = toRows(summarize(lines, { ...roles, calibrationEnd: day(1) }))
    expect([held[0]!.holdout_revenue, held[0]!.holdout_monetary_value]).toEqual([0.3, 0.3])
    const early = summarize(lines.slice(0, 4), { ...roles, asOf: day(3) })
    const late = summarize(lines.slice(4), { ...roles, asOf: day(4) })
    expect(toRows(mergeSummaries(early, late))).toEqual(toRows(summary))
  })

  test('a stream with one amount of more places is not rounded', async () => {
    const odd = fromRows([{ client: 'ann', at: day(5), paid: 1 / 3 }])
    const [ann] = toRows(await summarize([lines, odd], roles))
    expect(ann!.revenue).toBe(0.1 + 0.1 + 0.2 + 1 / 3)
  })

  test('of quantities times prices, of refunds that are netted, and in the books', () => {
    const sold = fromRows([
      { client: 'ann', at: day(1), pieces: 3, price: 0.1 },
      { client: 'ann', at: day(2), pieces: 1, price: 0.7 },
      { client: 'ann', at: day(3), pieces: -1, price: 0.1 },
    ])
    const own = { customer: 'client', time: 'at', quantity: 'pieces', price: 'price' } as const
    expect(toRows(summarize(sold, own))[0]!.revenue).toBe(0.9)
    const { orders, audit } = cleanOrders(sold, { ...own, refunds: 'net' })
    expect(toRows(orders).map(({ amount }) => amount)).toEqual([0.3, 0.6])
    const books = toRows(audit).filter(({ rule }) => rule === 'read' || rule === 'kept')
    expect(books.map(({ revenue }) => revenue)).toEqual([0.9, 0.9])
  })

  test('of cohorts, the best customers, a matrix and a report', () => {
    const { long } = cohorts(lines, { ...roles, period: 'year' })
    expect(toRows(long).map((row) => [row.revenue, row.cumulative_revenue])).toEqual([[1.2, 1.2]])
    const { total, deciles } = pareto(lines, { by: 'paid', bins: 2 })
    expect([total, ...toRows(deciles).map(({ revenue }) => revenue)]).toEqual([1.2, 1, 0.2])
    const matrix = groupMatrix(lines, { rows: 'client', measures: { paid: { sum: 'paid' } } })
    expect(toRows(matrix.cells).map((row) => row.paid)).toEqual([0.4, 0.8, 1.2])
    const { orders } = cleanOrders(lines, roles)
    expect(reportFigures({ orders, customers: summarize(orders) }).totals.revenue).toBe(1.2)
  })
})
