import { describe, expect, test } from 'vitest'
import {
  type BuyingModel,
  fitBgBb,
  fitBgCnbd,
  fitBgNbd,
  fitNbd,
  fitParetoNbd,
  loadModel,
  simulateLifetime,
} from 'clientele'
import { bgBbCore } from '#src/value/lifetime/bgBbCore'
import { paretoCore } from '#src/value/lifetime/paretoCore'
import { cdnowCalibration, columnsTable, listsOf } from './lifetimeData.js'

const cdnow = cdnowCalibration()
const options = { nextOrder: true, asOf: '1997-09-30', unit: 'week' } as const
const DAY = 86_400_000
const start = Date.parse('1997-09-30') / DAY

// Integrals and sums with thirty digits by mpmath 1.3.
test.each([
  [paretoCore, [0.553, 10.578, 0.606, 11.669], 2, 38.86, 0.81072693569912, 12.16828688553],
  [paretoCore, [0.553, 10.578, 0.606, 11.669], 0, 38.86, 0.48005928898843, 40.71757132724],
  [paretoCore, [3, 2, 40, 5], 1, 4, 0.12924796730407, 0.1354684065569],
  [bgBbCore, [1.203522, 0.749716, 0.656718, 2.783442], 2, 6, 0.904694121298, 1.24746210866],
  [bgBbCore, [1.203522, 0.749716, 0.656718, 2.783442], 0, 6, 0.712206307453, 3.32700377215],
] as const)(
  '$0.kind %j, x = %d, T = %d: another order at all, and half of those',
  (core, theta, x, T, again, t) => {
    const at = Float64Array.from(theta)
    expect(core.ordersAgain!(at, x, T) / again).toBeCloseTo(1, 10)
    expect(core.nextOrder(at, x, 0, T) / t).toBeCloseTo(1, 10)
  },
)

test('BG/BB: the half may be thousands of opportunities ahead', () => {
  const theta = Float64Array.of(0.02, 60, 0.01, 900)
  const again = bgBbCore.ordersAgain!(theta, 0, 6)
  const t = bgBbCore.nextOrder(theta, 0, 0, 6)
  expect(t).toBeGreaterThan(1000)
  // One opportunity after the other.
  let [none, stays, sum] = [1, 1, 0]
  for (let j = 1; j <= Math.floor(t); j++) {
    sum += stays * none * (0.02 / (0.02 + 60 + 6 + j - 1))
    none *= (60 + 6 + j - 1) / (0.02 + 60 + 6 + j - 1)
    stays *= (900 + 6 + j) / (0.01 + 900 + 6 + j)
  }
  expect(sum / again).toBeCloseTo(0.5, 3)
})

describe('p_next_order', () => {
  test('is P(alive) where customers leave at orders only, 1 where nobody leaves', () => {
    for (const fit of [fitBgNbd, (t: any, o: any) => fitBgCnbd(t, { ...o, k: 2, modified: true })]) {
      const { p_alive, p_next_order } = listsOf(fit(cdnow, { unit: 'week' }).predict(cdnow, options))
      expect(p_next_order).toEqual(p_alive)
    }
    const { p_next_order } = listsOf(fitNbd(cdnow, { unit: 'week' }).predict(cdnow, options))
    expect(new Set(p_next_order)).toEqual(new Set([1]))
  })
  test('is what the chance of no order in ten thousand years leaves', () => {
    const model = fitParetoNbd(cdnow, { unit: 'week' })
    const got = listsOf(
      model.predict(cdnow, { ...options, horizon: { weeks: 500_000 }, purchases: { to: 0 } }),
    )
    got.p_next_order!.forEach((p, i) => {
      expect(p).toBeLessThan(got.p_alive![i]!)
      expect(Math.abs(1 - got.p_0![i]! - p)).toBeLessThan(0.003)
    })
  })
})

test('of simulated customers that share order again, half of them by that day (Pareto/NBD, new customers)', () => {
  const parameters = { r: 2, alpha: 20, s: 1.5, beta: 30 }
  const known = { from: 50_000, to: 50_000 }
  const many = listsOf(simulateLifetime({ kind: 'paretoNbd', parameters, customers: 20_000, known }))
  const theta = Float64Array.of(2, 20, 1.5, 30)
  const again = many.frequency!.filter((x) => x > 0).length / 20_000
  expect(Math.abs(again - paretoCore.ordersAgain!(theta, 0, 0))).toBeLessThan(0.012)
  const t = paretoCore.nextOrder(theta, 0, 0, 0)
  const early = listsOf(
    simulateLifetime({ kind: 'paretoNbd', parameters, customers: 20_000, known: { from: t, to: t } }),
  )
  const by = early.frequency!.filter((x) => x > 0).length / 20_000
  expect(Math.abs(by / again - 0.5)).toBeLessThan(0.012)
})

describe('next_order', () => {
  test.each([fitNbd, fitBgNbd, fitParetoNbd])(
    'lies within its interval, later for who orders less',
    (fit) => {
      const model = fit(cdnow, { unit: 'week' })
      const rows = columnsTable({ frequency: [0, 3, 12], recency: [0, 35, 38], T: [38, 38, 38.5] })
      const got = listsOf(model.predict(rows, { ...options, interval: 0.95 }))
      const days = (name: string) => got[name]!.map((v) => Number(v) / DAY - start)
      const [low, mid, high] = [days('next_order_low'), days('next_order'), days('next_order_high')]
      mid.forEach((v, i) => {
        expect(low[i]! > 0 && low[i]! <= v && v <= high[i]!).toBe(true)
        expect(high[i]! / low[i]!).toBeLessThan(2)
      })
      expect(mid[0]! > mid[1]! && mid[1]! > mid[2]!).toBe(true)
      expect(high[0]! - low[0]!).toBeGreaterThan(5)
    },
  )
  test('counts dropout in: it is sooner than if nobody did', () => {
    const model = fitParetoNbd(cdnow, { unit: 'week' })
    const { r, alpha } = model.parameters
    const { next_order, frequency, T } = listsOf(model.predict(cdnow, options))
    next_order!.forEach((v, i) => {
      const alone = (alpha + T![i]!) * Math.expm1(Math.LN2 / (r + frequency![i]!))
      expect(Number(v) / DAY - start).toBeLessThanOrEqual(Math.ceil(7 * alone))
    })
  })
  test('by opportunities it is one of them, and its interval as well', () => {
    const donors = simulateLifetime({
      kind: 'bgBb',
      parameters: { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 },
      known: { from: 6, to: 6 },
    })
    const got = listsOf(
      fitBgBb(donors, { unit: 'day' }).predict(donors, { ...options, unit: 'day', interval: 0.9 }),
    )
    for (const name of ['next_order_low', 'next_order', 'next_order_high'])
      got[name]!.forEach((v) => expect((Number(v) / DAY) % 1).toBe(0))
    got.next_order!.forEach((v, i) =>
      expect(got.next_order_low![i]! <= v && v <= got.next_order_high![i]!).toBe(true),
    )
  })
  test('a bootstrap gives it an interval too', () => {
    const model = fitBgNbd(cdnow, { unit: 'week', bootstrap: 40 })
    const rows = columnsTable({ frequency: [0], recency: [0], T: [38] })
    const got = listsOf(model.predict(rows, { ...options, interval: 0.9 }))
    expect(Number(got.next_order_high![0]) - Number(got.next_order_low![0])).toBeGreaterThan(DAY)
  })
  test('beyond the year 9999 it is null, of who hardly ever orders', () => {
    const json = fitNbd(cdnow, { unit: 'week' }).toJSON()
    const model = loadModel({ ...json, parameters: { r: 0.001, alpha: 10 } }) as BuyingModel
    const rows = columnsTable({ frequency: [0], recency: [0], T: [38] })
    expect(listsOf(model.predict(rows, options)).next_order).toEqual([null])
  })
  test.each([2, 3])('regular customers who are all alike have one too: k = %d', (k) => {
    const alike = columnsTable({ frequency: [3], recency: [27], T: [30] })
    const json = fitBgCnbd(alike, { k, unit: 'week' }).toJSON()
    const parameters = { r: 1e10, alpha: 1e11 / k, a: 1e-9, b: 1e9 }
    const model = loadModel({ ...json, parameters }) as BuyingModel
    const { next_order } = listsOf(model.predict(alike, options))
    // Gamma(k) at k·3/30 a week, of which three weeks have passed since the last order.
    const weeks = (Number(next_order![0]) / DAY - start) / 7
    const rate = (3 * k) / 30
    const none = (t: number) => [1, t, (t * t) / 2].slice(0, k).reduce((sum, v) => sum + v, 0) * Math.exp(-t)
    expect(none(rate * (weeks + 3)) / none(rate * 3)).toBeLessThan(0.5 + 1e-9)
    expect(none(rate * (weeks - 1 / 7 + 3)) / none(rate * 3)).toBeGreaterThan(0.5 - 1e-9)
  })
})
