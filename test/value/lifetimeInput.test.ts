import { describe, expect, test } from 'vitest'
import {
  about,
  type BuyingModel,
  fitBgBb,
  fitBgCnbd,
  fitBgNbd,
  fitParetoNbd,
  fitSbg,
  fromRows,
  loadModel,
  simulateLifetime,
} from 'clientele'
import { columnsTable, listsOf } from './lifetimeData.js'

const few = columnsTable({ frequency: [0, 2, 5, 1], recency: [0, 8, 9, 3], T: [10, 10, 10, 9] })
const model = fitBgNbd(few, { penalty: 0.01, unit: 'week' })

describe('logIntervals of BG/CNBD', () => {
  /** Customers who order every `gap`, exactly enough to tell that they are regular. */
  const rows = listsOf(
    simulateLifetime({
      kind: 'bgCnbd',
      k: 3,
      parameters: { r: 0.9, alpha: 3, a: 0.8, b: 2.5 },
      customers: 800,
      seed: 5,
    }),
  )
  const logs = rows.frequency!.map((x, i) => (x === 0 ? NaN : x * Math.log(rows.recency![i]! / x)))
  const given = { ...rows, logs } as { [name: string]: number[] }
  const whole = columnsTable(given)
  test('one-time buyers need none', () => {
    const { fit, k } = fitBgCnbd(whole, { logIntervals: 'logs' })
    expect(fit.leftOut).toBe(0)
    expect(k).toBeGreaterThan(1)
    expect(Number.isFinite(fit.logLikelihood)).toBe(true)
  })
  test.each(['frequency', 'recency', 'T', 'logs', 'weight', 'club'])(
    'a row without %s is left out of everything',
    (name) => {
      const full = {
        ...given,
        weight: rows.T!.map(() => 1),
        club: rows.T!.map((_, i) => i % 2),
      } as { [name: string]: number[] }
      const hole = rows.frequency!.findIndex((x) => x > 1)
      const holed = columnsTable({ ...full, [name]: full[name]!.map((v, i) => (i === hole ? NaN : v)) })
      const without = columnsTable(
        Object.fromEntries(Object.entries(full).map(([n, list]) => [n, list.filter((_, i) => i !== hole)])),
      )
      const options = { logIntervals: 'logs', weights: 'weight', covariates: { purchase: ['club'] }, k: 2 }
      const [got, want] = [fitBgCnbd(holed, options), fitBgCnbd(without, options)]
      expect(got.fit.leftOut).toBe(1)
      expect(got.fit.logLikelihood).toBeCloseTo(want.fit.logLikelihood, 8)
      expect(got.parameters.r).toBeCloseTo(want.parameters.r!, 8)
    },
  )
})

test.each([
  ['nbd', { r: 1000, alpha: 1e-6 }],
  ['bgNbd', { r: 1e6, alpha: 1e-6, a: 0.1, b: 10 }],
  ['paretoNbd', { r: 1e6, alpha: 1e-6, s: 0.5, beta: 10 }],
] as const)('simulateLifetime refuses more events than can be drawn (%s)', (kind, parameters) => {
  expect(() => simulateLifetime({ kind, parameters, customers: 1 })).toThrow(
    expect.objectContaining({ code: 'option-invalid', message: expect.stringMatching(/events/) }),
  )
})

const next = (asOf: any) => [
  ...model.predict(few, { nextOrder: true, asOf, unit: 'week' }).getChild('next_order')!,
]

test('asOf of next_order is a date, a time or a Date', () => {
  const days = next('2025-01-31').map(Number)
  expect(next(new Date('2025-01-31T00:00:00Z')).map(Number)).toEqual(days)
  expect(next('2025-01-31T13:00:00Z').map(Number)).toEqual(days)
  expect(() => next('soon')).toThrow(/asOf must be a date/)
})

test('opportunities that are not whole are printed as they are', () => {
  expect(() => fitBgBb(columnsTable({ frequency: [1], recency: [1.5], T: [6] }))).toThrow(
    /'recency' holds 1\.5 in row 1/,
  )
})

test('an option that has parts is named', () => {
  for (const covariates of [['g'], null] as any[]) {
    expect(() => fitBgNbd(few, { covariates })).toThrow(/covariates must be one object of purchase, dropout/)
  }
  expect(() => fitBgNbd(few, { covariates: { other: ['g'] } as any })).toThrow(/'other' in covariates/)
  expect(() => model.predict(few, { horizon: { weeks: 1 }, purchases: 3 as any })).toThrow(
    /purchases must be one object of to, but got 3/,
  )
})

describe('contracts', () => {
  const members = simulateLifetime({ kind: 'sbg', parameters: { alpha: 0.7, beta: 1.2 } })
  const { duration, churned } = listsOf(members)
  const sbg = fitSbg(members)
  test('yes and no, true and false say who left', () => {
    for (const words of [(c: number) => (c ? 'Yes' : 'no'), (c: number) => c === 1]) {
      const table = fromRows(duration!.map((d, i) => ({ duration: d, churned: words(churned![i]!) })))
      expect(fitSbg(table).parameters).toEqual(sbg.parameters)
    }
    const odd = fromRows([{ duration: 1, churned: 'perhaps' }])
    expect(() => fitSbg(odd)).toThrow(/'churned' holds 'perhaps' in row 1/)
  })
  test('without the column everybody is still there; but nothing is learned', () => {
    const now = columnsTable({ duration: [1, 4] })
    expect(listsOf(sbg.predict(now)).p_alive).toEqual([1, 1])
    expect(() => fitSbg(now)).toThrow(expect.objectContaining({ code: 'column-missing' }))
  })
})

const names = (as: any) =>
  (model as BuyingModel)
    .predict(few, { interval: 0.9, as })
    .schema.fields.map((field: any) => field.name)
    .slice(3)

test('renaming a column renames its interval, unless that has a name of its own', () => {
  expect(names({ p_alive: 'p' })).toEqual(['p', 'p_low', 'p_high'])
  expect(names({ p_alive: 'p', p_alive_low: 'least' })).toEqual(['p', 'least', 'p_high'])
})

test('chances of so many orders have intervals that enclose them', () => {
  for (const fitted of [model, fitBgNbd(few, { penalty: 0.01, unit: 'week', bootstrap: 20 })]) {
    const options = { horizon: { periods: 10 }, purchases: { to: 2 } } as const
    const got = listsOf(fitted.predict(few, { ...options, interval: 0.9 }))
    const plain = listsOf(fitted.predict(few, options))
    for (const name of ['p_0', 'p_1', 'p_2']) {
      expect(got[name]).toEqual(plain[name])
      got[name]!.forEach((p, i) => {
        expect(got[`${name}_low`]![i]).toBeLessThan(p)
        expect(got[`${name}_high`]![i]).toBeGreaterThan(p)
      })
    }
  }
})

test('a bootstrap draws whole customers: weights that add up to none are refused by every fit', () => {
  const half = columnsTable({ duration: [1, 2], churned: [1, 0], weight: [0.5, 0.25] })
  expect(() => fitSbg(half, { weights: 'weight', bootstrap: 2 })).toThrow(/weights add up to 0\.75/)
  const buyers = columnsTable({ frequency: [1, 2], recency: [1, 2], T: [3, 3], weight: [0.5, 0.25] })
  expect(() => fitBgNbd(buyers, { weights: 'weight', bootstrap: 2 })).toThrow(/weights add up to 0\.75/)
})

test('where no customer has a weight above 0 the error says so', () => {
  const none = { weight: [0, 0] }
  const history = columnsTable({ frequency: [1, 2], recency: [3, 3], T: [6, 6], ...none })
  expect(() => fitBgNbd(history, { weights: 'weight' })).toThrow(/T and a weight above 0 \('weight'\)/)
  const members = columnsTable({ duration: [1, 2], churned: [1, 0], ...none })
  expect(() => fitSbg(members, { weights: 'weight' })).toThrow(/churned and a weight above 0/)
})

test('who ordered on the last day, or came on it, is a customer for certain (Pareto/NBD)', () => {
  const rows = columnsTable({ frequency: [0, 3, 3], recency: [0, 6, 5.9], T: [0, 6, 6] })
  const parameters = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 }
  const json = fitParetoNbd(rows, { penalty: 0.01 }).toJSON()
  const { p_alive } = listsOf(loadModel({ ...json, parameters }, { kind: 'paretoNbd' }).predict(rows))
  expect(p_alive!.slice(0, 2)).toEqual([1, 1])
  expect(p_alive![2]).toBeLessThan(1)
})

test('predictions of contracts count whom they are of, and models print their numbers with errors', () => {
  const members = columnsTable({ duration: [1, 2, 4, NaN], churned: [1, 0, 1, 0] })
  const model = fitSbg(members, { penalty: 0.01 })
  expect(about(model.predict(members)).counts['sbg.predict']).toEqual({ customers: 3, missing: 1 })
  expect(String(model)).toMatch(
    /^sbg model from 3 customers: log-likelihood -[\d.]+\n {2}alpha [\d.]+ ± [\d.]+\n/,
  )
})
