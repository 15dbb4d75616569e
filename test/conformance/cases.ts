import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import { type Kind, orderLines, orderRoles } from './base.js'

/** One public function, with content that it accepts. */
export interface Case {
  readonly name: string
  readonly table: () => Table
  readonly call: (table: any) => unknown
  /** The columns that it reads, and what they must hold. */
  readonly reads: { readonly [column: string]: Kind }
  /** 'free': the same rows come out in whatever order they went in; 'matters': the docs say how. */
  readonly order: 'free' | 'matters'
  /** The same call with an option that does not exist, where there are options. */
  readonly strange?: () => unknown
  /** For learners: the model. */
  readonly model?: (table: Table) => { predict(table: any): unknown }
}

const customers = (): Table => lib.summarize(orderLines(), { ...orderRoles, order: 'order' }) as Table
/** Two customers who bought in the year after, one of them for the first time. */
const summaryOfLater = (): Table =>
  lib.summarize(
    lib.fromRows(
      ['c1', 'new'].map((customer) => ({ customer, day: new Date('2026-02-01T12:00:00Z'), amount: 8 })),
    ),
    { ...orderRoles, asOf: '2026-12-31' },
  ) as Table
const rules = [{ name: 'often', where: { orders: { from: 4 } } }, { name: 'seldom' }]
const odd = { notAnOption: 1 } as any
const lineReads = { customer: 'key', day: 'time', amount: 'number' } as const
const rfmReads = { days_since_last: 'number', orders: 'number', revenue: 'number' } as const

const grouping = { features: ['orders', 'revenue', 'days_since_last'], missing: 'omit' } as const
const keys = { orders: 'key', revenue: 'key', days_since_last: 'key' } as const
const groupingReads = { orders: 'number', revenue: 'number', days_since_last: 'number' } as const

const chooser = (t: any, more = {}) => lib.chooseK(t, { ...grouping, k: { from: 1, to: 3 }, ...more })

/** Learners of clusters draw random starts from rows in their order, so another order may find another solution. */
function segmentCases(): Case[] {
  const learners: { readonly [name: string]: (table: any, options?: any) => any } = {
    fitKMeans: (t, more) => lib.fitKMeans(t, { ...grouping, k: 2, ...more }),
    fitMiniBatchKMeans: (t, more) => lib.fitMiniBatchKMeans(t, { ...grouping, k: 2, ...more }),
    fitKPrototypes: (t, more) => lib.fitKPrototypes(t, { ...grouping, k: 2, ...more }),
    fitMixture: (t, more) => lib.fitMixture(t, { ...grouping, k: 2, covariance: 'diagonal', ...more }),
    fitHierarchy: (t, more) => lib.fitHierarchy(t, { ...grouping, k: 2, ...more }),
  }
  const shared = { table: customers, reads: groupingReads, order: 'matters' } as const
  return [
    ...Object.entries(learners).map(([name, fit]) => ({
      ...shared,
      name,
      // Text is as good as numbers to some.
      reads: name === 'fitKPrototypes' ? keys : groupingReads,
      call: async (t: any) => {
        const model = await fit(t)
        return [model, model.predict(t)]
      },
      strange: () => fit(customers(), odd),
      model: fit,
    })),
    { ...shared, name: 'chooseK', call: (t) => chooser(t), strange: () => chooser(customers(), odd) },
  ]
}

/** Records of persons, some of one person. */
const persons = (): Table =>
  lib.fromRows(
    Array.from({ length: 24 }, (_, i) => ({
      given_name: ['Ann', 'Bob', 'Cem', 'Eve', 'ann'][i % 5]!,
      surname: ['Lee', 'Ray', 'Öz'][i % 3]!,
      mail: `p${i % 9}@example.org`,
    })),
  ) as Table

export const cases: Case[] = [
  {
    name: 'about',
    table: orderLines,
    call: lib.about,
    reads: {},
    order: 'free',
  },
  {
    name: 'where',
    table: orderLines,
    call: (t) => lib.where(t, { amount: { from: 1 }, product: { in: ['tea', 'cup'] } }),
    reads: { amount: 'number' },
    order: 'free',
  },
  {
    name: 'derive',
    table: orderLines,
    call: (t) => lib.derive(t, { double: (row: any) => row.amount && 2 * row.amount }),
    reads: {},
    order: 'free',
    strange: () => lib.derive(orderLines(), { one: () => 1 }, odd),
  },
  {
    name: 'rename',
    table: orderLines,
    call: (t) => lib.rename(t, { customer: 'client' }),
    reads: {},
    order: 'free',
  },
  {
    name: 'sortBy',
    table: orderLines,
    call: (t) => lib.sortBy(t, ['customer', { column: 'amount', descending: true }]),
    reads: { customer: 'key', amount: 'key' },
    order: 'free',
  },
  {
    name: 'join',
    table: orderLines,
    call: (t) =>
      lib.join(t, lib.fromRows([{ customer: 'c1', city: 'Ulm' }]), { on: 'customer', how: 'left' }),
    reads: { customer: 'key' },
    order: 'free',
    strange: () => lib.join(orderLines(), orderLines(), odd),
  },
  {
    name: 'concat',
    table: orderLines,
    call: (t) => lib.concat([t, orderLines()]),
    reads: {},
    order: 'free',
  },
  {
    name: 'toRows',
    table: orderLines,
    call: lib.toRows,
    reads: {},
    order: 'matters',
  },
  {
    name: 'cleanOrders',
    table: orderLines,
    call: (t) => lib.cleanOrders(t, { ...orderRoles, order: 'order' }),
    reads: { ...lineReads, order: 'key' },
    order: 'free',
    strange: () => lib.cleanOrders(orderLines(), odd),
  },
  {
    name: 'summarize',
    table: orderLines,
    call: (t) => lib.summarize(t, { ...orderRoles, order: 'order' }),
    reads: { ...lineReads, order: 'key' },
    order: 'free',
    strange: () => lib.summarize(orderLines(), odd),
  },
  {
    name: 'mergeSummaries',
    table: customers,
    call: (t) => lib.mergeSummaries(t, summaryOfLater()),
    reads: {
      customer_id: 'key',
      first_order: 'time',
      last_order: 'time',
      orders: 'number',
      revenue: 'number',
      days_since_last: 'number',
      frequency: 'number',
      T: 'number',
      first_day_revenue: 'number',
    },
    order: 'free',
    strange: () => lib.mergeSummaries(customers(), summaryOfLater(), odd),
  },
  {
    name: 'rfm',
    table: customers,
    call: (t) => lib.rfm(t),
    reads: rfmReads,
    order: 'free',
    strange: () => lib.rfm(customers(), odd),
  },
  {
    name: 'fitRfm',
    table: customers,
    call: (t) => lib.fitRfm(t),
    reads: rfmReads,
    order: 'free',
    strange: () => lib.fitRfm(customers(), odd),
    model: (t) => lib.fitRfm(t),
  },
  ...segmentCases(),
  {
    name: 'pareto',
    table: customers,
    call: (t) => lib.pareto(t),
    reads: { revenue: 'number' },
    order: 'free',
    strange: () => lib.pareto(customers(), odd),
  },
  {
    name: 'cohorts',
    table: orderLines,
    call: (t) => lib.cohorts(t, orderRoles),
    reads: lineReads,
    order: 'free',
    strange: () => lib.cohorts(orderLines(), odd),
  },
  {
    name: 'segmentBy',
    table: customers,
    call: (t) => lib.segmentBy(t, rules),
    reads: { orders: 'number' },
    order: 'free',
    strange: () => lib.segmentBy(customers(), rules, odd),
  },
  {
    name: 'auditRules',
    table: customers,
    call: (t) => lib.auditRules(t, rules),
    reads: { orders: 'number' },
    order: 'free',
  },
  {
    name: 'groupMatrix',
    table: orderLines,
    call: (t) =>
      lib.groupMatrix(t, {
        rows: ['product', 'customer'],
        columns: 'quantity',
        measures: {
          lines: 'count',
          amount: { sum: 'amount' },
          middle: { median: 'amount' },
          part: { share: 'amount' },
        },
      }),
    reads: { product: 'key', customer: 'key', amount: 'number' },
    order: 'free',
    strange: () => lib.groupMatrix(orderLines(), { rows: 'product', ...odd }),
  },
  {
    name: 'migrate',
    table: () => lib.segmentBy(customers(), rules) as Table,
    call: (t) => lib.migrate(t, lib.segmentBy(summaryOfLater(), rules)),
    reads: { customer_id: 'key', segment: 'text' },
    order: 'free',
    strange: () => lib.migrate(lib.rfm(customers()), lib.rfm(customers()), odd),
  },
  {
    name: 'describeSegments',
    table: () => lib.segmentBy(customers(), rules) as Table,
    call: (t) => lib.describeSegments(t, { features: ['orders', 'revenue'] }),
    reads: { segment: 'key', orders: 'key', revenue: 'key' },
    order: 'free',
    strange: () => lib.describeSegments(lib.segmentBy(customers(), rules), odd),
  },
  {
    name: 'profile',
    table: () => lib.segmentBy(customers(), rules) as Table,
    call: (t) => lib.profile(t, { revenue: 'revenue' }),
    reads: { segment: 'key', revenue: 'number' },
    order: 'free',
    strange: () => lib.profile(lib.segmentBy(customers(), rules), odd),
  },
  {
    name: 'cleanRecords',
    table: persons,
    call: (t) =>
      lib.cleanRecords(t, { fields: { given_name: 'given_name', surname: 'surname', mail: 'email' } }),
    reads: { given_name: 'key', surname: 'key', mail: 'key' },
    order: 'free',
    strange: () => lib.cleanRecords(persons(), odd),
  },
]
