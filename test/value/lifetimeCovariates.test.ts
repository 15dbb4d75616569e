import { describe, expect, test } from 'vitest'
import {
  type BuyingModel,
  compareLifetime,
  concat,
  fitBdw,
  fitBgBb,
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
  type SimulatedKind,
} from 'clientele'
import { logBeta } from '#src/numeric/gamma'
import { learnableOf } from '#src/value/lifetime/cores'
import { objectiveOf, collapseProfiles } from '#src/value/lifetime/fitCore'
import { coefficientsOf, measureCovariates, readProfiles } from '#src/value/lifetime/profiles'
import { columnsTable, listsOf } from './lifetimeData.js'

/** Every kind with its fit, parameters of a customer of `club` 0, and what `club` does. */
const kinds = [
  ['nbd', fitNbd, { r: 0.8, alpha: 8, 'purchase.club': 0.5 }],
  [
    'bgNbd',
    fitBgNbd,
    { r: 0.8, alpha: 6, a: 0.8, b: 2.5, 'purchase.club': 0.5, 'dropout.a.club': -0.6, 'dropout.b.club': 0.2 },
  ],
  [
    'mbgNbd',
    fitMbgNbd,
    { r: 0.8, alpha: 6, a: 0.8, b: 2.5, 'purchase.club': 0.5, 'dropout.a.club': -0.6, 'dropout.b.club': 0.2 },
  ],
  [
    'paretoNbd',
    fitParetoNbd,
    { r: 0.8, alpha: 8, s: 0.7, beta: 12, 'purchase.club': 0.6, 'dropout.club': -0.5 },
  ],
  [
    'bgBb',
    fitBgBb,
    {
      alpha: 1.2,
      beta: 0.9,
      gamma: 0.7,
      delta: 2.8,
      'purchase.alpha.club': 0.4,
      'purchase.beta.club': -0.3,
      'dropout.gamma.club': 0.3,
      'dropout.delta.club': 0.8,
    },
  ],
  ['gammaGamma', fitGammaGamma, { p: 6, q: 4, v: 15, 'spend.club': 0.4 }],
  ['sbg', fitSbg, { alpha: 0.9, beta: 1.6, 'dropout.club': -0.7 }],
  ['bdw', fitBdw, { gamma: 0.9, delta: 1.8, c: 1.4, 'dropout.club': -0.7 }],
] as const

const known = { from: 26, to: 52 }

/** Customers in the club and others, so many of each. */
function both(kind: SimulatedKind, parameters: { readonly [name: string]: number }, customers = 4000) {
  const group = (club: number) =>
    simulateLifetime({ kind, parameters, profile: { club }, customers, known, seed: 7 + club })
  return concat([group(0), group(1)])
}

const covariatesOf = (parameters: object) => {
  const of = (process: string) =>
    Object.keys(parameters).some((name) => name.startsWith(`${process}.`)) ? { [process]: ['club'] } : {}
  return { ...of('purchase'), ...of('dropout'), ...of('spend') }
}

const fitted = kinds.map(([kind, fit, parameters]) => {
  const table = both(kind, parameters)
  const covariates = covariatesOf(parameters)
  return {
    kind,
    fit,
    parameters,
    table,
    covariates,
    model: (fit as any)(table, { covariates }) as BuyingModel,
  }
})

test.each(fitted)(
  '$kind: coefficients and parameters that made the customers are found again, within four standard errors',
  ({ parameters, model }) => {
    expect(model.fit.converged && model.fit.kkt.second).toBe(true)
    expect(Object.keys(model.parameters)).toEqual(Object.keys(parameters))
    for (const [name, value] of Object.entries(parameters)) {
      const error = model.fit.standardErrors[name]!
      expect(error).toBeGreaterThan(0)
      expect(Math.abs(model.parameters[name]! - value) / error).toBeLessThan(4)
    }
  },
)

test.each(fitted)(
  '$kind: the gradient by coefficients is that of the objective',
  ({ kind, table, covariates }) => {
    const core = learnableOf(kind)
    const measured = measureCovariates(table as any, covariates as any, '')
    const coefficients = coefficientsOf(core, measured)
    const lists = listsOf(table)
    const columns = ['frequency', 'recency', 'T', 'monetary_value', 'duration', 'churned']
      .filter((name) => lists[name])
      .map((name) => Float64Array.from(lists[name]!.slice(0, 300)))
    const some = columnsTable({ club: lists.club!.map((_, i) => (i % 3) - 1).slice(0, 300) })
    const parts = collapseProfiles(columns, readProfiles(some as any, measured, ''), undefined)
    expect(parts.length).toBe(3)
    const { objective } = objectiveOf(core, parts, coefficients, 0.01)
    const phi = Float64Array.from(
      { length: core.names.length + coefficients.length },
      (_, i) => 0.3 - 0.17 * i,
    )
    const g = new Float64Array(phi.length)
    objective(phi, g)
    const scratch = new Float64Array(phi.length)
    g.forEach((slope, i) => {
      const at = (by: number) =>
        objective(
          phi.map((v, j) => (j === i ? v + by : v)),
          scratch,
        )
      const difference = (8 * (at(1e-3) - at(-1e-3)) - (at(2e-3) - at(-2e-3))) / 12e-3
      expect(Math.abs(slope - difference)).toBeLessThan(1e-7 * (1 + Math.abs(slope)))
    })
  },
)

test.each(fitted)('$kind survives JSON with its covariates, and predicts the same', ({ model, table }) => {
  const kept = loadModel(JSON.stringify(model)) as BuyingModel
  expect(JSON.stringify(kept)).toBe(JSON.stringify(model))
  expect(listsOf(kept.predict(table, { interval: 0.9 } as any))).toEqual(
    listsOf(model.predict(table, { interval: 0.9 } as any)),
  )
  const hostile = JSON.parse(JSON.stringify(model))
  hostile.covariates.scaling.push({ center: 0, scale: 1 })
  expect(() => loadModel(hostile)).toThrow(/scaling/)
})

test.each(fitted)(
  '$kind: rows without the covariate are left out and get nulls',
  ({ fit, table, covariates }) => {
    const lists = listsOf(table)
    const gaps = columnsTable({ ...lists, club: lists.club!.map((v, i) => (i % 4000 < 5 ? NaN : v)) })
    const model = (fit as any)(gaps, { covariates })
    const known = lists.frequency && !lists.T ? lists.frequency.length : table.numRows
    expect(model.fit.customers + model.fit.leftOut).toBe(known)
    expect(model.fit.leftOut).toBe(10)
    const [name] = model.kind === 'gammaGamma' ? ['expected_spend'] : ['p_alive']
    const column = listsOf(model.predict(gaps))[name!]!
    expect(column.filter((v) => v === null)).toHaveLength(10)
  },
)

const fittedOf = (kind: string) => fitted.find((entry) => entry.kind === kind)!

describe('what a coefficient means', () => {
  test('spend: exp(coefficient) is the ratio of what one-time buyers are expected to spend', () => {
    const { model } = fittedOf('gammaGamma')
    const { expected_spend: spend } = listsOf(
      model.predict(columnsTable({ frequency: [0, 0], monetary_value: [0, 0], club: [0, 1] })),
    )
    expect(spend![1]! / spend![0]!).toBeCloseTo(Math.exp(model.parameters['spend.club']!), 12)
  })
  test.each(['sbg', 'bdw'])(
    '%s: dropout multiplies the hazard: B(γ, δ + exp(coefficient)·t^c)/B(γ, δ)',
    (kind) => {
      const { model } = fittedOf(kind)
      const [gamma, delta, third] = Object.values(model.parameters) as [number, number, number]
      const c = kind === 'bdw' ? third : 1
      const h = Math.exp(model.parameters['dropout.club']!)
      const stays = (t: number) => Math.exp(logBeta(gamma, delta + h * t ** c) - logBeta(gamma, delta))
      const { p_alive_at_horizon: stay, expected_renewals: renewals } = listsOf(
        model.predict(columnsTable({ duration: [3], club: [1] }), { horizon: { periods: 4 } }),
      )
      expect(stay![0]).toBeCloseTo(stays(7) / stays(3), 12)
      expect(renewals![0]).toBeCloseTo(
        [4, 5, 6, 7].reduce((sum, t) => sum + stays(t) / stays(3), 0),
        12,
      )
    },
  )
  test('of BG/BB they move both parameters of the two processes', () => {
    const { model } = fittedOf('bgBb')
    const rows = { frequency: [2, 2], recency: [4, 4], T: [6, 6] }
    const moved = Object.fromEntries(
      ['alpha', 'beta', 'gamma', 'delta'].map((name, i) => [
        name,
        model.parameters[name]! *
          Math.exp(model.parameters[`${i < 2 ? 'purchase' : 'dropout'}.${name}.club`]!),
      ]),
    )
    const bare = fitBgBb(columnsTable({ frequency: [1, 0, 2], recency: [2, 0, 3], T: [4, 4, 4] }), {
      penalty: 0.1,
    })
    const plain = loadModel({ ...bare.toJSON(), parameters: moved }) as BuyingModel
    const options = { horizon: { periods: 5 }, purchases: { to: 3 } }
    const got = listsOf(model.predict(columnsTable({ ...rows, club: [0, 1] }), options))
    const want = listsOf(plain.predict(columnsTable(rows), options))
    for (const name of ['p_alive', 'expected_purchases', 'p_0', 'p_3'])
      expect(got[name]![1]).toBeCloseTo(want[name]![1]!, 12)
    expect(got.p_alive![0]).not.toBeCloseTo(got.p_alive![1]!, 2)
  })
})

test('contracts and spend with covariates enter value and totals', () => {
  const { model: retention, table } = fittedOf('bdw')
  const members = columnsTable(listsOf(table))
  const options = {
    retention: retention as any,
    horizon: { periods: 6 },
    discountRate: 0,
    spending: 10,
  } as const
  const { clv, churned, club } = listsOf(lifetimeValue(members, options))
  const { expected_renewals: renewals } = listsOf(retention.predict(members, { horizon: { periods: 6 } }))
  clv!.forEach((v, i) => expect(v).toBeCloseTo(churned![i] === 1 ? 0 : 10 * renewals![i]!, 10))
  const totals = listsOf(lifetimeTotal(members, { ...options, by: 'club' }))
  expect(totals.clv![1]).toBeCloseTo(
    clv!.reduce((sum, v, i) => sum + (club![i] === 1 ? v : 0), 0),
    7,
  )
  expect(totals.clv_low![1]).toBeLessThan(totals.clv![1]!)
})

test('a bootstrap draws customers of all profiles', () => {
  const { table } = fittedOf('sbg')
  const { draws, parameters } = fitSbg(table, { covariates: { dropout: ['club'] }, bootstrap: 40 })
  expect(draws![0]).toHaveLength(3)
  // The coefficient times the standard deviation of a club of half the customers.
  const mean = draws!.reduce((sum, draw) => sum + draw[2]! / draws!.length, 0)
  expect(mean / 0.5).toBeCloseTo(parameters['dropout.club']!, 1)
})

test('models without the covariate are special cases, sBG also of BdW', () => {
  const { table, model } = fittedOf('sbg')
  const larger = fitBdw(table, { covariates: { dropout: ['club'] } })
  const models = { plain: fitSbg(table), club: model, aging: larger, agingPlain: fitBdw(table) }
  const { tests, best } = compareLifetime(table, { models } as any)
  expect(tests.map(({ smaller, larger, freedom }) => `${smaller}<${larger} ${freedom}`).sort()).toEqual([
    'agingPlain<aging 1',
    'club<aging 1',
    'plain<aging 2',
    'plain<agingPlain 1',
    'plain<club 1',
  ])
  expect(best).toMatch(/club|aging$/)
  expect(tests.find(({ larger }) => larger === 'club')!.p).toBeLessThan(1e-9)
})

describe('simulateLifetime', () => {
  const base = { kind: 'sbg', parameters: { alpha: 1, beta: 2, 'dropout.plan': 0.5 } } as const
  test('without a profile coefficients do nothing; with 0 they make the same customers and a column', () => {
    const plain = listsOf(simulateLifetime({ kind: 'sbg', parameters: { alpha: 1, beta: 2 } }))
    expect(listsOf(simulateLifetime(base))).toEqual(plain)
    const { plan, ...rest } = listsOf(simulateLifetime({ ...base, profile: { plan: 0 } }))
    expect(rest).toEqual(plain)
    expect(plan).toEqual(plain.duration!.map(() => 0))
  })
  test.each([
    [{ parameters: { alpha: 1, beta: 2, gamma: 3 } }, /no parameter 'gamma'/],
    [{ parameters: { alpha: 1, beta: -2 } }, /parameters.beta/],
    [{ ...base, profile: { other: 1 } }, /no coefficient/],
    [{ ...base, profile: { plan: NaN } }, /profile.plan/],
    [{ ...base, profile: { plan: 1e5 } }, /the coefficients make h Infinity/],
    [{ parameters: { alpha: 1, beta: 2, 'dropout.duration': 1 }, profile: { duration: 1 } }, /of its own/],
  ])('refuses %j', (options, sentence) => {
    expect(() => simulateLifetime({ kind: 'sbg', ...options } as any)).toThrow(sentence)
  })
})

test.each([
  [
    () => fitSbg(columnsTable({ duration: [1], churned: [1] }), { covariates: { purchase: ['x'] } } as any),
    /'purchase'/,
  ],
  [
    () => fitBgBb(columnsTable({ frequency: [1] }), { covariates: { dropout: 'x' } } as any),
    /list of columns/,
  ],
  [() => fitNbd(columnsTable({ frequency: [1] }), { covariates: { purchase: ['x', 'x'] } }), /twice/],
])('covariates that mean nothing are refused', (call, sentence) => {
  expect(call).toThrow(sentence)
})

test('a covariate that is the same for everybody is named', () => {
  const table = columnsTable({ ...listsOf(fittedOf('sbg').table), one: Array(8000).fill(3) })
  const { fit } = fitSbg(table, { covariates: { dropout: ['one'] } })
  expect(fit.warnings[0]).toMatch(/Everybody has the same one: it explains nothing/)
  expect(fit.standardErrors['dropout.one']).toBeNull()
  expect(fitSbg(table, { covariates: { dropout: ['club'] } }).fit.warnings).toEqual([])
})
