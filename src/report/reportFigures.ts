import { checkOptions } from '../options.js'
import type { Table } from '../table/arrow.js'
import { hasColumn } from '../table/column.js'
import { readAbout, type RoleOptions } from '../table/metadata.js'
import { type AuditFigures, auditFigures } from './figures/audit.js'
import { type CohortFigures, cohortFigures } from './figures/cohorts.js'
import { concentration, type ConcentrationFigures } from './figures/concentration.js'
import { readCustomers } from './figures/customers.js'
import { dayNumber, iso, spanOf } from './figures/periods.js'
import { type GroupsFigures, groupsFigures } from './figures/groups.js'
import { type LeavingFigures, leavingFigures } from './figures/leaving.js'
import { type LifetimeFigures, lifetimeFigures } from './figures/lifetime.js'
import { readLines } from './figures/lines.js'
import { type RevenueFigures, revenueFigures } from './figures/revenue.js'
import { type RfmField, rfmMap } from './figures/rfmMap.js'
import { type SegmentFigures, segmentFigures } from './figures/segments.js'
import { checkSameCustomers } from './figures/sameCustomers.js'
import { type TotalFigures, totalFigures } from './figures/totals.js'
import type { GroupGap } from './groups/gap.js'
import type { OutlookGap } from './outlook/gap.js'
import { readData, type ReportData, type ReportTables } from './reportTables.js'

/** Options of `reportFigures`: the columns of orders, where the table does not know them. */
export interface ReportFiguresOptions extends RoleOptions {
  /** Whose calendar days count, for times that carry a zone; the orders', or UTC. */
  readonly timeZone?: string | undefined
}

/** Everything that a report says, as numbers. Money is in the currency of the data, shares are parts of 1, days are ISO. */
export interface ReportFigures {
  readonly period: {
    readonly from: string
    readonly to: string
    readonly days: number
    readonly asOf: string
  }
  readonly totals: TotalFigures
  readonly revenue: RevenueFigures
  readonly segments: readonly SegmentFigures[]
  readonly rfm: readonly RfmField[]
  /** Missing where there is no revenue to share. */
  readonly pareto?: ConcentrationFigures
  readonly cohorts: CohortFigures
  /** Missing where no outlook was given, or it has no forecast. */
  readonly lifetime?: LifetimeFigures
  /** Why there is no forecast. */
  readonly lifetimeGap?: OutlookGap
  /** Missing where it was not looked for who leaves, or could not be told. */
  readonly churn?: LeavingFigures
  /** Why it could not be told who leaves. */
  readonly churnGap?: OutlookGap
  /** Missing where no groups were given, or none were found. */
  readonly groups?: GroupsFigures
  /** Why no groups were found. */
  readonly groupsGap?: GroupGap
  /** Missing where no audit was given. */
  readonly audit?: AuditFigures
}

const WHO = 'reportFigures'

/** The options that figures take. */
export const FIGURE_OPTIONS: readonly string[] = [
  'customer',
  'time',
  'amount',
  'quantity',
  'price',
  'order',
  'timeZone',
]

/**
 * The figures of a customer report for programs: key figures, revenue over time, what segments earn, the
 * RFM map, the 80/20 curve, cohorts, and what was left out. `report` makes a page of the same figures.
 *
 * @param data - `orders` and `customers`, and the `audit` where there is one
 * @param options - roles of the orders' columns and `timeZone`, where the table does not know them
 * @returns a plain object that `JSON.stringify` takes
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `rows-too-few` (no order line with a time), `value-invalid`
 *   (parts missing or unknown), `contradiction` (customers of other orders, by their number)
 *
 * Cost: some passes over the order lines; memory linear in them.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { reportFigures } from 'clientele/report'
 *
 * const orders = fromRows([{ customer: 'a', time: '2025-01-03', amount: 20 }])
 * const customers = fromRows([{ customer_id: 'a', orders: 1, revenue: 20, days_since_last: 0 }])
 * const figures = reportFigures({ orders, customers }, { customer: 'customer', time: 'time', amount: 'amount' })
 * console.log(figures.totals.revenue) // 20
 * ```
 */
export function reportFigures(data: ReportData, options: ReportFiguresOptions = {}): ReportFigures {
  checkOptions(WHO, options, FIGURE_OPTIONS)
  return figuresOf(readData(data, WHO), options, WHO)
}

/** The figures of tables that are checked already. */
export function figuresOf(tables: ReportTables, options: ReportFiguresOptions, who: string): ReportFigures {
  const { orders, customers, audit, outlook, groups, churn } = tables
  const lines = readLines(orders, options, who)
  checkSameCustomers(customers, lines, who)
  const [first, last] = spanOf(lines, who)
  const asOf = readAbout(customers, who).asOf ?? iso(last)
  const lastDay = Math.max(last, dayNumber(asOf))
  const columns = readCustomers(customers, who)
  const pareto = concentration(customers)
  const lifetime = outlook && lifetimeFigures(outlook, who)
  const leaving = churn && leavingFigures(churn, who)
  const grouped = groups && groupsFigures(groups, who)
  return {
    period: { from: iso(first), to: iso(last), days: last - first + 1, asOf },
    totals: totalFigures(columns),
    revenue: revenueFigures(lines, who, lastDay),
    segments: hasAll(customers, ['segment']) ? segmentFigures(customers, columns, who) : [],
    rfm: hasAll(customers, ['r', 'f']) ? rfmMap(customers, columns, who) : [],
    ...(pareto && { pareto }),
    cohorts: cohortFigures(orders, last - first + 1, { ...options, asOf: iso(lastDay) }),
    ...(lifetime && { lifetime }),
    ...(outlook?.gap && { lifetimeGap: outlook.gap }),
    ...(leaving && { churn: leaving }),
    ...(churn?.gap && { churnGap: churn.gap }),
    ...(grouped && { groups: grouped }),
    ...(groups?.gap && { groupsGap: groups.gap }),
    ...(audit && { audit: auditFigures(audit, who) }),
  }
}

function hasAll(table: Table, names: readonly string[]): boolean {
  return names.every((name) => hasColumn(table, name))
}
