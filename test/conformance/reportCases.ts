import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import * as pages from 'clientele/report'
import { orderLines, orderRoles } from './base.js'
import { contracts } from './churnCases.js'
import type { Case } from './cases.js'
import { scored as predictions } from './classifyCases.js'

const roles = { ...orderRoles, order: 'order' } as const
const customers = (): Table => lib.summarize(orderLines(), roles) as Table
/** Scores by hand, so that the number of customers does not decide on them. */
const scored = (): Table =>
  lib.derive(customers(), {
    r: (row: any) => 1 + (row.days_since_last % 3),
    f: (row: any) => 1 + (row.orders % 2),
    segment: (row: any) => (row.revenue > 20 ? 'much' : 'little'),
  }) as Table
const odd = { notAnOption: 1 } as any
const lineReads = { customer: 'key', day: 'time', amount: 'number' } as const
const split = (): Table => lib.summarize(orderLines(), { ...roles, calibrationEnd: '2025-02-15' }) as Table
const model = lib.fitBgNbd(split(), { penalty: 0.01 })
const validated = (t: any) => lib.validateLifetime(t, { model, orders: orderLines(), ...roles })
const history = { frequency: 'number', recency: 'number', T: 'number' } as const
const moneyReads = { orders: 'number', revenue: 'number', days_since_last: 'number' } as const

const grouping = { features: ['orders', 'revenue', 'days_since_last'], missing: 'omit' } as const
const kmeans = lib.fitKMeans(customers(), { ...grouping, k: 2 })
const hierarchy = (t: any) => lib.fitHierarchy(t, { ...grouping, k: 2 })

const predicted = { churned: 'key', probability: 'number' } as const
const target = 'churned'
const drawn = (name: string, draw: (table: any, options?: any) => unknown): Case => ({
  name,
  table: predictions,
  call: draw,
  reads: predicted,
  order: 'free',
  strange: () => draw(predictions(), odd),
})

/** As many as `explainOutcome` needs to learn and to test. */
export const leaving = (): Table =>
  lib.fromRows(
    Array.from({ length: 130 }, (_, i) => ({
      tenure: (i * 37) % 60,
      plan: i % 2 ? 'basic' : 'gold',
      left: (i * 37) % 60 < 25 - (i % 9),
    })),
  ) as Table

const alerts = (): Table =>
  lib.churnAlerts(
    lib.fromRows([
      { customer_id: 'a', churn_probability: 0.9 },
      { customer_id: 'b', churn_probability: 0.1 },
    ]),
  ) as Table

export const reportCases: Case[] = [
  {
    name: 'explainOutcome',
    table: leaving,
    call: (t) => {
      const {
        customers: scored,
        lift,
        quality,
      } = pages.explainOutcome(t, {
        target: 'left',
        features: ['tenure', 'plan'],
        folds: 2,
      })
      return [scored, lift, quality]
    },
    reads: { tenure: 'key', plan: 'key', left: 'key' },
    // Folds are dealt by row.
    order: 'matters',
    strange: () => pages.explainOutcome(leaving(), { target: 'left', ...odd }),
  },
  drawn('chartLift', (t, o) => pages.chartLift(lib.liftTable(t, { target, bins: 4 }), o)),
  {
    ...drawn('chartSurvival', (t, o) =>
      pages.chartSurvival(lib.kaplanMeier(t, { duration: 'months', event: 'ended' }), o),
    ),
    table: contracts,
    strange: () =>
      pages.chartSurvival(lib.kaplanMeier(contracts(), { duration: 'months', event: 'ended' }), odd),
    reads: { months: 'number', ended: 'number' },
  },
  drawn('chartRoc', (t, o) =>
    pages.chartRoc({ one: lib.rocCurve(t, { target }), two: lib.rocCurve(t, { target }) }, o),
  ),
  drawn('chartCalibration', (t, o) =>
    pages.chartCalibration(lib.calibrationCurve(t, { target, bins: 4 }), o),
  ),
  drawn('chartProfit', (t, o) => pages.chartProfit(lib.profitCurve(t, { target, gain: 3, cost: 1 }), o)),
  {
    ...drawn('chartImportance', (t, o) =>
      pages.chartImportance(
        lib.importance(t, { target, model: { features: ['tenure'], predict: (own: any) => own } }),
        o,
      ),
    ),
    order: 'matters',
  },
  {
    name: 'chartTree',
    table: customers,
    call: (t) =>
      pages.chartTree(
        lib.fitTree(t, { target: 'revenue', features: ['orders', 'days_since_last'], minLeaf: 2 }),
      ),
    reads: { orders: 'key', days_since_last: 'key' },
    // Means of another order differ in the last digit.
    order: 'matters',
    strange: () => pages.chartTree(lib.fitTree(customers() as any, { target: 'revenue' }), odd),
  },
  {
    name: 'chartSegmentMap',
    table: customers,
    call: (t) => pages.chartSegmentMap(t, { model: kmeans }),
    reads: moneyReads,
    // Few enough that all are drawn; dots in the order of rows.
    order: 'matters',
    strange: () => pages.chartSegmentMap(customers(), { model: kmeans, ...odd }),
  },
  {
    name: 'chartProfile',
    table: scored,
    call: (t) => pages.chartProfile(lib.profile(t)),
    reads: { segment: 'key' },
    order: 'free',
    strange: () => pages.chartProfile(lib.profile(scored()), odd),
  },
  {
    name: 'chartMigration',
    table: scored,
    call: (t) => pages.chartMigration(lib.migrate(scored(), t)),
    reads: { customer_id: 'key', segment: 'text' },
    order: 'free',
    strange: () => pages.chartMigration(lib.migrate(scored(), scored()), odd),
  },
  {
    name: 'chartDendrogram',
    table: customers,
    call: (t) => pages.chartDendrogram(hierarchy(t)),
    reads: moneyReads,
    order: 'matters',
    strange: () => pages.chartDendrogram(hierarchy(customers()), odd),
  },
  {
    name: 'chartChooseK',
    table: customers,
    call: (t) => pages.chartChooseK(lib.chooseK(t, { ...grouping, k: { from: 2, to: 3 } })),
    reads: moneyReads,
    order: 'matters',
    strange: () => pages.chartChooseK({ scores: customers(), recommended: {} } as any, odd),
  },
  {
    name: 'groupCustomers',
    table: customers,
    // Too few customers for groups, which is an answer too; groups are in test/report/groups.test.ts.
    call: (t) => pages.groupCustomers(t),
    reads: moneyReads,
    order: 'free',
    strange: () => pages.groupCustomers(customers(), odd),
  },
  {
    name: 'chartRfm',
    table: scored,
    call: (t) => pages.chartRfm(t),
    reads: { ...moneyReads, r: 'number', f: 'number' },
    order: 'free',
    strange: () => pages.chartRfm(scored(), odd),
  },
  {
    name: 'chartSegments',
    // Its segments are a dictionary.
    table: () => lib.rfm(customers()) as Table,
    call: (t) => pages.chartSegments(t),
    reads: { ...moneyReads, segment: 'key' },
    order: 'free',
    strange: () => pages.chartSegments(scored(), odd),
  },
  {
    name: 'chartPareto',
    table: customers,
    call: (t) => pages.chartPareto(t),
    reads: { revenue: 'number' },
    order: 'free',
    strange: () => pages.chartPareto(customers(), odd),
  },
  {
    name: 'chartCohorts',
    table: orderLines,
    call: (t) => pages.chartCohorts(t, roles),
    reads: { customer: 'key', day: 'time' },
    order: 'free',
    strange: () => pages.chartCohorts(orderLines(), odd),
  },
  {
    name: 'chartRevenue',
    table: orderLines,
    call: (t) => pages.chartRevenue(t, roles),
    reads: lineReads,
    order: 'free',
    strange: () => pages.chartRevenue(orderLines(), odd),
  },
  {
    name: 'chartAlive',
    table: split,
    call: (t) => pages.chartAlive(t, { model }),
    reads: history,
    order: 'free',
    strange: () => pages.chartAlive(split(), { model, ...odd }),
  },
  {
    name: 'chartExpectedPurchases',
    table: split,
    call: (t) => pages.chartExpectedPurchases(t, { model, horizon: { weeks: 4 } }),
    reads: history,
    order: 'free',
    strange: () => pages.chartExpectedPurchases(split(), { model, horizon: { weeks: 4 }, ...odd }),
  },
  {
    name: 'chartFrequency',
    table: split,
    call: (t) => pages.chartFrequency(t, { model }),
    reads: history,
    order: 'free',
    strange: () => pages.chartFrequency(split(), { model, ...odd }),
  },
  {
    name: 'chartTracking',
    table: split,
    call: (t) => pages.chartTracking(validated(t)),
    reads: { ...history, holdout_frequency: 'number' },
    order: 'free',
    strange: () => pages.chartTracking(validated(split()), odd),
  },
  {
    name: 'chartConditionalExpectations',
    table: split,
    call: (t) => pages.chartConditionalExpectations(validated(t)),
    reads: { ...history, holdout_frequency: 'number' },
    order: 'free',
    strange: () => pages.chartConditionalExpectations(validated(split()), odd),
  },
  {
    name: 'lifetimeOutlook',
    table: orderLines,
    // Too few customers for a forecast, which is an answer too; forecasts are in test/report/lifetime.test.ts.
    call: (t) => pages.lifetimeOutlook({ orders: t, customers: customers() }, roles),
    reads: lineReads,
    order: 'free',
    strange: () => pages.lifetimeOutlook({ orders: orderLines(), customers: customers() }, odd),
  },
  {
    name: 'churnOutlook',
    table: orderLines,
    // Too short a history, which is an answer too; scores are in test/report/churn.test.ts.
    call: (t) => pages.churnOutlook({ orders: t, customers: customers() }, roles),
    reads: lineReads,
    order: 'free',
    strange: () => pages.churnOutlook({ orders: orderLines(), customers: customers() }, odd),
  },
  {
    name: 'chartAlerts',
    table: alerts,
    call: (t) => pages.chartAlerts({ '2025-01-31': t }),
    reads: { alert_change: 'key' },
    order: 'free',
    strange: () => pages.chartAlerts({ '2025-01-31': alerts() }, odd),
  },
  {
    name: 'reportFigures',
    table: orderLines,
    call: (t) => pages.reportFigures({ orders: t, customers: scored() }, roles),
    reads: lineReads,
    order: 'free',
    strange: () => pages.reportFigures({ orders: orderLines(), customers: scored() }, odd),
  },
  {
    name: 'report',
    table: scored,
    // Pictures take a while, and have cases of their own.
    call: (t) => pages.report({ orders: orderLines(), customers: t }, { ...roles, sections: [textOf] }),
    // Sections whose columns are missing are left out.
    reads: moneyReads,
    order: 'free',
    strange: () => pages.report({ orders: orderLines(), customers: scored() }, odd),
  },
]

/** A section of all figures, without a picture. */
function textOf({ figures }: pages.ReportContext): pages.Section {
  return { id: 'figures', finding: JSON.stringify(figures), weight: 1 }
}
