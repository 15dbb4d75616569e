import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import type { Case } from './cases.js'
import { orderLines, orderRoles } from './base.js'

const odd = { notAnOption: 1 } as any
const customers = (): Table => lib.summarize(orderLines(), { ...orderRoles, order: 'order' }) as Table
const split = (): Table =>
  lib.summarize(orderLines(), { ...orderRoles, calibrationEnd: '2025-02-15' }) as Table
const donors = (): Table =>
  lib.fromRows([
    { frequency: 0, recency: 0, T: 6 },
    { frequency: 2, recency: 4, T: 6 },
    { frequency: 3, recency: 6, T: 6 },
    { frequency: 6, recency: 6, T: 6 },
    { frequency: 1, recency: 2, T: 6 },
    { frequency: 4, recency: 5, T: 6 },
  ]) as Table
const members = (): Table =>
  lib.fromRows([1, 2, 2, 3, 4, 4].map((duration, i) => ({ duration, churned: i < 4 ? 1 : 0 }))) as Table

const history = { frequency: 'number', recency: 'number', T: 'number' } as const
const contract = { duration: 'number', churned: 'number' } as const
const learners: [string, (table: any, options?: any) => any, () => Table, Case['reads']][] = [
  ['fitNbd', lib.fitNbd, customers, history],
  ['fitBgNbd', lib.fitBgNbd, customers, history],
  ['fitMbgNbd', lib.fitMbgNbd, customers, history],
  ['fitBgCnbd', (t, o) => lib.fitBgCnbd(t, { k: 2, ...o }), customers, history],
  ['fitParetoNbd', lib.fitParetoNbd, customers, history],
  ['fitBgBb', lib.fitBgBb, donors, history],
  ['fitGammaGamma', lib.fitGammaGamma, customers, { frequency: 'number', monetary_value: 'number' }],
  ['fitSbg', lib.fitSbg, members, contract],
  ['fitBdw', lib.fitBdw, members, contract],
]
const buying = lib.fitBgNbd(customers(), { penalty: 0.01 })
const value = { buying, spending: 20, horizon: { months: 3 }, unit: 'day' } as const
const model = lib.fitBgNbd(split(), { penalty: 0.01 })

/** The lifetime models and what is made of them. */
export const lifetimeCases: Case[] = [
  ...learners.map(([name, fit, table, reads]): Case => ({
    name,
    table,
    call: (t) => fit(t, { penalty: 0.01 }),
    reads,
    order: 'free',
    strange: () => fit(table(), odd),
    model: (t) => fit(t, { penalty: 0.01 }),
  })),
  {
    name: 'lifetimeValue',
    table: customers,
    call: (t) => lib.lifetimeValue(t, value),
    reads: history,
    order: 'free',
    strange: () => lib.lifetimeValue(customers(), { ...value, ...odd }),
  },
  {
    name: 'lifetimeTotal',
    table: customers,
    call: (t) => lib.lifetimeTotal(t, { ...value, by: 'frequency' }),
    reads: history,
    order: 'matters',
    strange: () => lib.lifetimeTotal(customers(), { ...value, ...odd }),
  },
  {
    name: 'validateLifetime',
    table: split,
    call: (t) => lib.validateLifetime(t, { model }),
    reads: { ...history, holdout_frequency: 'number' },
    order: 'free',
    strange: () => lib.validateLifetime(split(), { model, ...odd }),
  },
  {
    name: 'compareLifetime',
    table: customers,
    call: (t) => lib.compareLifetime(t, { models: { shop: buying } }),
    reads: history,
    order: 'free',
    strange: () => lib.compareLifetime(customers(), odd),
  },
]
