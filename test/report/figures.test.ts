import { reportFigures } from 'clientele/report'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concentration } from '#src/report/figures/concentration'
import { periodStarts, periodUnit } from '#src/report/figures/periods'
import { dataOf, type Line, segmented } from './data.js'

const day = (iso: string) => Date.parse(iso) / 86_400_000
const figuresOf = (lines: readonly Line[]) => reportFigures(dataOf(lines))

/** The 80/20 figures of customers with that revenue. */
function shared(...revenue: number[]) {
  return concentration(
    segmented(
      revenue.map(() => 'a'),
      revenue,
    ),
  )
}

describe('concentration', () => {
  test('half of the revenue: the fewest customers whose revenue adds up to it', () => {
    expect(shared(10, 60, 20, 10)?.halfCustomers).toBe(1)
    expect(shared(10, 10, 10, 10)?.halfCustomers).toBe(2)
    expect(shared(...Array.from({ length: 1000 }, () => 0.1))?.halfCustomers).toBe(500)
  })

  test('the top fifth of ten customers is two of them', () => {
    expect(shared(50, 30, 5, 5, 2, 2, 2, 2, 1, 1)?.topFifthShare).toBeCloseTo(0.8, 12)
  })

  test('there is none without revenue', () => {
    for (const spent of [[], [0, 0], [-5], [NaN]]) expect(shared(...spent)).toBeUndefined()
  })

  test('property: tenths hold every customer once, from those who spent most, and all revenue', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(amounts, (spent) => {
        const sorted = spent.toSorted((a, b) => b - a)
        const figures = shared(...spent)
        fc.pre(figures !== undefined)
        let taken = 0
        for (const { customers, revenue, from, to } of figures!.tenths) {
          const part = sorted.slice(taken, taken + customers)
          expect(from).toBe(taken / spent.length)
          taken += customers
          expect(to).toBe(taken / spent.length)
          expect(revenue).toBe(part.reduce((a, b) => a + b, 0))
        }
        expect(taken).toBe(spent.length)
      }),
    )
  })
})

describe('revenue over time', () => {
  test('is of new customers in the period of their first order, of returning ones after it', () => {
    const { revenue } = figuresOf([
      { customer: 'a', day: '2025-01-02', amount: 10 },
      { customer: 'a', day: '2025-01-30', amount: 5 },
      { customer: 'b', day: '2025-02-10', amount: 7 },
      { customer: 'a', day: '2025-02-11', amount: 3 },
      { customer: 'a', day: '2025-08-31', amount: 1 },
    ])
    expect(revenue.unit).toBe('month')
    expect(revenue.periods).toHaveLength(8)
    expect(revenue.periods[0]).toEqual({
      from: '2025-01-01',
      to: '2025-02-01',
      complete: true,
      revenue: 15,
      fromNew: 15,
      orders: 2,
      newCustomers: 1,
    })
    expect(revenue.periods[1]).toMatchObject({ revenue: 10, fromNew: 7, orders: 2, newCustomers: 1 })
    expect(revenue.periods[2]).toMatchObject({ from: '2025-03-01', revenue: 0, orders: 0 })
  })

  test('counts an order of several lines once', () => {
    const { revenue } = figuresOf([
      { customer: 'a', day: '2025-01-02', amount: 10, order: 'x' },
      { customer: 'a', day: '2025-01-02', amount: 5, order: 'x' },
    ])
    expect(revenue.periods).toMatchObject([{ orders: 1, revenue: 15 }])
  })

  test('a period that begins before the data or ends after it is not complete', () => {
    const { revenue } = figuresOf([
      { customer: 'a', day: '2024-01-20', amount: 10 },
      { customer: 'b', day: '2024-09-20', amount: 10 },
    ])
    const complete = revenue.periods.map((period) => period.complete)
    expect(complete).toEqual([false, true, true, true, true, true, true, true, false])
  })

  test('property: whatever the days, periods add up to the revenue of all lines', () => {
    const line = fc.record({
      customer: fc.constantFrom('a', 'b', 'c'),
      day: fc
        .integer({ min: 0, max: 6000 })
        .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
      amount: fc.integer({ min: 1, max: 100 }),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
        const { revenue, totals, cohorts } = figuresOf(lines)
        const sum = (what: 'revenue' | 'orders' | 'newCustomers') =>
          revenue.periods.reduce((total, period) => total + period[what], 0)
        expect(sum('revenue')).toBe(totals.revenue)
        expect(sum('orders')).toBe(lines.length)
        expect(sum('newCustomers')).toBe(totals.customers)
        expect(cohorts.cohorts.reduce((total, { customers }) => total + customers, 0)).toBe(totals.customers)
      }),
      { numRuns: 60 },
    )
  })
})

test('periods: weeks start on Monday, quarters in January, April, July and October', () => {
  expect(periodStarts(day('2025-01-01'), day('2025-01-06'), 'week')).toEqual([
    day('2024-12-30'),
    day('2025-01-06'),
    day('2025-01-13'),
  ])
  expect(periodStarts(day('2025-02-28'), day('2025-04-01'), 'quarter')).toEqual([
    day('2025-01-01'),
    day('2025-04-01'),
    day('2025-07-01'),
  ])
  expect([1, 45, 46, 190, 191, 1830, 1831, 9000].map(periodUnit)).toEqual([
    'day',
    'day',
    'week',
    'week',
    'month',
    'month',
    'quarter',
    'year',
  ])
})

test('cohorts: the share of a period’s new customers who bought in each later period that has ended', () => {
  const { cohorts } = figuresOf([
    { customer: 'a', day: '2025-01-02', amount: 1 },
    { customer: 'b', day: '2025-01-05', amount: 1 },
    { customer: 'a', day: '2025-02-03', amount: 1 },
    { customer: 'a', day: '2025-02-04', amount: 1 },
    { customer: 'c', day: '2025-03-04', amount: 1 },
    { customer: 'b', day: '2025-04-30', amount: 1 },
    { customer: 'c', day: '2025-05-20', amount: 1 },
  ])
  expect(cohorts.unit).toBe('month')
  expect(cohorts.cohorts).toEqual([
    { from: '2025-01-01', customers: 2, again: [0.5, 0, 0.5] },
    { from: '2025-03-01', customers: 1, again: [0] },
  ])
  expect(cohorts.mean).toEqual([1 / 3, 0, 0.5])
})

test('segments: shares of customers and revenue, the one that earns most first; no segment is one of its own', () => {
  const lines = ['a', 'b', 'c', 'd'].map((customer) => ({ customer, day: '2025-01-02', amount: 10 }))
  const { orders } = dataOf(lines)
  const { segments } = reportFigures({
    orders,
    customers: segmented(['x', 'y', 'x', null], [10, 60, 20, 10]),
  })
  expect(segments).toEqual([
    {
      segment: 'y',
      customers: 1,
      shareOfCustomers: 0.25,
      revenue: 60,
      shareOfRevenue: 0.6,
      orders: 2,
      medianDaysSinceLast: 1,
    },
    {
      segment: 'x',
      customers: 2,
      shareOfCustomers: 0.5,
      revenue: 30,
      shareOfRevenue: 0.3,
      orders: 4,
      medianDaysSinceLast: 1,
    },
    {
      segment: null,
      customers: 1,
      shareOfCustomers: 0.25,
      revenue: 10,
      shareOfRevenue: 0.1,
      orders: 2,
      medianDaysSinceLast: 3,
    },
  ])
})
