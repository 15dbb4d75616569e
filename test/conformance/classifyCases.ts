import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import { Bool, Float64, Table as ArrowTable, Utf8, vectorFromArray } from 'apache-arrow'
import type { Case } from './cases.js'

/** Customers with a prediction and what came; some probabilities are tied. */
export function scored(): Table {
  const rows = Array.from({ length: 29 }, (_, i) => ({
    churned: (i * 7) % 10 < 4 + (i % 3),
    probability: ((i * 11) % 16) / 16,
    city: ['Ulm', 'Bonn', 'Kiel'][(i * 5) % 3]!,
    tenure: (i * 13) % 29,
    weight: 1 + (i % 3),
  }))
  const column = (name: keyof (typeof rows)[number], type: any) =>
    vectorFromArray(
      rows.map((row) => row[name]),
      type,
    )
  return new ArrowTable({
    churned: column('churned', new Bool()),
    probability: column('probability', new Float64()),
    city: column('city', new Utf8()),
    tenure: column('tenure', new Float64()),
    weight: column('weight', new Float64()),
  })
}

const odd = { notAnOption: 1 } as any
const reads = { churned: 'key', probability: 'number', weight: 'number' } as const
const options = { target: 'churned', weights: 'weight' } as const

const evaluation = (name: string, call: (table: any, options: any) => unknown): Case => ({
  name,
  table: scored,
  call: (t) => call(t, options),
  reads,
  order: 'free',
  strange: () => call(scored(), { ...options, ...odd }),
})

/** A model without learning: how frequent the outcome is in each city. */
export function cityRates(train: any) {
  const rates = new Map<string, number[]>()
  for (const { city, churned } of lib.toRows(train) as any[]) {
    rates.set(city, [...(rates.get(city) ?? []), Number(churned)])
  }
  const rate = (city: string) => {
    const all = rates.get(city) ?? [0]
    return all.reduce((sum, v) => sum + v, 0) / all.length
  }
  return {
    predict: (table: any, more: any) =>
      lib.derive(table, { probability: (row: any) => rate(row.city) }, more) as Table,
  }
}

export const customers = () => scored().select(['churned', 'city', 'tenure', 'weight'])
export const logistic = () =>
  lib.fitLogistic(scored(), { target: 'churned', features: ['city', 'tenure'], l2: 1 })
export const tuning = {
  target: 'churned',
  weights: 'weight',
  folds: 2,
  trials: 3,
  metric: 'logLoss',
  space: { l2: { from: 0.1, to: 10, log: true } },
  fit: (train: any, { l2 }: any) =>
    lib.fitLogistic(train, { target: 'churned', features: ['city', 'tenure'], l2 }),
} as const

/** Calibrates a model of the same rows: only the way is looked at. */
function calibrated(table: any, more = {}) {
  return lib.calibrate(table, { model: logistic(), weights: 'weight', method: 'isotonic', ...more })
}

const validation = { target: 'churned', weights: 'weight', folds: 3, fit: cityRates } as const

/** Learners whose features are `tenure` and `city`. */
const learner = (name: string, fit: (table: any, options: any) => any, more: object = {}): Case => {
  const own = { target: 'churned', features: ['tenure', 'city'], weights: 'weight', ...more }
  return {
    name,
    table: customers,
    call: (t) => {
      const model = fit(t, own)
      return [model, model.predict(t)]
    },
    reads: { churned: 'key', tenure: 'key', city: 'key', weight: 'number' },
    order: 'matters',
    strange: () => fit(customers(), { ...own, ...odd }),
    model: (t) => fit(t, own),
  }
}

const boosted = () =>
  lib.fitBoost(customers(), { target: 'churned', features: ['tenure', 'city'], trees: 5, minLeafRows: 3 })

export const classifyCases: Case[] = [
  learner('fitBoost', lib.fitBoost, { trees: 5, minLeafRows: 3 }),
  evaluation('evaluate', (t, o) => lib.evaluate(t, { ...o, bootstrap: 10 })),
  evaluation('liftTable', (t, o) => lib.liftTable(t, { ...o, bins: 4 })),
  evaluation('rocCurve', lib.rocCurve),
  evaluation('calibrationCurve', (t, o) => lib.calibrationCurve(t, { ...o, bins: 3, method: 'quantile' })),
  evaluation('profitCurve', (t, o) => lib.profitCurve(t, { ...o, gain: 3, cost: 1 })),
  {
    name: 'splitTable',
    table: scored,
    call: (t) => lib.splitTable(t, { stratify: 'churned', group: 'city' }),
    reads: { churned: 'key', city: 'key' },
    order: 'matters',
    strange: () => lib.splitTable(scored(), odd),
  },
  {
    name: 'crossValidate',
    table: scored,
    call: (t) => lib.crossValidate(t, validation),
    reads: { churned: 'key', weight: 'number' },
    order: 'matters',
    strange: () => lib.crossValidate(scored(), { ...validation, ...odd }),
  },
  {
    name: 'calibrate',
    table: customers,
    call: (t) => calibrated(t),
    reads: { churned: 'key', city: 'key', weight: 'number' },
    order: 'matters',
    strange: () => calibrated(scored(), odd),
    model: (t) => calibrated(t),
  },
  {
    name: 'compareModels',
    table: () => lib.derive(scored(), { other: (row: any) => (row.tenure ?? 0) / 30 }) as Table,
    call: (t) => lib.compareModels(t, { target: 'churned', models: { a: 'probability', b: 'other' } }),
    reads: { churned: 'key', probability: 'number', other: 'number' },
    order: 'free',
    strange: () => lib.compareModels(scored(), odd),
  },
  {
    name: 'tune',
    table: customers,
    call: (t) => lib.tune(t, tuning),
    reads: { churned: 'key', city: 'key', tenure: 'key', weight: 'number' },
    order: 'matters',
    strange: () => lib.tune(customers(), { ...tuning, ...odd }),
  },
  {
    name: 'importance',
    table: customers,
    call: (t) => lib.importance(t, { model: logistic(), weights: 'weight', metric: 'logLoss' }),
    reads: { churned: 'key', city: 'key', tenure: 'number', weight: 'number' },
    order: 'matters',
    strange: () => lib.importance(customers(), { model: logistic(), ...odd }),
  },
  {
    name: 'partialDependence',
    table: customers,
    call: (t) => lib.partialDependence(t, { model: logistic(), features: ['city', 'tenure'], points: 3 }),
    reads: { city: 'key', tenure: 'number' },
    order: 'free',
    strange: () => lib.partialDependence(customers(), { model: logistic(), features: ['city'], ...odd }),
  },
  {
    name: 'shapValues',
    table: customers,
    call: (t) => lib.shapValues(t, { model: boosted() }),
    reads: { city: 'key', tenure: 'number' },
    order: 'free',
    strange: () => lib.shapValues(customers(), { model: boosted(), ...odd }),
  },
]
