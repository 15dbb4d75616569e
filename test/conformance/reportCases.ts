import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import * as pages from 'clientele/report'
import { orderLines, orderRoles } from './base.js'
import type { Case } from './cases.js'

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
const moneyReads = { orders: 'number', revenue: 'number', days_since_last: 'number' } as const

export const reportCases: Case[] = [
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
