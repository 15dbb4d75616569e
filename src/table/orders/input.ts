import { ClienteleError } from '../../error.js'
import { areDecimal, areWhole } from '../decimals.js'
import type { DataType, Table } from '../arrow.js'
import { countWithoutId, hasBlank } from '../blank.js'
import { asColumn, type Column, counted, findColumn } from '../column.js'
import { type Clock, settleZone } from '../days.js'
import { groupRows } from '../group.js'
import { type KeyChunk, readKeys } from '../keys.js'
import { countMissing } from '../missing.js'
import { readNumbers } from '../numbers.js'
import { isText } from '../strings.js'
import { readTicks } from '../ticks.js'
import { MS_A_DAY } from '../times.js'
import type { Roles } from './roles.js'

/** How customers are told apart: by dense numbers, by keys of up to eight bytes, or by bytes of any number. */
export type Keys = 'codes' | 'short' | 'bytes'

/** Rows as typed arrays; which of the keys is there depends on `Keys`. */
export interface Chunk {
  readonly rows: number
  readonly codes?: Int32Array | undefined
  readonly offsets?: Int32Array | undefined
  readonly bytes?: Uint8Array | undefined
  /** 64-bit integers as pairs of words, the lower first. */
  readonly integers?: Int32Array | undefined
  /** Times as doubles, or as 64-bit integers in pairs of words. */
  readonly ticks: Float64Array | Int32Array
  readonly amounts: Float64Array
  /** Calendar days, where they do not follow from ticks alone. */
  readonly days?: Int32Array | undefined
  /** The number of the order that a row belongs to. */
  readonly orders?: Int32Array | undefined
}

/** A table's rows as typed arrays, none of them missing. */
export interface Input {
  readonly keys: Keys
  /** Where customers have codes: codes are below this. */
  readonly codes: number
  readonly chunks: readonly Chunk[]
  readonly rows: number
  /** Whether rows say which order they belong to. */
  readonly ordered: boolean
  readonly ticksPerDay: number
  /** Whether times are dates without a time of day. */
  readonly bareDates: boolean
  /** Whether times carry a zone, so that their days come from that of the options. */
  readonly zoned: boolean
  /** Whether all amounts are decimals of at most four places. */
  readonly decimal: boolean
  readonly time: { readonly name: string; readonly type: DataType }
}

/** How keys are told apart: those of one table, or of all tables of a stream. */
export interface Readers {
  readonly readKeys: (
    column: Column,
    who: string,
  ) => { readonly kind: Keys; readonly limit?: number; readonly chunks: readonly KeyChunk[] }
  /** The number of each row's order. */
  readonly readOrders: (column: Column, who: string) => Int32Array
}

const OF_ONE_TABLE: Readers = { readKeys, readOrders: (column, who) => groupRows([column], who).codes }

/** Reads the columns of one table; errors name the column and say how many rows are missing. */
export function readInput(
  who: string,
  table: Table,
  roles: Roles,
  rules: { readonly clock: Clock },
  { readKeys, readOrders }: Readers = OF_ONE_TABLE,
): Input {
  const customer = findColumn(table, roles.customer, who)
  const time = findColumn(table, roles.time, who)
  if (countMissing(customer) > 0) throw withoutCustomer(who, customer)
  const { chunks: times, ticksPerDay, bareDates } = readTicks(time, who)
  checkPresent(who, time, countNaN(times), 'time')
  const { amounts, decimal } = readAmounts(who, table, roles)
  const keys = readKeys(customer, who)
  if (maybeBlank(customer, keys.chunks) && countWithoutId(customer) > 0) throw withoutCustomer(who, customer)
  const orders = roles.order === undefined ? undefined : readOrders(findOrder(who, table, roles.order), who)
  const msPerTick = MS_A_DAY / ticksPerDay
  const { clock } = rules
  const zoned = !bareDates && !clock.isUtc && settleZone(time, times as Float64Array[], clock)
  let start = 0
  const chunks = times.map((ticks, c) => {
    const rows = time.chunks[c]!.length
    const days = zoned
      ? Int32Array.from({ length: rows }, (_, i) => clock.day(tickAt(ticks, i) * msPerTick))
      : undefined
    const own = orders?.subarray(start, (start += rows))
    return Object.assign({ rows, ticks, amounts: amounts[c]!, days, orders: own }, keys.chunks[c])
  })
  return {
    keys: keys.kind,
    codes: keys.limit ?? 0,
    ordered: orders !== undefined,
    chunks,
    rows: customer.length,
    ticksPerDay,
    bareDates,
    zoned,
    decimal,
    time,
  }
}

/** Whether a customer may be blank text: told from the keys where they are text, else to be counted. */
function maybeBlank({ type, chunks }: Column, keys: readonly KeyChunk[]): boolean {
  if (!isText(type)) return false
  return keys.some(
    ({ offsets, bytes }, c) => !offsets || !bytes || hasBlank(offsets, bytes, chunks[c]!.length),
  )
}

/** A value of a column of ticks as a double. */
export function tickAt(ticks: Float64Array | Int32Array, i: number): number {
  if (ticks instanceof Float64Array) return ticks[i]!
  return ticks[2 * i + 1]! * 4294967296 + (ticks[2 * i]! >>> 0)
}

function findOrder(who: string, table: Table, name: string): Column {
  const column = findColumn(table, name, who)
  checkPresent(who, column, countMissing(column), 'order')
  return column
}

/** Amounts, a part for each chunk, and whether all are decimals of at most four places. */
interface Amounts {
  readonly amounts: Float64Array[]
  readonly decimal: boolean
}

function readAmounts(who: string, table: Table, { amount, quantity, price }: Roles): Amounts {
  if (amount !== undefined) return readFinite(who, findColumn(table, amount, who), 'amount')
  const { amounts: quantities } = readFinite(who, findColumn(table, quantity!, who), 'quantity')
  const { amounts: prices, decimal } = readFinite(who, findColumn(table, price!, who), 'price')
  const amounts = quantities.map((part, c) => {
    const products = part.map((value, i) => value * prices[c]![i]!)
    if (!allFinite(products)) {
      throw isTooLarge(who, quantity!, price!)
    }
    return products
  })
  return { amounts, decimal: decimal && quantities.every(areWhole) }
}

/** The error for a product that overflows. */
export function isTooLarge(who: string, quantity: string, price: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: '${quantity}' times '${price}' is more than a number can hold in some row; leave such rows out with where.`,
  )
}

function readFinite(who: string, column: Column, role: string): Amounts {
  const { name, type, chunks } = column
  const amounts = chunks.map((chunk) => readNumbers(asColumn(name, type, [chunk]), who))
  const decimal = amounts.every(areDecimal)
  if (decimal || amounts.every(allFinite)) return { amounts, decimal }
  checkPresent(who, column, countNaN(amounts), role)
  const infinite = amounts.reduce((n, part) => n + part.filter((value) => !Number.isFinite(value)).length, 0)
  throw isInfinite(who, column, infinite, role)
}

/** The error for numbers that are infinite. */
export function isInfinite(
  who: string,
  { name, length }: Pick<Column, 'name' | 'length'>,
  count: number,
  role: string,
): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' is infinite in ${count} of ${counted(length, 'row')}, but each row needs a finite ${role}; leave such rows out with where or cleanOrders.`,
  )
}

function allFinite(values: Float64Array): boolean {
  // Zero unless a value is NaN or infinite.
  let trace = 0
  for (let i = 0; i < values.length; i++) trace += values[i]! - values[i]!
  return trace === 0
}

function countNaN(parts: readonly (Float64Array | Int32Array)[]): number {
  let count = 0
  for (const part of parts) {
    if (part instanceof Float64Array)
      for (let i = 0; i < part.length; i++) if (Number.isNaN(part[i]!)) count++
  }
  return count
}

function checkPresent(who: string, column: Column, missing: number, role: string): void {
  if (missing > 0) throw isMissing(who, column, missing, role, 'missing')
}

function withoutCustomer(who: string, column: Column): ClienteleError {
  const count = countWithoutId(column)
  const what = count > countMissing(column) ? 'missing or blank' : 'missing'
  return isMissing(who, column, count, 'customer', what)
}

/** The error for a role that is missing in some rows. */
export function isMissing(
  who: string,
  { name, length }: Pick<Column, 'name' | 'length'>,
  count: number,
  role: string,
  what: string,
): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' is ${what} in ${count} of ${counted(length, 'row')}, but each row needs its ${role}; cleanOrders leaves such rows out and says how many there were.`,
  )
}
