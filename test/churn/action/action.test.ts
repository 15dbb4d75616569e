import fc from 'fast-check'
import { about, churnProfit, drift, fromRows, lifecycleStages, retentionPlan, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { date, iso, lines, ordersOf, roles } from '../history/made.js'

const rowsOf = (table: any): any[] => toRows(table) as any[]

const scores = (values: [number, number][]) =>
  fromRows(values.map(([churn_probability, clv]) => ({ churn_probability, clv })))
const numbers = (values: readonly number[]) => fromRows(values.map((x) => ({ x })))
const plans = (counts: number[]) =>
  fromRows(counts.flatMap((count, k) => Array.from({ length: count }, () => ({ plan: 'abc'[k]! }))))
const share = (counts: number[]) => counts.map((n) => (n + 0.5) / (counts.reduce((a, b) => a + b, 0) + 1.5))

describe('retentionPlan', () => {
  it('contacts whom it pays to contact, by p · accept · (v − offer) − (1 − p) · offer − contact', () => {
    const plan = rowsOf(
      retentionPlan(
        scores([
          [0.9, 10],
          [0.5, 400],
          [0.1, 400],
          [0.8, 300],
        ]),
        { contactCost: 1, offerCost: 15, accept: 0.3 },
      ),
    )
    expect(plan.map((row) => row.expected_profit)).toEqual(
      [0.27 * -5 - 1.5 - 1, 0.15 * 385 - 7.5 - 1, 0.03 * 385 - 13.5 - 1, 0.24 * 285 - 3 - 1].map((v) =>
        expect.closeTo(v, 10),
      ),
    )
    expect(plan.map((row) => row.expected_cost)).toEqual(
      [1 + 15 * (0.27 + 0.1), 1 + 15 * (0.15 + 0.5), 1 + 15 * (0.03 + 0.9), 1 + 15 * (0.24 + 0.2)].map((v) =>
        expect.closeTo(v, 10),
      ),
    )
    expect(plan.map((row) => row.contact_rank)).toEqual([null, 2, null, 1])
  })

  it('stays within the budget, and passes over nobody who pays and whom it still suffices for', () => {
    const pair = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 500, noNaN: true }),
    )
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (values, budget) => {
          const table = retentionPlan(scores(values), { contactCost: 2, offerCost: 5, budget })
          const { cost, profit, contacted } = about(table).counts.retentionPlan as any
          const plan = rowsOf(table)
          const chosen = plan.filter((row) => row.contact)
          expect(cost).toBeLessThanOrEqual(budget)
          expect(chosen.length).toBe(contacted)
          expect(chosen.reduce((sum, row) => sum + row.expected_profit, 0)).toBeCloseTo(profit, 6)
          for (const row of plan) {
            if (row.contact) expect(row.expected_profit).toBeGreaterThan(0)
            else if (row.expected_profit > 0) expect(cost + row.expected_cost).toBeGreaterThan(budget)
          }
        },
      ),
    )
  })

  it('leaves those alone of whom nothing is known, and says what is wrong', () => {
    const table = fromRows(
      [
        { churn_probability: 0.9, clv: null },
        { churn_probability: 0.9, clv: 100 },
      ],
      { types: { clv: 'float64' } },
    )
    expect(rowsOf(retentionPlan(table, { contactCost: 1 })).map((row) => row.contact)).toEqual([false, true])
    expect(() => retentionPlan(table, {} as any)).toThrow(/contactCost is needed/)
    expect(() => retentionPlan(scores([[1.5, 3]]), { contactCost: 1 })).toThrow(/from 0 to 1/)
  })
})

describe('churnProfit', () => {
  const scored = fromRows(
    Array.from({ length: 200 }, (_, i) => ({
      churned: (i * 37) % 100 < 15 + (i % 5) * 12,
      churn_probability: Number((0.1 + (i % 5) * 0.15 + ((i * 13) % 7) * 0.02).toFixed(2)),
    })),
  )

  // By numerical integration over γ of the best of all thresholds, with numpy and scipy.
  it.each([
    [{}, 14.619323674746, 0.82364673841, 14.445, 0.91],
    [
      { value: 100, offerCost: 20, contactCost: 2, accept: { alpha: 3, beta: 3 } },
      5.450041570476,
      0.45694206949,
      5.12,
      0.49,
    ],
  ])(
    'is the integral over the share that accepts of the best profit: %o',
    (options, profit, fraction, mp, share) => {
      const found = churnProfit(scored, { target: 'churned', ...options })
      expect(found.expectedProfit).toBeCloseTo(profit, 6)
      expect(found.fraction).toBeCloseTo(fraction, 4)
      expect(found.maximumProfit).toBeCloseTo(mp, 10)
      expect(found.maximumFraction).toBeCloseTo(share, 10)
    },
  )

  it('is that of the ranks alone', () => {
    const other = fromRows(
      rowsOf(scored).map((row) => ({ ...row, churn_probability: row.churn_probability ** 2 })),
    )
    expect(churnProfit(other, { target: 'churned' })).toEqual(churnProfit(scored, { target: 'churned' }))
  })

  it('says what cannot pay', () => {
    expect(() => churnProfit(scored, { target: 'churned', offerCost: 300 })).toThrow(/nothing can pay/)
  })
})

describe('lifecycleStages', () => {
  it('gives each customer the stage of the rules', () => {
    const days: { [customer: string]: number[] } = {
      stable: [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360],
      lapsed: [0, 20, 40, 60],
      silent: [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 290],
      fewer: [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 240, 320, 350],
      more: [0, 80, 160, 200, 220, 240, 260, 280, 300, 320, 340, 360],
      new: [350],
      returned: [300, 330, 355],
    }
    const table = fromRows(
      Object.entries(days).flatMap(([customer, list]) =>
        list.map((day) => ({ customer, day: date(day), amount: 5 })),
      ),
    )
    const { customers, asOf } = lifecycleStages(table, {
      customer: 'customer',
      time: 'day',
      amount: 'amount',
    })
    expect(asOf).toBe(iso(360))
    expect(Object.fromEntries(rowsOf(customers).map((row) => [row.customer_id, row.stage]))).toEqual({
      stable: 'stable',
      lapsed: 'lapsed',
      silent: 'declining',
      fewer: 'declining',
      more: 'growth',
      new: 'acquaintance',
      returned: 'growth',
    })
  })

  it('counts transitions as the stages of one look and the next, and how long one stays from them', () => {
    fc.assert(
      fc.property(lines, (rows) => {
        const table = ordersOf(rows)
        const options = { ...roles, window: { days: 20 }, every: { days: 10 }, steps: 1, asOf: iso(99) }
        const whole = lifecycleStages(table, options)
        const stageOf = (day: number) => {
          // The typical gap is today's, so that looks are comparable; with one own gap it does not matter.
          const { customers } = lifecycleStages(table, { ...options, asOf: iso(day) })
          return new Map(
            rowsOf(customers)
              .filter((row) => row.gap_mean !== null)
              .map((row) => [row.customer_id, row.stage]),
          )
        }
        const [then, now] = [stageOf(89), stageOf(99)]
        const moved = rowsOf(whole.transitions)
        for (const row of moved) {
          const known = [...then].filter(([id, from]) => from === row.from && now.get(id) === row.to).length
          expect(row.customers).toBeGreaterThanOrEqual(known)
        }
        for (const row of rowsOf(whole.stages)) {
          const own = moved.filter(({ from }) => from === row.stage)
          const stay = own.find(({ to }) => to === row.stage).customers
          expect(row.seen).toBe(own.reduce((sum, one) => sum + one.customers, 0))
          expect(row.expected_days).toBe(row.seen > stay ? (10 * row.seen) / (row.seen - stay) : null)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('drift', () => {
  const before = Array.from({ length: 150 }, (_, i) => ((i * 17) % 100) / 10)
  const now = Array.from({ length: 130 }, (_, i) => ((i * 29) % 100) / 9 + 1)

  it('has the statistic of scipy’s ks_2samp, and the tail of its kstwobign', () => {
    const [row] = rowsOf(drift(numbers(before), numbers(now)).features)
    expect(row.test).toBe('ks')
    expect(row.statistic).toBeCloseTo(0.1907692307692307, 14)
    expect(row.p).toBeCloseTo(0.01257727006592335, 12)
  })

  it('has the χ² of scipy’s chi2_contingency', () => {
    const [row] = rowsOf(drift(plans([30, 50, 20]), plans([40, 30, 10])).features)
    expect(row.statistic).toBeCloseTo(7.633928571428571, 12)
    expect(row.p).toBeCloseTo(0.02199446857350544, 12)
    const [a, b] = [share([30, 50, 20]), share([40, 30, 10])]
    expect(row.psi).toBeCloseTo(
      a.reduce((sum, e, k) => sum + (b[k]! - e) * Math.log(b[k]! / e), 0),
      12,
    )
  })

  it('calls the same table stable, and a column that has gone missing drifted', () => {
    expect(drift(numbers(before), numbers(before)).verdict).toBe('stable')
    const gone = fromRows(
      before.map((x, i) => ({ x: i % 3 === 0 ? null : x })),
      { types: { x: 'float64' } },
    )
    const { verdict, features } = drift(numbers(before), gone)
    expect(verdict).toBe('drifted')
    expect(rowsOf(features)[0].missing_now).toBeCloseTo(1 / 3, 2)
  })

  it('says what cannot be compared', () => {
    expect(() => drift(numbers(before), fromRows([{ x: 'a' }]))).toThrow(/convert one/)
    expect(() => drift(numbers(before), fromRows([{ y: 1 }]))).toThrow(/no column 'x'/)
  })
})
