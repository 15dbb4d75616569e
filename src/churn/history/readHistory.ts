import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { type AsOf } from '../../table/asOf.js'
import { asColumn, type Column, findColumn } from '../../table/column.js'
import { type Clock, clockOf } from '../../table/days.js'
import { groupColumn } from '../../table/group.js'
import { type About, readAbout, type RoleOptions, roleColumn } from '../../table/metadata.js'
import { type OrderRows, readOrderRows } from '../../table/orders/orderRows.js'
import { readKnownAsOf, readRefunds, type RefundPolicy } from '../../table/orders/policy.js'
import { readRoles } from '../../table/orders/roles.js'
import { takeColumn } from '../../table/take.js'
import { MS_A_DAY } from '../../table/times.js'
import { findStrays, type Stray } from './stray.js'

/** How a table of orders is read as customers' histories. */
export interface HistoryOptions<Names extends string = string> extends RoleOptions<Names> {
  /** The last day that is known about, as '2011-12-09'. Default: the table's own, else the day of the last order. */
  readonly asOf?: string | Date | undefined
  /** Whose calendar days count, for times that carry a zone, as 'Europe/London'. Default: the table's own, else UTC. */
  readonly timeZone?: string | undefined
  /** What becomes of rows with a negative amount: 'net', 'keep' or 'drop'. Default: the table's own, else 'net'. */
  readonly refunds?: RefundPolicy | undefined
}

/** The names of these options. */
export const HISTORY_OPTIONS: readonly string[] =
  'customer time amount quantity price order asOf timeZone refunds'.split(' ')

/** What a row is: a refund, a purchase, or the purchase that an order begins with. */
export const REFUND = 0
export const PURCHASE = 1
export const ORDER = 2

/** Rows by customer, within each by day; a row's place is its number in that order. */
export interface History {
  readonly table: Table
  readonly known: About
  readonly clock: Clock
  readonly timeZone: string | undefined
  readonly customerName: string
  readonly customers: number
  /** A row of each customer. */
  readonly firstRows: Int32Array
  /** The place of each customer's first row, and the end. */
  readonly starts: Int32Array
  readonly rows: Int32Array
  readonly days: Int32Array
  readonly amounts: Float64Array
  readonly kinds: Uint8Array
  /** Whether refunds lower revenue. */
  readonly net: boolean
  /** Days of the first purchase, and up to which all is known; NaN where there are no purchases. */
  readonly firstDay: number
  readonly asOfDay: number
  readonly futureRows: number
  /** Days at either end that nothing leads up to; where it was said up to when all is known, none at the end. */
  readonly strays: readonly Stray[]
}

/** The widest span of days that rows may have: 10,000 years. */
const WIDEST = 3_652_425

/** Of the customers with these ids, which are kept; undefined for all. */
export type Keep = (ids: Column) => Uint8Array | undefined

/**
 * Reads orders and sorts them by customer and day, counting instead of comparing. Customers who are not kept have no rows; the days that
 * are known about are those of all.
 */
export function readHistory(who: string, table: Table, options: HistoryOptions, keep?: Keep): History {
  const known = readAbout(table, who)
  const timeZone = options.timeZone ?? known.timeZone
  const clock = clockOf(timeZone, who)
  const roles = readRoles(who, table, options, known)
  const refunds = readRefunds(who, options.refunds, known)
  const input = readOrderRows(who, table, roles, { clock })
  const until = readKnownAsOf(who, options.asOf, known, clock)
  const { codes, amounts } = input.chunk
  const { days, futureRows, low, high } = readDays(who, input, until)
  const strays = findStrays(days, low, high, LATE).filter(({ at }) => at === 'start' || until === undefined)
  const firstRows = firstRowsOf(codes, input.customers)
  const ids = () => idsOf(findColumn(table, roles.customer, who), firstRows)
  const strangers = leaveOut(days, codes, keep?.(ids()))
  const byDay = sortByDay(days, low, high, futureRows + strangers)
  const { starts, rows } = sortByCustomer(codes, byDay, input.customers)
  const sortedDays = new Int32Array(rows.length)
  const sortedAmounts = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    sortedDays[at] = days[rows[at]!]!
    sortedAmounts[at] = amounts[rows[at]!]!
  }
  const order = roleColumn('order', options, known)
  const orders = order === undefined ? undefined : groupColumn(findColumn(table, order, who), who).codes
  const kinds = kindsOf(starts, rows, sortedAmounts, refunds, orders)
  return {
    table,
    known,
    clock,
    timeZone,
    customerName: roles.customer,
    customers: input.customers,
    firstRows,
    starts,
    rows,
    days: sortedDays,
    amounts: sortedAmounts,
    kinds,
    net: refunds !== 'drop',
    firstDay: firstPurchase(sortedDays, kinds),
    asOfDay: until?.day ?? (high >= low ? high : NaN),
    futureRows,
    strays,
  }
}

function readDays(
  who: string,
  { chunk, zoned, bareDates, timeName }: OrderRows,
  until: AsOf | undefined,
): { days: Int32Array; futureRows: number; low: number; high: number } {
  const { ticks, rows } = chunk
  const days = new Int32Array(rows)
  let [low, high, futureRows] = [Infinity, -Infinity, 0]
  for (let i = 0; i < rows; i++) {
    const day = chunk.days ? chunk.days[i]! : Math.floor(ticks[i]! / MS_A_DAY)
    const late = until !== undefined && (bareDates ? day > until.day : until.isFuture(ticks[i]!, zoned))
    if (late) {
      days[i] = LATE
      futureRows++
      continue
    }
    days[i] = day
    if (day < low) low = day
    if (day > high) high = day
  }
  if (high - low <= WIDEST || high < low) return { days, futureRows, low, high }
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${timeName}' spans more than 10,000 years; leave stray dates out with where.`,
  )
}

/** The day of rows that are left out. */
const LATE = 2 ** 31 - 1

/** Leaves out the rows of customers who are not kept; gives how many these are. */
function leaveOut(days: Int32Array, codes: Int32Array, kept: Uint8Array | undefined): number {
  if (!kept) return 0
  let left = 0
  for (let i = 0; i < days.length; i++) {
    if (kept[codes[i]!] === 1 || days[i] === LATE) continue
    days[i] = LATE
    left++
  }
  return left
}

/** The rows that are not left out in the order of days, within a day as they come. */
function sortByDay(days: Int32Array, low: number, high: number, left: number): Int32Array {
  const rows = new Int32Array(days.length - left)
  let sorted = left === 0
  for (let i = 1; i < days.length && sorted; i++) sorted = days[i]! >= days[i - 1]!
  if (sorted) {
    for (let i = 0; i < rows.length; i++) rows[i] = i
    return rows
  }
  if (rows.length === 0) return rows
  const next = new Int32Array(high - low + 2)
  for (let i = 0; i < days.length; i++) if (days[i] !== LATE) next[days[i]! - low + 1]!++
  for (let d = 1; d < next.length; d++) next[d]! += next[d - 1]!
  for (let i = 0; i < days.length; i++) if (days[i] !== LATE) rows[next[days[i]! - low]!++] = i
  return rows
}

function sortByCustomer(
  codes: Int32Array,
  byDay: Int32Array,
  customers: number,
): { starts: Int32Array; rows: Int32Array } {
  const starts = new Int32Array(customers + 1)
  for (let i = 0; i < byDay.length; i++) starts[codes[byDay[i]!]! + 1]!++
  for (let c = 0; c < customers; c++) starts[c + 1]! += starts[c]!
  const next = starts.slice(0, customers)
  const rows = new Int32Array(byDay.length)
  for (let i = 0; i < byDay.length; i++) {
    const row = byDay[i]!
    rows[next[codes[row]!]!++] = row
  }
  return { starts, rows }
}

/** An order begins with the first of its purchases; without orders each purchase is one. */
function kindsOf(
  starts: Int32Array,
  rows: Int32Array,
  amounts: Float64Array,
  refunds: RefundPolicy,
  orders: Int32Array | undefined,
): Uint8Array {
  const kinds = new Uint8Array(rows.length)
  const seenBy = orders ? new Int32Array(orders.length).fill(-1) : undefined
  for (let customer = 0; customer + 1 < starts.length; customer++) {
    for (let at = starts[customer]!; at < starts[customer + 1]!; at++) {
      if (refunds !== 'keep' && amounts[at]! < 0) continue
      kinds[at] = ORDER
      if (!orders || !seenBy) continue
      const order = orders[rows[at]!]!
      if (seenBy[order] === customer) kinds[at] = PURCHASE
      seenBy[order] = customer
    }
  }
  return kinds
}

function idsOf(customer: Column, rows: Int32Array): Column {
  const taken = takeColumn(customer, rows)
  return asColumn(customer.name, taken.type, [taken])
}

function firstRowsOf(codes: Int32Array, customers: number): Int32Array {
  const firsts = new Int32Array(customers)
  for (let i = codes.length - 1; i >= 0; i--) firsts[codes[i]!] = i
  return firsts
}

function firstPurchase(days: Int32Array, kinds: Uint8Array): number {
  let first = Infinity
  for (let at = 0; at < days.length; at++) if (kinds[at] !== REFUND && days[at]! < first) first = days[at]!
  return first === Infinity ? NaN : first
}
