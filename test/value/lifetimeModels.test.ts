import { describe, expect, test } from 'vitest'
import {
  type BuyingModel,
  ClienteleError,
  compareLifetime,
  fitBdw,
  fitBgBb,
  fitBgCnbd,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitNbd,
  fitParetoNbd,
  fitSbg,
  lifetimeTotal,
  lifetimeValue,
  loadModel,
  simulateLifetime,
  summarize,
} from 'clientele'
import { float64, makeTable } from '#src/table/build'
import { takeRows } from '#src/table/take'
import { cdnowOrders, cdnowRoles } from './cdnow.js'
import { cdnowCalibration, columnsTable, listsOf } from './lifetimeData.js'

const cdnow = cdnowCalibration()
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

describe('each model recovers the parameters that generated its customers, within four standard errors', () => {
  test.each([
    ['nbd', fitNbd, { r: 0.8, alpha: 8 }],
    ['bgNbd', fitBgNbd, { r: 0.6, alpha: 6, a: 0.8, b: 2.5 }],
    ['mbgNbd', fitMbgNbd, { r: 0.6, alpha: 6, a: 0.8, b: 2.5 }],
    ['bgCnbd', fitBgCnbd, { r: 0.9, alpha: 3, a: 0.8, b: 2.5 }],
    ['paretoNbd', fitParetoNbd, { r: 0.6, alpha: 8, s: 0.6, beta: 12 }],
    ['bgBb', fitBgBb, { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 }],
    ['gammaGamma', fitGammaGamma, { p: 6, q: 4, v: 15 }],
    ['sbg', fitSbg, { alpha: 0.7, beta: 1.2 }],
    ['bdw', fitBdw, { gamma: 0.7, delta: 1.7, c: 1.5 }],
  ] as const)('%s', (kind, fit, parameters) => {
    const k = kind === 'bgCnbd' ? 3 : 1
    const model = fit(simulateLifetime({ kind, parameters, k, customers: 6000, seed: 5 })) as BuyingModel
    if (kind === 'bgCnbd') expect(model.k).toBe(3)
    expect(model.fit.converged).toBe(true)
    for (const [name, value] of Object.entries(parameters)) {
      const error = model.fit.standardErrors[name]!
      expect(error).toBeLessThan(value)
      expect(Math.abs(model.parameters[name]! - value) / error).toBeLessThan(4)
    }
  })
})

test.each([
  ['bgNbd', 1],
  ['mbgNbd', 1],
  ['bgCnbd', 3],
  ['paretoNbd', 1],
] as const)('expected orders and their chances are those of simulated customers (%s, k = %d)', (kind, k) => {
  const parameters =
    kind === 'paretoNbd' ? { r: 0.6, alpha: 4, s: 0.6, beta: 12 } : { r: 0.9, alpha: 4, a: 0.8, b: 2.5 }
  const options = { kind, parameters, k, customers: 40_000, known: { from: 30, to: 30 }, seed: 3 }
  const { frequency } = listsOf(simulateLifetime(options))
  const fit = { bgNbd: fitBgNbd, mbgNbd: fitMbgNbd, bgCnbd: fitBgCnbd, paretoNbd: fitParetoNbd }[kind]
  const small = simulateLifetime({ ...options, customers: 200, known: { from: 20, to: 40 } })
  const model = JSON.parse(JSON.stringify(kind === 'bgCnbd' ? fitBgCnbd(small, { k }) : fit(small)))
  const truth = loadModel({ ...model, parameters }) as BuyingModel
  const fresh = makeTable({
    frequency: float64(Float64Array.of(0)),
    recency: float64(Float64Array.of(0)),
    T: float64(Float64Array.of(0)),
  })
  const predicted = listsOf(
    truth.predict(fresh, { horizon: { weeks: 30 }, unit: 'week', purchases: { to: 3 } }),
  )
  const spread = Math.sqrt(sum(frequency!.map((x) => x * x)) / 40_000)
  expect(Math.abs(sum(frequency!) / 40_000 - predicted.expected_purchases![0]!)).toBeLessThan(
    (4 * spread) / 200,
  )
  for (let n = 0; n <= 3; n++) {
    const share = frequency!.filter((x) => x === n).length / 40_000
    expect(Math.abs(share - predicted[`p_${n}`]![0]!)).toBeLessThan(0.01)
  }
})

describe('covariates', () => {
  const one = simulateLifetime({
    kind: 'paretoNbd',
    parameters: { r: 0.8, alpha: 8, s: 0.7, beta: 12 },
    customers: 3000,
    seed: 1,
  })
  // exp(0.7) = 2.01 times the rate of buying, exp(−0.5) of leaving.
  const other = simulateLifetime({
    kind: 'paretoNbd',
    parameters: { r: 0.8, alpha: 8 * Math.exp(-0.7), s: 0.7, beta: 12 * Math.exp(0.5) },
    customers: 3000,
    seed: 2,
  })
  const [a, b] = [listsOf(one), listsOf(other)]
  const both = columnsTable({
    frequency: [...a.frequency!, ...b.frequency!],
    recency: [...a.recency!, ...b.recency!],
    T: [...a.T!, ...b.T!],
    club: [...a.T!.map(() => 0), ...b.T!.map(() => 1)],
  })
  const covariates = { purchase: ['club'], dropout: ['club'] }
  const model = fitParetoNbd(both, { covariates })
  test('their coefficients are found again', () => {
    const z = (name: string, truth: number) =>
      (model.parameters[name]! - truth) / model.fit.standardErrors[name]!
    expect(Math.abs(z('purchase.club', 0.7))).toBeLessThan(4)
    expect(Math.abs(z('dropout.club', -0.5))).toBeLessThan(4)
    expect(model.fit.converged).toBe(true)
  })
  test('a model without them lies within, and is refuted', () => {
    const { tests } = compareLifetime(both, { models: { plain: fitParetoNbd(both), club: model } })
    expect(tests[0]).toMatchObject({ smaller: 'plain', larger: 'club', freedom: 2, boundary: false })
    expect(tests[0]!.p).toBeLessThan(1e-10)
  })
  test('BG/NBD has a coefficient each for a and b (Fader & Hardie 2007)', () => {
    expect(Object.keys(fitBgNbd(both, { covariates }).parameters)).toEqual([
      'r',
      'alpha',
      'a',
      'b',
      'purchase.club',
      'dropout.a.club',
      'dropout.b.club',
    ])
  })
  test('predictions differ by them, and survive JSON', () => {
    const rows = columnsTable({ frequency: [1, 1], recency: [5, 5], T: [30, 30], club: [0, 1] })
    const options = { horizon: { periods: 10 }, interval: 0.9 }
    const got = listsOf(model.predict(rows, options))
    expect(got.p_alive![0]).not.toBeCloseTo(got.p_alive![1]!, 2)
    expect(listsOf(loadModel(JSON.stringify(model), { kind: 'paretoNbd' }).predict(rows, options))).toEqual(
      got,
    )
  })
})

describe('intervals', () => {
  test('of the delta method are close to those of a bootstrap', () => {
    const plain = fitBgNbd(cdnow, { unit: 'week' })
    const drawn = fitBgNbd(cdnow, { unit: 'week', bootstrap: 150, seed: 4 })
    const options = { horizon: { weeks: 39 }, unit: 'week', interval: 0.9 } as const
    const [delta, sampled] = [plain, drawn].map((m) =>
      listsOf(m.predict(takeRows(cdnow, Int32Array.of(0, 2)), options)),
    )
    for (const name of ['expected_purchases_low', 'expected_purchases_high']) {
      delta![name]!.forEach((v, i) => expect(sampled![name]![i]! / v).toBeCloseTo(1, 1))
    }
    expect(drawn.draws).toEqual(fitBgNbd(cdnow, { bootstrap: 150, seed: 4 }).draws)
  })
  test('there is none where the model is certain', () => {
    const got = listsOf(fitBgNbd(cdnow).predict(takeRows(cdnow, Int32Array.of(2)), { interval: 0.9 }))
    expect([got.p_alive, got.p_alive_low, got.p_alive_high]).toEqual([[1], [1], [1]])
  })
})

describe('value', () => {
  const customers = summarize(cdnowOrders(), { ...cdnowRoles, unit: 'week', asOf: '1997-09-30' })
  const buying = fitParetoNbd(customers)
  const spending = fitGammaGamma(customers)
  test('without discount and margin it is expected orders times expected spend', () => {
    const horizon = { weeks: 39 }
    const { clv } = listsOf(
      lifetimeValue(customers, { buying, spending, horizon, discountRate: 0, margin: 0.5 }),
    )
    const { expected_purchases: n } = listsOf(buying.predict(customers, { horizon }))
    const { expected_spend: s } = listsOf(spending.predict(customers))
    clv!.forEach((v, i) => expect(v).toBeCloseTo(0.5 * n![i]! * s![i]!, 9))
  })
  const total = (horizon: any) =>
    sum(listsOf(lifetimeValue(customers, { buying, spending: 10, horizon, discountRate: 0.3 })).clv!)
  test('a long horizon approaches the value for ever, continuous discount apart', () => {
    const [ever, long] = [total(Infinity), total({ weeks: 2000 })]
    // Orders of a week are discounted as if they came at its end: half a week more on average.
    expect(long / ever).toBeCloseTo(1.3 ** (-0.5 / 52.18), 4)
  })
  test('totals add up, and their interval is wider than that of independent customers', () => {
    const options = { buying, spending, horizon: { months: 12 } } as const
    const valued = listsOf(lifetimeValue(customers, { ...options, interval: 0.95 }))
    const [all] = [listsOf(lifetimeTotal(customers, options))]
    expect(all!.clv![0]).toBeCloseTo(sum(valued.clv!), 6)
    const halves = valued.clv!.map((v, i) => (v - valued.clv_low![i]!) ** 2)
    expect(all!.clv![0]! - all!.clv_low![0]!).toBeGreaterThan(2 * Math.sqrt(sum(halves)))
    const groups = listsOf(lifetimeTotal(customers, { ...options, by: 'frequency' }))
    expect(sum(groups.clv!)).toBeCloseTo(all!.clv![0]!, 6)
    expect(sum(groups.customers!)).toBe(2357)
  })
  test('by contracts it is the discounted renewals of those who are there', () => {
    const members = simulateLifetime({
      kind: 'sbg',
      parameters: { alpha: 0.7, beta: 1.2 },
      known: { from: 7, to: 7 },
    })
    const retention = fitSbg(members)
    const options = { retention, spending: 100, horizon: { periods: 5 }, discountRate: 0 } as const
    const { clv, churned } = listsOf(lifetimeValue(members, options))
    const { expected_renewals } = listsOf(retention.predict(members, { horizon: { periods: 5 } }))
    clv!.forEach((v, i) => expect(v).toBeCloseTo(churned![i] === 1 ? 0 : 100 * expected_renewals![i]!, 9))
  })
})

describe('units', () => {
  const weekly = fitBgNbd(cdnow, { unit: 'week' })
  const of = (horizon: any) =>
    listsOf(weekly.predict(cdnow, { horizon, unit: 'week' })).expected_purchases![0]!
  test('weeks, days and years of one length expect the same', () => {
    expect(of({ days: 273 })).toBeCloseTo(of({ weeks: 39 }), 10)
    expect(of({ periods: 39 })).toBe(of({ weeks: 39 }))
    expect(of({ years: 1 })).toBeCloseTo(of({ days: 365.2425 }), 10)
  })
  test('no unit, no answer in weeks', () => {
    expect(() => fitBgNbd(cdnow).predict(cdnow, { horizon: { weeks: 39 } })).toThrow(
      expect.objectContaining({ code: 'unit-missing' }),
    )
  })
  test('a table in days is refused by a model in weeks', () => {
    const daily = summarize(cdnowOrders(), { ...cdnowRoles, unit: 'day', asOf: '1997-09-30' })
    expect(() => weekly.predict(daily, { horizon: { weeks: 39 } })).toThrow(
      expect.objectContaining({ code: 'contradiction' }),
    )
  })
})

describe('what cannot be is refused by name', () => {
  const good = { frequency: [0, 2], recency: [0, 8], T: [10, 10] }
  test.each([
    ['recency', { ...good, recency: [0, 11] }],
    ['recency', { ...good, recency: [3, 8] }],
    ['recency', { ...good, recency: [0, 0] }],
    ['frequency', { ...good, frequency: [0, 2.5] }],
    ['frequency', { ...good, frequency: [0, -2] }],
    ['T', { ...good, T: [10, Infinity] }],
  ])('%s %j', (column, columns) => {
    for (const fit of [fitBgNbd, fitParetoNbd, fitNbd]) {
      expect(() => fit(columnsTable(columns))).toThrow(ClienteleError)
      expect(() => fit(columnsTable(columns))).toThrow(`'${column}'`)
    }
  })
  test('a negative mean of a repeat buyer', () => {
    expect(() => fitGammaGamma(columnsTable({ frequency: [2], monetary_value: [-3] }))).toThrow(
      /'monetary_value' holds -3 in row 1/,
    )
  })
  test('no rows', () => {
    expect(() => fitBgNbd(columnsTable({ frequency: [], recency: [], T: [] }))).toThrow(
      expect.objectContaining({ code: 'rows-too-few' }),
    )
  })
})

test('rows with a missing value are left out, counted, and get nulls', () => {
  const model = fitBgNbd(
    columnsTable({ frequency: [0, NaN, 2, 1], recency: [0, 0, 8, 3], T: [10, 10, 10, 9] }),
    { penalty: 0.01 },
  )
  expect(model.fit.leftOut).toBe(1)
  expect(model.fit.customers).toBe(3)
  const got = listsOf(model.predict(columnsTable({ frequency: [0, NaN], recency: [0, 0], T: [10, 10] })))
  expect(got.p_alive).toEqual([1, null])
})

test('customers who all ordered once do not identify a model, and it says so', () => {
  for (const fit of [fitBgNbd, fitMbgNbd, fitParetoNbd, fitNbd]) {
    const model = fit(columnsTable({ frequency: [0, 0, 0], recency: [0, 0, 0], T: [10, 20, 30] }))
    expect(model.fit.warnings.join(' ')).toMatch(/Nobody has ordered twice/)
    const got = listsOf(
      model.predict(columnsTable({ frequency: [0], recency: [0], T: [10] }), { horizon: { periods: 5 } }),
    )
    expect(Number.isFinite(got.p_alive![0])).toBe(true)
    expect(Number.isFinite(got.expected_purchases![0])).toBe(true)
    expect(JSON.stringify(loadModel(JSON.stringify(model)))).toBe(JSON.stringify(model))
  }
})

test('q at most 1 leaves one-time buyers without an expected spend, never with a negative one', () => {
  const model = fitGammaGamma(
    simulateLifetime({ kind: 'gammaGamma', parameters: { p: 3, q: 0.6, v: 5 }, customers: 2000 }),
  )
  expect(model.parameters.q).toBeLessThan(1)
  expect(model.fit.warnings.join(' ')).toMatch(/q is at most 1/)
  const { expected_spend } = listsOf(
    model.predict(columnsTable({ frequency: [0, 4], monetary_value: [0, 20] })),
  )
  expect(expected_spend![0]).toBeNull()
  expect(expected_spend![1]).toBeGreaterThan(0)
})

test.each([
  fitSbg(simulateLifetime({ kind: 'sbg', parameters: { alpha: 0.7, beta: 1.2 } })),
  fitBdw(simulateLifetime({ kind: 'bdw', parameters: { gamma: 0.7, delta: 1.2, c: 1.2 } })),
  fitGammaGamma(cdnow, { bootstrap: 3 }),
  fitBgCnbd(cdnow, { k: 2, modified: true }),
])('$kind survives JSON', (model) => {
  expect(JSON.stringify(loadModel(JSON.stringify(model)))).toBe(JSON.stringify(model))
  expect(() => loadModel({ ...model.toJSON(), version: 2 } as object)).toThrow(/version/)
})
