import { describe, expect, test } from 'vitest'
import {
  about,
  fitBgBb,
  fitBgNbd,
  fitGammaGamma,
  fitNbd,
  fitSbg,
  fromRows,
  lifetimeTotal,
  lifetimeValue,
  toRows,
} from 'clientele'
import { combine, type Estimate } from '#src/value/lifetime/uncertainty'
import { takeRows } from '#src/table/take'
import { cdnowCalibration, columnsTable, listsOf } from './lifetimeData.js'

const cdnow = cdnowCalibration()
const buying = fitBgNbd(cdnow, { unit: 'week' })
const some = takeRows(cdnow, Int32Array.of(0, 2, 5, 11, 40))
const week = { buying, spending: 1, unit: 'week' } as const
const clv = (options: any): number[] => listsOf(lifetimeValue(some, { ...week, ...options })).clv!
const orders = (horizon: any): number[] =>
  listsOf(buying.predict(some, { horizon, unit: 'week' })).expected_purchases!
const bad = (call: () => unknown): { code: string; message: string } => {
  try {
    call()
  } catch (error) {
    return error as { code: string; message: string }
  }
  throw new Error('no error')
}

const column = (draws: readonly (readonly number[])[], i: number) => draws.map((d) => d[i]!)
const spread = (values: number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
}

const daily = (rate: number, steps: number) => {
  const before = [0, 0, 0, 0, 0]
  const out = [0, 0, 0, 0, 0]
  for (let d = 1; d <= steps; d++) {
    const now = orders({ days: d })
    now.forEach((n, i) => {
      out[i]! += (n - before[i]!) * (1 + rate) ** (-d / 365.2425)
      before[i] = n
    })
  }
  return out
}
const estimate = (model: any): Estimate => ({
  phi: Float64Array.from(Object.values<number>(model.parameters), Math.log),
  covariance: model.logCovariance,
  draws: model.draws,
  at: (phi) => phi,
})
const joined = (...models: any[]) => combine(models.map(estimate), () => new Float64Array(0)).draws!

describe('steps of the horizon', () => {
  test.each([3, 64, 66, 400])('%d days are those days, each discounted by itself', (days) => {
    const truth = daily(0.4, days)
    clv({ horizon: { days }, discountRate: 0.4 }).forEach((v, i) => expect(v / truth[i]!).toBeCloseTo(1, 9))
  })
  test('the last part of a step is discounted for its part', () => {
    const [one, all] = [orders({ years: 1 }), orders({ years: 1.5 })]
    clv({ horizon: { years: 1.5 }, discountRate: 0.5 }).forEach((v, i) =>
      expect(v).toBeCloseTo(one[i]! / 1.5 + (all[i]! - one[i]!) / 1.5 ** 1.5, 10),
    )
  })
  test('a million weeks are nearly for ever', () => {
    const [ever, long] = [clv({ horizon: Infinity }), clv({ horizon: { weeks: 1e6 } })]
    long.forEach((v, i) => expect((v / ever[i]!) * 1.1 ** (0.5 / 52.1775)).toBeCloseTo(1, 5))
  })
  test('a long call says how far it is, and stops when asked to', () => {
    const controller = new AbortController()
    const seen: number[] = []
    const onProgress = ({ done }: { done: number }) => {
      seen.push(done)
      controller.abort()
    }
    const call = () =>
      lifetimeValue(cdnow, { ...week, horizon: { weeks: 50 }, onProgress, signal: controller.signal })
    expect(bad(call).code).toBe('aborted')
    expect(seen).toHaveLength(1)
  })
})

describe('opportunities', () => {
  const donors = columnsTable({
    frequency: [0, 2, 3, 6, 1, 4],
    recency: [0, 4, 6, 6, 2, 5],
    T: [6, 6, 6, 6, 6, 6],
  })
  const model = fitBgBb(donors, { unit: 'year', penalty: 0.01 })
  const value = (horizon: any, discountRate = 0.1) =>
    listsOf(lifetimeValue(donors, { buying: model, spending: 1, unit: 'year', horizon, discountRate })).clv!
  test('half of one is refused', () => {
    for (const horizon of [{ years: 1.5 }, { months: 6 }, { weeks: 3 }, { periods: 0.4 }]) {
      expect(bad(() => value(horizon)).message).toMatch(/opportunities to order, but must be a whole number/)
    }
  })
  test('months that make whole years are counted by the year', () => {
    expect(value({ months: 24 })).toEqual(value({ years: 2 }))
  })
  test('many of them are nearly for ever', () => {
    const ever = value(Infinity)
    value({ years: 900 }).forEach((v, i) => expect(v / ever[i]!).toBeCloseTo(1, 10))
  })
})

describe('contracts', () => {
  const members = columnsTable({ duration: [1, 2, 3, 4, 4, 4], churned: [1, 1, 1, 0, 0, 0] })
  const retention = fitSbg(members, { penalty: 0.01 })
  const of = (more: any) => listsOf(lifetimeValue(members, { retention, spending: 1, ...more })).clv!
  test('three years of yearly contracts are three renewals, of monthly ones thirty-six', () => {
    expect(of({ horizon: { years: 3 }, unit: 'year' })).toEqual(of({ horizon: { periods: 3 }, unit: 'year' }))
    expect(of({ horizon: { years: 3 }, unit: 'month' })).toEqual(
      of({ horizon: { periods: 36 }, unit: 'month' }),
    )
    expect(bad(() => of({ horizon: { months: 7 }, unit: 'year' })).message).toMatch(/renewals/)
  })
  test('the length of a period is asked for where money or time is measured by it', () => {
    for (const horizon of [{ periods: 12 }, { years: 3 }, Infinity]) {
      const error = bad(() => of({ horizon }))
      expect(error.code).toBe('unit-missing')
      expect(error.message).toMatch(/how long is a period of the contract.*unit: 'month'/)
    }
    expect(of({ horizon: { periods: 12 }, discountRate: 0 })[5]).toBeGreaterThan(0)
  })
})

describe('margins and rates', () => {
  const year = { horizon: { years: 1 } }
  test('a margin may be a column', () => {
    const rows = fromRows(toRows(some).map((row: any, i) => ({ ...row, share: i / 10 })))
    const got = listsOf(lifetimeValue(rows, { ...week, ...year, margin: 'share' })).clv!
    got.forEach((v, i) => expect(v).toBeCloseTo((clv(year)[i]! * i) / 10, 12))
  })
  test('a negative one is explained', () => {
    expect(bad(() => clv({ ...year, margin: -0.1 })).message).toMatch(
      /margin is -0.1: each order would cost more/,
    )
    const rows = columnsTable({ frequency: [1], recency: [2], T: [9], share: [-0.2] })
    expect(bad(() => lifetimeValue(rows, { ...week, ...year, margin: 'share' })).message).toMatch(
      /'share' holds the margin -0.2 in row 1: each order would cost more/,
    )
    expect(bad(() => clv({ ...year, margin: null })).message).toMatch(/margin must be a number from 0 to 1/)
    expect(bad(() => clv({ ...year, margin: 30 })).message).toMatch(/0.3 for thirty per cent/)
  })
  test('a negative rate, and none for ever, are explained', () => {
    expect(bad(() => clv({ ...year, discountRate: -0.1 })).message).toMatch(/worth more the later it comes/)
    expect(bad(() => clv({ horizon: Infinity, discountRate: 0 })).message).toMatch(/add up to infinity/)
  })
})

describe('units', () => {
  test('a table that does not say its unit gets no answer in weeks, whatever the model learned from', () => {
    const asked = { horizon: { weeks: 39 } }
    expect(bad(() => buying.predict(cdnow, asked)).code).toBe('unit-missing')
    expect(bad(() => lifetimeValue(cdnow, { buying, spending: 1, ...asked })).code).toBe('unit-missing')
    expect(bad(() => lifetimeValue(cdnow, { buying, spending: 1, horizon: Infinity })).code).toBe(
      'unit-missing',
    )
    expect(bad(() => buying.predict(cdnow, { ...asked, unit: 'day' })).code).toBe('contradiction')
    expect(buying.predict(cdnow, { horizon: { periods: 39 } }).numRows).toBe(cdnow.numRows)
  })
})

describe('totals', () => {
  const rows = toRows(some).map((row: any, i) => ({ ...row, clv: 'x', group: 'aabbc'[i]! }))
  const grouped = fromRows(rows.map((row, i) => (i >= 3 ? { ...row, frequency: null } : row)))
  const options = { ...week, horizon: { weeks: 20 } } as const
  test('a group that is not known has null, and what is missing is counted', () => {
    const totals = lifetimeTotal(grouped, { ...options, by: 'group' })
    const got = toRows(totals) as any[]
    expect(got.map(({ group, customers, missing }) => [group, customers, missing])).toEqual([
      ['a', 2, 0],
      ['b', 1, 1],
      ['c', 0, 1],
    ])
    expect([got[2].clv, got[2].clv_low, got[2].clv_high]).toEqual([null, null, null])
    expect(got[1].clv).toBeGreaterThan(got[1].clv_low)
    expect(about(totals).counts.lifetimeTotal).toEqual({ customers: 3, missing: 2 })
  })
  test.each(['customers', 'missing', 'clv', 'clv_low', 'clv_high'])('a group named %s is refused', (name) => {
    const table = fromRows(rows.map((row) => ({ ...row, [name]: 'x' })))
    expect(bad(() => lifetimeTotal(table, { ...options, by: name } as any)).code).toBe('column-exists')
  })
  test('the order of rows does not matter to the last bit', () => {
    const back = Int32Array.from({ length: cdnow.numRows }, (_, i) => cdnow.numRows - 1 - i)
    const spending = fitGammaGamma(cdnow)
    const of = (table: any) => toRows(lifetimeTotal(table, { ...options, spending }))
    expect(of(takeRows(cdnow, back))).toEqual(of(cdnow))
  })
  test('columns are typed', () => {
    const totals = lifetimeTotal(grouped, { ...options, by: ['group'] })
    expect(totals.getChild('group')!.get(0)).toBe('a')
    const valued = lifetimeValue(some, { ...options, interval: 0.9 })
    expect(valued.getChild('clv_low')!.length).toBe(5)
    const named = fromRows([{ frequency: 1, recency: 2, T: 9 }])
    // @ts-expect-error: there is no such column.
    expect(() => lifetimeValue(named, { ...options, spending: 'nope' })).toThrow(/nope/)
    // @ts-expect-error: two units.
    expect(() => lifetimeValue(named, { ...options, horizon: { weeks: 3, days: 1 } })).toThrow(/horizon/)
  })
})

describe('intervals of two models', () => {
  const drawn = fitNbd(cdnow, { bootstrap: 200, seed: 3 })
  const spend = fitGammaGamma(cdnow, { bootstrap: 200, seed: 3 })
  test('a model without a bootstrap is drawn from its covariance', () => {
    for (const draws of [joined(drawn, fitGammaGamma(cdnow)), joined(fitGammaGamma(cdnow), drawn)]) {
      expect(draws).toHaveLength(200)
      expect(draws[0]).toHaveLength(5)
    }
    const draws = joined(drawn, fitGammaGamma(cdnow))
    for (let i = 0; i < 3; i++) {
      const error = Math.sqrt(estimate(spend).covariance![i]![i]!)
      expect(spread(column(draws, 2 + i)) / error).toBeCloseTo(1, 0)
    }
    expect(draws).toEqual(joined(drawn, fitGammaGamma(cdnow)))
  })
  test('the same seed for both is not the same samples', () => {
    const draws = joined(spend, spend)
    expect(draws.filter((d) => d[0] === d[3]).length).toBeLessThan(10)
    expect(new Set(column(draws, 3))).toEqual(new Set(column(draws, 0)))
  })
})
