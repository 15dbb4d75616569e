import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import { type Kind, orderLines, orderRoles } from './base.js'
import type { Case } from './cases.js'

const odd = { notAnOption: 1 } as any

/** Contracts: how many months, and whether they ended. */
export const contracts = (): Table =>
  lib.fromRows(
    Array.from({ length: 18 }, (_, i) => ({
      months: 1 + ((i * 7) % 11),
      ended: i % 3 === 0 ? 0 : 1,
      plan: ['monthly', 'yearly'][i % 2]!,
      fee: 10 + ((i * 5) % 13),
    })),
  ) as Table

const life = { duration: 'months', event: 'ended' } as const
const reads = { months: 'number', ended: 'number' } as const
const byPlan = { ...life, by: 'plan' } as const

const curves: Case[] = (
  [
    ['kaplanMeier', (t, o) => lib.kaplanMeier(t, { ...byPlan, ...o })],
    ['nelsonAalen', (t, o) => lib.nelsonAalen(t, { ...life, ...o })],
    ['survivalSummary', (t, o) => lib.survivalSummary(t, { ...byPlan, after: 0, ...o })],
    ['logRank', (t, o) => lib.logRank(t, { ...byPlan, ...o })],
  ] as [string, (table: any, options?: any) => unknown][]
).map(([name, call]) => ({
  name,
  table: contracts,
  call: (t: any) => call(t),
  reads: name === 'nelsonAalen' ? reads : { ...reads, plan: 'key' },
  order: 'free',
  strange: () => call(contracts(), odd),
}))

const learners: [string, (table: any, options?: any) => any][] = [
  ['fitCox', (t, o) => lib.fitCox(t, { ...life, features: ['plan', 'fee'], ...o })],
  ['fitWeibull', (t, o) => lib.fitWeibull(t, { ...life, features: ['plan', 'fee'], ...o })],
  ['fitLogNormal', (t, o) => lib.fitLogNormal(t, { ...life, features: ['plan', 'fee'], ...o })],
]

const past = { ...orderRoles, cutoff: '2025-02-15' } as const
const lineReads = { customer: 'key', day: 'time', amount: 'number' } as const

/** What is known of customers at a day, and what became of them. Customers come by their first row. */
const histories: Case[] = (
  [
    ['labelChurn', (t, o) => lib.labelChurn(t, { ...past, horizon: { days: 20 }, ...o })],
    ['customerFeatures', (t, o) => lib.customerFeatures(t, { ...past, ...o })],
    ['lifecycleStages', (t, o) => lib.lifecycleStages(t, { ...orderRoles, ...o })],
    ['churnHorizon', (t, o) => lib.churnHorizon(t, { ...orderRoles, ...o })],
  ] as [string, (table: any, options?: any) => unknown][]
).map(([name, call]) => ({
  name,
  table: orderLines,
  call: (t: any) => call(t),
  reads: lineReads,
  order: 'free',
  strange: () => call(orderLines(), odd),
}))

/** Enough contracts to learn who ends one. */
export const manyContracts = (): Table =>
  lib.fromRows(
    Array.from({ length: 120 }, (_, i) => ({
      months: 1 + ((i * 7) % 11),
      ended: (i * 5) % 7 < 3 + (i % 2) ? 1 : 0,
      plan: ['monthly', 'yearly'][i % 2]!,
      fee: 10 + ((i * 5) % 13),
    })),
  ) as Table

export const fitChurn = (t: any, more = {}): any =>
  lib.fitChurn(t, { churned: 'ended', tenure: 'months', features: ['plan', 'fee'], ...more })

/** Customers with what a model says of them. */
const scores = (): Table =>
  lib.fromRows(
    Array.from({ length: 31 }, (_, i) => ({
      customer_id: `c${i}`,
      churn_probability: ((i * 7) % 30) / 32,
      clv: 10 + ((i * 11) % 37),
      left: (i * 7) % 30 > 14 + ((i * 3) % 9) - 4,
      channel: ['web', 'shop'][i % 2]!,
    })),
  ) as Table

const scored: Case[] = (
  [
    [
      'churnAlerts',
      (t, o) => lib.churnAlerts(t, { value: 'clv', ...o }),
      { customer_id: 'key', churn_probability: 'number', clv: 'number' },
    ],
    [
      'retentionPlan',
      (t, o) => lib.retentionPlan(t, { contactCost: 1, offerCost: 2, ...o }),
      { churn_probability: 'number', clv: 'number' },
    ],
    ['churnProfit', (t, o) => lib.churnProfit(t, { target: 'left', ...o }), { churn_probability: 'number' }],
    [
      'drift',
      (t, o) => lib.drift(t, scores(), { features: ['churn_probability', 'clv', 'channel'], ...o }),
      { churn_probability: 'number', clv: 'number', channel: 'key' },
    ],
  ] as [string, (table: any, options?: any) => unknown, { [column: string]: Kind }][]
).map(([name, call, read]) => ({
  name,
  table: scores,
  call: (t: any) => call(t),
  reads: read,
  order: 'free',
  strange: () => call(scores(), odd),
}))

const churnModels: Case[] = [
  {
    name: 'fitChurn',
    table: manyContracts,
    call: (t) => {
      const model = fitChurn(t)
      return [model, model.predict(t)]
    },
    reads: { months: 'key', ended: 'key', plan: 'key', fee: 'key' },
    order: 'matters',
    strange: () => fitChurn(manyContracts(), odd),
    model: fitChurn,
  },
]

/** Survival of customers. Learners add up rows in their order, so another order differs in the last bits. */
export const churnCases: Case[] = [
  ...histories,
  ...churnModels,
  ...scored,
  ...curves,
  ...learners.map(([name, fit]): Case => ({
    name,
    table: contracts,
    call: (t: any) => {
      const model = fit(t)
      return [model, model.predict(t, { horizon: 2 })]
    },
    reads: { ...reads, plan: 'key', fee: 'key' },
    order: 'matters',
    strange: () => fit(contracts(), odd),
    model: fit,
  })),
]
