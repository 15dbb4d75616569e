import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { type Column, findColumn } from '../../table/column.js'
import { clockOf, daysOf } from '../../table/days.js'
import { type RoleOptions, readAbout, requireRole, roleColumn } from '../../table/metadata.js'
import { readFinite } from '../../value/readFinite.js'
import { readTimes } from '../../table/times.js'

/** What charts need of order lines. */
export interface Lines {
  readonly customer: Column
  readonly time: Column
  readonly order: Column | undefined
  /** Calendar day of each line since 1970; NaN where missing. */
  readonly days: Float64Array
  /** What each line brought; NaN where missing. */
  readonly amounts: Float64Array
}

/** Reads the columns that play the roles, which travel with the table or are given. */
export function readLines(
  table: Table,
  roles: RoleOptions & { timeZone?: string | undefined },
  who: string,
): Lines {
  const known = readAbout(table, who)
  const column = (role: 'customer' | 'time') =>
    findColumn(table, requireRole(role, roles, known, table, who), who)
  const order = roleColumn('order', roles, known)
  const clock = clockOf(roles.timeZone ?? known.timeZone, who)
  const time = column('time')
  return {
    customer: column('customer'),
    time,
    order: order === undefined ? undefined : findColumn(table, order, who),
    days: daysOf(time, readTimes(time, who), clock),
    amounts: readAmounts(table, roles, who),
  }
}

function readAmounts(table: Table, roles: RoleOptions, who: string): Float64Array {
  const known = readAbout(table, who)
  const numbers = (name: string) => readFinite(findColumn(table, name, who), who)
  const amount = roleColumn('amount', roles, known)
  if (amount !== undefined) return numbers(amount)
  const quantity = roleColumn('quantity', roles, known)
  const price = roleColumn('price', roles, known)
  if (quantity === undefined || price === undefined) {
    throw new ClienteleError(
      'role-missing',
      `${who}: which column is the amount? Say amount: '…', or quantity: '…' and price: '…'.`,
    )
  }
  const prices = numbers(price)
  return numbers(quantity).map((q, i) => q * prices[i]!)
}
