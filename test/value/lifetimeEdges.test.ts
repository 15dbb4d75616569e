import { describe, expect, test } from 'vitest'
import {
  cleanOrders,
  fitBdw,
  fitBgBb,
  fitBgCnbd,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitNbd,
  fitParetoNbd,
  loadModel,
  simulateLifetime,
  summarize,
} from 'clientele'
import { readTable } from 'clientele/io'
import { sharedFile } from '../shared.js'
import { cdnowCalibration, columnsTable, listsOf } from './lifetimeData.js'

const cdnow = cdnowCalibration()

/** Expectations and their intervals, which are finite and enclose them. */
function expectIntervals(model: any, customers: any): void {
  const got = listsOf(model.predict(customers, { horizon: { weeks: 26 }, interval: 0.9 }))
  for (const name of ['p_alive', 'expected_purchases']) {
    got[name]!.forEach((v, i) => {
      expect(got[`${name}_low`]![i]! <= v + 1e-12 && v <= got[`${name}_high`]![i]! + 1e-12).toBe(true)
    })
  }
}

describe('customers of whom nobody leaves', () => {
  const customers = simulateLifetime({
    kind: 'nbd',
    parameters: { r: 0.8, alpha: 10 },
    customers: 1500,
    seed: 3,
  })
  const nbd = fitNbd(customers)
  const { expected_purchases: plain } = listsOf(nbd.predict(customers, { horizon: { weeks: 26 } }))
  test.each([
    ['bgNbd', fitBgNbd],
    ['mbgNbd', fitMbgNbd],
    ['paretoNbd', fitParetoNbd],
  ] as const)('%s says that fitNbd describes them as well, and has intervals', (_, fit) => {
    const model = fit(customers)
    expect(model.fit.logLikelihood - nbd.fit.logLikelihood).toBeLessThan(2)
    expect(model.fit.warnings).toEqual([expect.stringMatching(/Nobody seems to drop out: fitNbd/)])
    expect(model.fit.converged && model.fit.kkt.first && model.fit.kkt.second).toBe(true)
    // Both as sure of the rate of ordering as NBD itself.
    for (const name of ['r', 'alpha'])
      expect(model.fit.standardErrors[name]! / nbd.fit.standardErrors[name]!).toBeCloseTo(1, 1)
    expectIntervals(model, customers)
    const { expected_purchases } = listsOf(model.predict(customers, { horizon: { weeks: 26 } }))
    expected_purchases!.forEach((v, i) => expect(Math.abs(v / plain![i]! - 1)).toBeLessThan(0.05))
    expect(JSON.stringify(loadModel(JSON.stringify(model)))).toBe(JSON.stringify(model))
  })
})

const retail = sharedFile('online_retail/online_retail.parquet')
test.skipIf(!retail)('Online Retail by week: intervals everywhere, and NBD does as well', async () => {
  const roles = { customer: 'CustomerID', time: 'InvoiceDate', order: 'InvoiceNo' }
  const { orders } = cleanOrders(await readTable(retail!), {
    ...roles,
    quantity: 'Quantity',
    price: 'UnitPrice',
  })
  const customers = summarize(orders, { unit: 'week' })
  for (const fit of [fitBgNbd, fitMbgNbd, fitParetoNbd]) {
    const model = fit(customers)
    expect(model.fit.converged).toBe(true)
    expect(model.fit.warnings.join(' ')).toMatch(/Nobody seems to drop out/)
    expectIntervals(model, customers)
  }
})

test('a condition that is infinite is null, so that JSON keeps it', () => {
  const { fit } = fitNbd(columnsTable({ frequency: [0, 0], recency: [0, 0], T: [10, 20] }))
  expect(fit.conditionNumber).toBeNull()
})

describe('covariates far from 0', () => {
  const one = listsOf(
    simulateLifetime({ kind: 'bgNbd', parameters: { r: 0.8, alpha: 8, a: 0.8, b: 2.5 }, customers: 2000 }),
  )
  const born = one.T!.map((_, i) => 1990 + (i % 41))
  const table = (year: readonly number[]) =>
    columnsTable({ frequency: one.frequency!, recency: one.recency!, T: one.T!, year })
  const fit = (year: readonly number[]) => fitBgNbd(table(year), { covariates: { purchase: ['year'] } })
  test('a year has the coefficient of the same year counted from the mean, and is identified', () => {
    const far = fit(born)
    const near = fit(born.map((year) => year - 2010))
    expect(far.fit.converged).toBe(true)
    expect(far.fit.warnings.join(' ')).toMatch(/a customer with year 2,?0\d\d\.\d+, the mean/)
    expect(far.parameters['purchase.year']).toBeCloseTo(near.parameters['purchase.year']!, 7)
    expect(far.fit.standardErrors['purchase.year']! / near.fit.standardErrors['purchase.year']!).toBeCloseTo(
      1,
      4,
    )
    expect(far.fit.logLikelihood).toBeCloseTo(near.fit.logLikelihood, 6)
    const options = { horizon: { periods: 10 }, interval: 0.9 }
    const a = listsOf(far.predict(table(born), options))
    const b = listsOf(near.predict(table(born.map((year) => year - 2010)), options))
    for (const name of ['expected_purchases', 'expected_purchases_low', 'expected_purchases_high'])
      a[name]!.forEach((v, i) => expect(v / b[name]![i]!).toBeCloseTo(1, 5))
    expect(loadModel(JSON.stringify(far)).toJSON()).toEqual(far.toJSON())
  })
  test('in thousands it is a thousand times the coefficient', () => {
    const [small, large] = [fit(born.map((y) => y - 2000)), fit(born.map((y) => (y - 2000) * 1e9))]
    expect(large.parameters['purchase.year']! / (small.parameters['purchase.year']! / 1e9)).toBeCloseTo(1, 6)
    expect(large.parameters.alpha).toBeCloseTo(small.parameters.alpha!, 5)
  })
})

const models = [
  fitBgNbd(cdnow, { bootstrap: 2, unit: 'week' }),
  fitGammaGamma(cdnow, { bootstrap: 2 }),
  fitBdw(simulateLifetime({ kind: 'bdw', parameters: { gamma: 0.7, delta: 1.2, c: 1.2 } }), { bootstrap: 2 }),
]

test.each(models)('$kind is frozen through and through', (model) => {
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    expect(Object.isFrozen(value)).toBe(true)
    Object.values(value).forEach(walk)
  }
  walk(model)
  walk(loadModel(JSON.stringify(model)))
})

const hostile = (model: any, change: (json: any) => void): string => {
  const json = JSON.parse(JSON.stringify(model))
  change(json)
  return JSON.stringify(json)
}

describe('JSON that no fit wrote is refused', () => {
  test.each(models)('$kind: numbers out of bounds, no covariance', (model) => {
    const size = model.draws![0]!.length
    const name = Object.keys(model.parameters)[0]!
    const changes: ((json: any) => void)[] = [
      (json) => (json.parameters[name] = 1e300),
      (json) => (json.parameters[name] = 1e-300),
      (json) => (json.draws[0][0] = 1e308),
      (json) => (json.logCovariance = Array.from({ length: size }, () => Array(size).fill(-1))),
      (json) => (json.logCovariance[0][1] += 1),
      (json) => (json.logCovariance[0][0] = -1),
    ]
    for (const change of changes) {
      expect(() => loadModel(hostile(model, change))).toThrow(
        expect.objectContaining({ code: 'model-invalid' }),
      )
    }
    loadModel(hostile(model, () => {}))
  })
  test('k and modified are those of the kind', () => {
    expect(() => loadModel(hostile(models[0], (json) => (json.k = 3)))).toThrow(/k must be/)
    expect(() => loadModel(hostile(models[0], (json) => (json.modified = true)))).toThrow(/modified must be/)
    const regular = fitBgCnbd(cdnow, { k: 3, modified: true })
    expect(loadModel(JSON.stringify(regular), { kind: 'bgCnbd' }).k).toBe(3)
  })
})

test('customers who all came today are refused: nobody had time to order again', () => {
  const today = columnsTable({ frequency: [0, 0], recency: [0, 0], T: [0, 0] })
  for (const fit of [fitNbd, fitBgNbd, fitBgCnbd, fitParetoNbd])
    expect(() => fit(today)).toThrow(/'T' is 0 in every row, so nobody has had time/)
  expect(() => fitBgBb(today)).toThrow(/nobody has had an opportunity/)
})

test('a repeat buyer who is left out, or stands for nobody, does not hide that nobody has ordered twice', () => {
  const rows = { frequency: [0, 0, 4, 4], recency: [0, 0, 20, 20], T: [30, 20, NaN, 30], w: [1, 1, 1, 0] }
  for (const fit of [fitNbd, fitBgNbd, fitParetoNbd])
    expect(fit(columnsTable(rows), { weights: 'w' }).fit.warnings[0]).toMatch(/^Nobody has ordered twice/)
})
