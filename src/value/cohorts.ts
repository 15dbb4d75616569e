import { ClienteleError } from '../error.js'
import { checkChoice, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Bool, DateDay, Float64, Int32, Table } from '../table/arrow.js'
import type { AsOf } from '../table/asOf.js'
import { clockOf, isoDay } from '../table/days.js'
import { type About, readAbout, type RoleOptions, withAbout } from '../table/metadata.js'
import { MS_A_DAY } from '../table/times.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { countCohorts } from './cohorts/count.js'
import { averageTable, longTable, makeCalendar, matrixTable } from './cohorts/tables.js'
import { type OrderRows, readOrderRows } from '../table/orders/orderRows.js'
import { type Period, periodOfDay } from './cohorts/periods.js'
import { readKnownAsOf, readRefunds, type RefundPolicy } from '../table/orders/policy.js'
import { readRoles } from '../table/orders/roles.js'

/** What a cell of the matrix can hold: a column of the long table. */
export type CohortMeasure = (typeof MEASURES)[number]

const MEASURES = [
  'retention',
  'active',
  'revenue',
  'cumulative_revenue',
  'revenue_per_customer',
  'cumulative_revenue_per_customer',
] as const

/** What `cohorts` can be told. */
export interface CohortsOptions<Names extends string = string> extends RoleOptions<Names>, ProgressOptions {
  /** How long a period is. Default 'month'. */
  readonly period?: Period | undefined
  /** What becomes of rows with a negative amount: 'net', 'keep' or 'drop'. Default: the table's own, else 'net'. */
  readonly refunds?: RefundPolicy | undefined
  /** What the matrix holds. Default 'retention'. */
  readonly measure?: CohortMeasure | undefined
  /** The last day that is known about. Default: the table's own, else the day of the last order. */
  readonly asOf?: string | Date | undefined
  /** Whose calendar days count, for times that carry a zone (see `summarize`). Default: the table's own, else UTC. */
  readonly timeZone?: string | undefined
}

/** The columns of `cohorts(…).long`. */
export type CohortColumns = {
  cohort: DateDay
  period: Int32
  start: DateDay
  customers: Int32
  active: Int32
  retention: Float64
  revenue: Float64
  cumulative_revenue: Float64
  revenue_per_customer: Float64
  cumulative_revenue_per_customer: Float64
  complete: Bool
}

/** The columns of `cohorts(…).average`. */
export type CohortAverageColumns = {
  period: Int32
  cohorts: Int32
  customers: Int32
  retention: Float64
  revenue_per_customer: Float64
  cumulative_revenue_per_customer: Float64
}

/** What `cohorts` gives. */
export interface Cohorts {
  /** One row a cohort and period. */
  readonly long: Table<CohortColumns>
  /** One row a cohort: `cohort`, `customers`, then a column a period: `month_0`, `month_1`, … */
  readonly matrix: Table<{ [column: string]: any }>
  /** One row a period: all cohorts that have it whole, taken together. */
  readonly average: Table<CohortAverageColumns>
  readonly period: Period
  readonly measure: CohortMeasure
  /** The last day that counted, as '2011-12-09'; null where there are no orders. */
  readonly asOf: string | null
}

const WHO = 'cohorts'
const OPTIONS: readonly string[] =
  'customer time amount quantity price order period measure asOf timeZone refunds onProgress signal'.split(
    ' ',
  )
/** The most periods that times may span. */
export const MOST_PERIODS: number = 4000

/**
 * Do customers come back, and what are they worth over time? Customers are put together by the period (week from Monday,
 * month, quarter or year) in which they first bought, and followed from there: period 0 is that first
 * one, period 1 the next, and so on.
 *
 * It reads the roles `customer`, `time` and `amount` (or `quantity` and `price`). A row with an amount of 0 or more is a purchase; a negative one
 * is a refund. By `refunds: 'net'` (default, unless the table has a policy: see `RefundPolicy`) it lowers the revenue of its period, and is no purchase, so that nobody is retained by
 * sending something back. By 'keep' it is a purchase as any other, by 'drop' it is left out. Refunds that are dropped, or from before a customer's first purchase, are left out and counted in the metadata (`refundsLeftOut`),
 * as are rows after `asOf` (`futureRows`).
 *
 * `long` has a row for each cohort and each period from its own up to that of `asOf`:
 *
 * | column | |
 * |---|---|
 * | `cohort`, `start` | dates: the first day of the cohort's period, and of this one |
 * | `period` | int32: periods since the cohort's own |
 * | `customers` | int32: the cohort's size |
 * | `active` | int32: those of them who bought in this period |
 * | `retention` | `active` / `customers` |
 * | `revenue`, `cumulative_revenue` | in your currency: of this period, and up to its end |
 * | `…_per_customer` | the same by `customers`, whether they bought or not |
 * | `complete` | whether the period was over by the end of `asOf` |
 *
 * In `matrix`, periods that lie in the future, even in part, are null, never 0: what is not over yet must not look like a loss.
 * `average` takes together, for each period, the cohorts that have it whole, each weighing what it has
 * customers; periods that none has are left out.
 *
 * @param orders - one row an order or order line; customers, times or amounts that are missing, and blank customers, are an error: `cleanOrders` first
 * @param options - roles, `period`, `measure` of the matrix, `asOf`, `timeZone`, `refunds`, `onProgress` and `signal`
 * @returns a frozen `{long, matrix, average, period, measure, asOf}`
 * @throws ClienteleError `role-missing`, `column-missing`, `column-type`, `value-invalid` (missing values; times that span
 * more than 4,000 periods), `option-invalid`
 *
 * Cost: linear in rows, five million in half a second; a bit a customer and period.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   { customer_id: 'ann', day: '2025-01-05', paid: 20 },
 *   { customer_id: 'bob', day: '2025-01-20', paid: 10 },
 *   { customer_id: 'ann', day: '2025-02-11', paid: 30 },
 *   { customer_id: 'cy', day: '2025-02-28', paid: 5 },
 * ])
 * const { matrix, long } = cohorts(orders, { customer: 'customer_id', time: 'day', amount: 'paid' })
 * console.log(toRows(matrix).map((row) => [row.customers, row.month_0, row.month_1])) // [ [ 2, 1, 0.5 ], [ 1, 1, null ] ]
 * console.log(toRows(long).map((row) => row.cumulative_revenue)) // [ 30, 60, 5 ]
 * ```
 */
export function cohorts<T extends { [name: string]: any } = any>(
  orders: TableLike<T>,
  options: CohortsOptions<ColumnName<NoInfer<T>>> = {},
): Cohorts {
  const { period, measure } = readCohortOptions(options)
  const table = adopt(orders, WHO)
  const known = readAbout(table, WHO)
  const timeZone = options.timeZone ?? known.timeZone
  const clock = clockOf(timeZone, WHO)
  const input = readOrderRows(WHO, table, readRoles(WHO, table, options, known), { clock })
  report(WHO, options, { phase: 'read', done: 1, total: 2 })
  const refunds = readRefunds(WHO, options.refunds, known)
  const until = readKnownAsOf(WHO, options.asOf, known, clock)
  const placed = placeRows(input, until, period)
  const { codes, amounts } = input.chunk
  const refundsDropped = refunds === 'drop' ? dropRefunds(placed.periods, amounts) : 0
  const least = refunds === 'keep' ? -Infinity : 0
  const counts = countCohorts({ codes: codes!, customers: input.customers, amounts, least, ...placed })
  report(WHO, options, { phase: 'count', done: 2, total: 2 })
  const about = describeCohorts(known, timeZone, placed, counts.refundsLeftOut + refundsDropped, refunds)
  const metadata = withAbout(new Map(), about)
  const calendar = makeCalendar(period, placed.firstPeriod, placed.last, placed.asOfDay)
  const long = longTable(counts, calendar, metadata)
  const result = {
    long,
    matrix: matrixTable(counts, calendar, long, measure, metadata),
    average: averageTable(counts, calendar, metadata),
    period,
    measure,
    asOf: about.asOf ?? null,
  }
  const summary = `cohorts by ${period}: ${brief(counts.cohorts.length)} cohorts, ${brief(placed.last + 1)} periods, up to ${result.asOf ?? 'nothing'}`
  return printable(result, () => summary)
}

/** Checks what does not depend on the orders. */
export function readCohortOptions(options: CohortsOptions): { period: Period; measure: CohortMeasure } {
  checkOptions(WHO, options, OPTIONS)
  const { period = 'month', measure = 'retention' } = options
  checkChoice(WHO, 'period', period, ['week', 'month', 'quarter', 'year'])
  checkChoice(WHO, 'measure', measure, MEASURES)
  return { period, measure }
}

/** Rows by period, counted from the first there is. */
interface Placed {
  readonly periods: Int32Array
  readonly firstPeriod: number
  readonly last: number
  readonly asOfDay: number
  readonly futureRows: number
}

function placeRows(
  { chunk, zoned, bareDates, timeName }: OrderRows,
  until: AsOf | undefined,
  period: Period,
): Placed {
  const { ticks, rows } = chunk
  const days = new Int32Array(rows)
  const periods = new Int32Array(rows)
  let [low, high, futureRows] = [Infinity, -Infinity, 0]
  for (let i = 0; i < rows; i++) {
    const day = chunk.days ? chunk.days[i]! : Math.floor(ticks[i]! / MS_A_DAY)
    const late = until !== undefined && (bareDates ? day > until.day : until.isFuture(ticks[i]!, zoned))
    if (late) {
      periods[i] = -1
      futureRows++
      continue
    }
    days[i] = day
    if (day < low) low = day
    if (day > high) high = day
  }
  if (high < low) return { periods, firstPeriod: 0, last: -1, asOfDay: until?.day ?? NaN, futureRows }
  const asOfDay = until?.day ?? high
  const firstPeriod = periodOfDay(low, period)
  const last = periodOfDay(asOfDay, period) - firstPeriod
  if (!(last < MOST_PERIODS)) throw tooLong(low, asOfDay, period, timeName)
  const table = new Int32Array(high - low + 1)
  for (let day = low; day <= high; day++) table[day - low] = periodOfDay(day, period) - firstPeriod
  for (let i = 0; i < rows; i++) if (periods[i] === 0) periods[i] = table[days[i]! - low]!
  return { periods, firstPeriod, last, asOfDay, futureRows }
}

/** Leaves rows with a negative amount out; gives how many there are that the future does not. */
function dropRefunds(periods: Int32Array, amounts: Float64Array): number {
  let dropped = 0
  for (let i = 0; i < periods.length; i++) {
    if (!(amounts[i]! < 0) || periods[i]! < 0) continue
    periods[i] = -1
    dropped++
  }
  return dropped
}

/** The error for times that span too much. */
export function tooLong(low: number, high: number, period: Period, timeName: string): ClienteleError {
  const inCalendar = Math.max(Math.abs(low), Math.abs(high)) <= 1e8
  const span = inCalendar ? `from ${isoDay(low)} to ${isoDay(high)}` : 'beyond the calendar'
  return new ClienteleError(
    'value-invalid',
    `${WHO}: column '${timeName}' reaches ${span}, more than ${MOST_PERIODS} ${period}s; leave stray dates out, or take a longer period.`,
  )
}

function describeCohorts(
  known: About,
  timeZone: string | undefined,
  { asOfDay, futureRows }: Placed,
  refundsLeftOut: number,
  refunds: RefundPolicy,
): About {
  return {
    roles: {},
    ...(Number.isNaN(asOfDay) ? {} : { asOf: isoDay(asOfDay) }),
    ...(known.currency !== undefined && { currency: known.currency }),
    ...(timeZone !== undefined && { timeZone }),
    refunds,
    counts: { ...known.counts, [WHO]: { futureRows, refundsLeftOut } },
  }
}
