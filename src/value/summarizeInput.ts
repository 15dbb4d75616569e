import { ClienteleError } from '../error.js'
import type { DataType, Table } from '../table/arrow.js'
import { type Column, findColumn } from '../table/column.js'
import { groupRows } from '../table/group.js'
import { type About, requireRole, type RoleOptions, roleColumn } from '../table/metadata.js'
import { countMissing } from '../table/missing.js'
import { readNumbers } from '../table/numbers.js'
import { isText } from '../table/strings.js'
import { isBareDate, MS_A_DAY, readTimes } from '../table/times.js'
import type { Rules } from './summarizeOptions.js'
import type { Chunk } from './summarizePartition.js'

/** Which column plays which role. */
export interface Roles {
  readonly customer: string
  readonly time: string
  readonly amount: string | undefined
  readonly quantity: string | undefined
  readonly price: string | undefined
  readonly order: string | undefined
}

/** The columns that options name, or the table itself; an amount beats a quantity and a price. */
export function readRoles(who: string, table: Table, options: RoleOptions, known: About): Roles {
  const customer = requireRole('customer', options, known, table, who)
  const time = requireRole('time', options, known, table, who)
  const order = roleColumn('order', options, known)
  const asked = options.quantity !== undefined || options.price !== undefined
  const source =
    asked && options.amount === undefined ? { ...known, roles: { ...known.roles, amount: undefined } } : known
  const amount = roleColumn('amount', options, source as About)
  if (amount !== undefined) return { customer, time, order, amount, quantity: undefined, price: undefined }
  const quantity = roleColumn('quantity', options, known)
  if (quantity === undefined)
    return {
      customer,
      time,
      order,
      amount: requireRole('amount', options, known, table, who),
      quantity,
      price: undefined,
    }
  return { customer, time, order, amount, quantity, price: requireRole('price', options, known, table, who) }
}

/** A table's rows as typed arrays, none of them missing. */
export interface Input {
  readonly chunk: Chunk
  readonly customers: number
  /** Whether times are dates without a time of day. */
  readonly bareDates: boolean
  readonly timeType: DataType
  readonly timeName: string
  readonly ticksPerDay: number
}

export function readInput(
  who: string,
  table: Table,
  roles: Roles,
  rules: Pick<Rules, 'timeZone' | 'day'>,
): Input {
  const customer = findColumn(table, roles.customer, who)
  const time = findColumn(table, roles.time, who)
  const ticks = readTimes(time, who)
  const amounts = readAmounts(who, table, roles)
  checkPresent(who, customer, countMissing(customer), 'customer')
  checkPresent(who, time, countNaN(ticks), 'time')
  const { codes, size } = groupRows([customer], who)
  const bareDates = isBareDate(time.type) || (isText(time.type) && ticks.every((ms) => ms % MS_A_DAY === 0))
  const days = bareDates || rules.timeZone === undefined ? undefined : Int32Array.from(ticks, rules.day)
  const orders = roles.order === undefined ? undefined : readOrders(who, table, roles.order)
  const chunk = { rows: codes.length, codes, ticks, amounts, days, orders }
  return {
    chunk,
    customers: size,
    bareDates,
    timeType: time.type,
    timeName: time.name,
    ticksPerDay: MS_A_DAY,
  }
}

function readOrders(who: string, table: Table, name: string): Int32Array {
  const column = findColumn(table, name, who)
  checkPresent(who, column, countMissing(column), 'order')
  return groupRows([column], who).codes
}

function readAmounts(who: string, table: Table, { amount, quantity, price }: Roles): Float64Array {
  if (amount !== undefined) return readFinite(who, findColumn(table, amount, who), 'amount')
  const quantities = readFinite(who, findColumn(table, quantity!, who), 'quantity')
  const prices = readFinite(who, findColumn(table, price!, who), 'price')
  return quantities.map((value, i) => value * prices[i]!)
}

function readFinite(who: string, column: Column, role: string): Float64Array {
  const values = readNumbers(column, who)
  // Zero unless a value is NaN or infinite.
  let trace = 0
  for (let i = 0; i < values.length; i++) trace += values[i]! - values[i]!
  if (trace === 0) return values
  checkPresent(who, column, countNaN(values), role)
  const row = values.findIndex((value) => !Number.isFinite(value))
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' is ${values[row]} in row ${row}, but an ${role} must be finite; leave such rows out with where or cleanOrders.`,
  )
}

function countNaN(values: Float64Array): number {
  let count = 0
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) count++
  return count
}

function checkPresent(who: string, column: Column, missing: number, role: string): void {
  if (missing === 0) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' is missing in ${missing} of ${column.length} rows, but each row needs its ${role}; cleanOrders leaves such rows out and says how many there were.`,
  )
}
