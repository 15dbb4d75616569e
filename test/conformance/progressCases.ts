import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as lib from 'clientele'
import { readBatches, readTable, writeTable } from 'clientele/io'
import { explainOutcome } from 'clientele/report'
import { orderLines, orderRoles } from './base.js'
import { contracts, fitChurn, manyContracts } from './churnCases.js'
import { leaving } from './reportCases.js'
import { cityRates, customers as tenants, logistic, scored, tuning } from './classifyCases.js'

/** Where files go; whoever runs the calls takes it away. */
export const folder: string = mkdtempSync(join(tmpdir(), 'clientele-progress-'))

export const orders = orderLines()
export const customers = lib.summarize(orders, { ...orderRoles, order: 'order' })
const split = lib.summarize(orders, { ...orderRoles, calibrationEnd: '2025-02-15' })
const donors = lib.fromRows([0, 2, 3, 6, 1, 4].map((x) => ({ frequency: x, recency: x, T: 6 })))
const members = lib.fromRows([1, 2, 2, 3, 4, 4].map((duration, i) => ({ duration, churned: i < 4 })))
const grouping = { features: ['orders', 'revenue', 'days_since_last'], k: 2, missing: 'omit' } as const
const learning = { penalty: 0.01, bootstrap: 3 } as const
const buying = lib.fitBgNbd(customers, { penalty: 0.01 })
const value = { buying, spending: 20, horizon: { months: 3 }, unit: 'day', discountRate: 0.1 } as const
const surviving = { duration: 'months', event: 'ended', features: ['plan', 'fee'] } as const
export const csv: Uint8Array = new TextEncoder().encode('customer,amount\na,1\nb,2\nc,x\n')
const drain = async (tables: AsyncIterable<unknown>) => {
  for await (const _ of tables);
}

type Controls = lib.ProgressOptions

/** Every function that takes `onProgress` and `signal`, by its name and, in brackets, how it is called. */
export const progressCases: { readonly [name: string]: (controls: Controls) => unknown } = {
  explainOutcome: (c) => explainOutcome(leaving(), { target: 'left', folds: 2, ...c }),
  summarize: (c) => lib.summarize(orders, { ...orderRoles, ...c }),
  'summarize (stream)': (c) => lib.summarize([orders, orders], { ...orderRoles, ...c }),
  cleanOrders: (c) => lib.cleanOrders(orders, { ...orderRoles, ...c }),
  cohorts: (c) => lib.cohorts(orders, { ...orderRoles, ...c }),
  fitKMeans: (c) => lib.fitKMeans(customers, { ...grouping, ...c }),
  'fitKMeans (start)': (c) =>
    lib.fitKMeans(customers, {
      ...grouping,
      start: [
        [9, 90, 1],
        [1, 2, 50],
      ],
      ...c,
    }),
  fitMiniBatchKMeans: (c) => lib.fitMiniBatchKMeans(customers, { ...grouping, ...c }),
  fitKPrototypes: (c) => lib.fitKPrototypes(customers, { ...grouping, ...c }),
  fitMixture: (c) => lib.fitMixture(customers, { ...grouping, covariance: 'diagonal', ...c }),
  fitHierarchy: (c) => lib.fitHierarchy(customers, { ...grouping, ...c }),
  chooseK: (c) => lib.chooseK(customers, { ...grouping, k: { from: 1, to: 3 }, ...c }),
  fitNbd: (c) => lib.fitNbd(customers, { ...learning, ...c }),
  fitBgNbd: (c) => lib.fitBgNbd(customers, { ...learning, ...c }),
  fitMbgNbd: (c) => lib.fitMbgNbd(customers, { ...learning, ...c }),
  fitBgCnbd: (c) => lib.fitBgCnbd(customers, { k: 2, ...learning, ...c }),
  'fitBgCnbd (k chosen)': (c) => lib.fitBgCnbd(customers, { ...learning, ...c }),
  fitParetoNbd: (c) => lib.fitParetoNbd(customers, { ...learning, ...c }),
  fitBgBb: (c) => lib.fitBgBb(donors, { ...learning, ...c }),
  fitGammaGamma: (c) => lib.fitGammaGamma(customers, { ...learning, ...c }),
  fitSbg: (c) => lib.fitSbg(members, { ...learning, ...c }),
  fitBdw: (c) => lib.fitBdw(members, { ...learning, ...c }),
  lifetimeValue: (c) => lib.lifetimeValue(customers, { ...value, ...c }),
  lifetimeTotal: (c) => lib.lifetimeTotal(customers, { ...value, ...c }),
  validateLifetime: (c) =>
    lib.validateLifetime(split, { model: lib.fitBgNbd(split, { penalty: 0.01 }), ...c }),
  compareLifetime: (c) => lib.compareLifetime(customers, { models: { shop: buying }, ...c }),
  crossValidate: (c) => lib.crossValidate(scored(), { target: 'churned', folds: 3, fit: cityRates, ...c }),
  fitBoost: (c) => lib.fitBoost(scored(), { target: 'churned', trees: 3, minLeafRows: 2, ...c }),
  shapValues: (c) => {
    const model = lib.fitBoost(scored(), { target: 'churned', trees: 3, minLeafRows: 2 })
    return lib.shapValues(scored(), { model, ...c })
  },
  compareModels: (c) =>
    lib.compareModels(tenants(), {
      target: 'churned',
      folds: 3,
      models: { a: cityRates, b: cityRates },
      ...c,
    }),
  tune: (c) => lib.tune(tenants(), { ...tuning, ...c }),
  importance: (c) => lib.importance(tenants(), { model: logistic(), metric: 'logLoss', ...c }),
  partialDependence: (c) =>
    lib.partialDependence(tenants(), { model: logistic(), features: ['city', 'tenure'], ...c }),
  fitChurn: (c) => fitChurn(manyContracts(), c),
  fitCox: (c) => lib.fitCox(contracts(), { ...surviving, ...c }),
  fitWeibull: (c) => lib.fitWeibull(contracts(), { ...surviving, ...c }),
  fitLogNormal: (c) => lib.fitLogNormal(contracts(), { ...surviving, ...c }),
  readTable: (c) => readTable(csv, c),
  readBatches: (c) => drain(readBatches(csv, { types: { amount: 'text' }, ...c })),
  writeTable: (c) => writeTable(customers, join(folder, 'customers.csv'), c),
  'writeTable (Parquet)': (c) => writeTable(customers, join(folder, 'customers.parquet'), c),
}
