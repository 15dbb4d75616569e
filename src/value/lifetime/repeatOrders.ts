import { ClienteleError } from '../../error.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { asColumn, findColumn } from '../../table/column.js'
import { type Clock, clockOf, daysOf } from '../../table/days.js'
import { groupRows } from '../../table/group.js'
import { readAbout, type RoleOptions, roleColumn, requireRole } from '../../table/metadata.js'
import { reconcile } from '../../table/reconcile.js'
import { readTimes } from '../../table/times.js'
import type { TableLike } from '../../table/types.js'
import { readOrderRows } from '../../table/orders/orderRows.js'
import { readRoles } from '../../table/orders/roles.js'

/** The steps of time over which orders are counted, in calendar days. */
export interface Span {
  readonly start: number
  readonly end: number
  /** Days a step. */
  readonly days: number
  readonly steps: number
}

/**
 * Days with a purchase of each customer, without the first: how many there were by the end of each step. Customers and
 * purchases are those of `summarize`: only who has a row in `customers` that counts, and refunds as they were treated there.
 */
export function repeatOrders(
  given: TableLike,
  roles: RoleOptions,
  customers: Table,
  counted: (row: number) => boolean,
  { start, end, days, steps }: Span,
  who: string,
): Float64Array {
  const table = adopt(given, who)
  const [known, own] = [readAbout(table, who), readAbout(customers, who)]
  const name = requireRole('customer', roles, known, table, who)
  const { codes, size, first } = customerCodes(table, name, customers, idColumn(customers, name, who), who)
  const clock = clockOf(own.timeZone ?? known.timeZone, who)
  const bought = purchaseDays(table, roles, own.refunds, clock, who)
  const seen = Array.from({ length: size }, () => new Set<number>())
  bought.forEach((day, i) => day <= end && seen[codes[first + i]!]!.add(day))
  const out = new Float64Array(steps)
  for (let row = 0; row < first; row++) {
    if (!counted(row)) continue
    const own = seen[codes[row]!]!
    const earliest = Math.min(...own)
    for (const d of own) {
      const step = Math.max(0, Math.ceil((d - start) / days - 1e-9) - 1)
      if (d > earliest && step < steps) out[step]!++
    }
  }
  for (let s = 1; s < steps; s++) out[s]! += out[s - 1]!
  return out
}

/** The column that says who the customers are: the one that the table knows, else one of the orders' name. */
function idColumn(customers: Table, ordersName: string, who: string): string {
  const names = customers.schema.fields.map(({ name }) => name)
  const found = [readAbout(customers, who).roles.customer, ordersName].find(
    (name) => name !== undefined && names.includes(name),
  )
  if (found !== undefined) return found
  throw new ClienteleError(
    'role-missing',
    `${who}: tracking needs to know which orders are of these customers, but the table of customers has no column '${ordersName}' (columns: ${names.slice(0, 12).join(', ')}); keep the customer's id in it.`,
  )
}

/** One number a customer over the rows of customers, then (from row `first` on) those of orders. */
function customerCodes(table: Table, name: string, customers: Table, id: string, who: string) {
  const pair = [findColumn(customers, id, who), findColumn(table, name, who)]
  const { type, columns } = reconcile(pair, ['customers', 'orders'], who)
  const both = asColumn(
    id,
    type,
    columns.flatMap(({ chunks }) => chunks),
  )
  return { ...groupRows([both], who), first: customers.numRows }
}

/** The day of each row; NaN where there is none, or the row is a refund and those are no purchases. */
function purchaseDays(
  table: Table,
  roles: RoleOptions,
  refunds: string | undefined,
  clock: Clock,
  who: string,
): Float64Array {
  const known = readAbout(table, who)
  const time = findColumn(table, requireRole('time', roles, known, table, who), who)
  const days = daysOf(time, readTimes(time, who), clock)
  const priced = [roleColumn('amount', roles, known), roleColumn('quantity', roles, known)]
  // Where nobody says how refunds were treated, and no amount tells them, there are none.
  if (refunds === 'keep' || (refunds === undefined && priced.every((column) => column === undefined)))
    return days
  const { amounts } = readOrderRows(who, table, readRoles(who, table, roles, known), { clock }).chunk
  return days.map((day, i) => (amounts[i]! < 0 ? NaN : day))
}
