import { ClienteleError } from '../../error.js'
import { type Rounding, roundingOf, roundingOfProducts } from '../../table/decimals.js'
import type { Table } from '../../table/arrow.js'
import { groupsWithoutId } from '../../table/blank.js'
import { asColumn, type Column, findColumn } from '../../table/column.js'
import { type Groups, groupRows } from '../../table/group.js'
import { type About, requireRole, roleColumn, roleMissing, type RoleOptions } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { takeColumn } from '../../table/take.js'
import { refuseTwice } from '../../table/orders/roles.js'
import { readTimes } from '../../table/times.js'

/** More unreadable dates than this share are no stray cells but another format. */
const MOST_UNREADABLE = 0.05

/** The columns that hold the roles of order lines. */
export interface LineColumns {
  readonly customer: Column
  readonly time: Column
  readonly amount: Column | undefined
  readonly quantity: Column | undefined
  readonly price: Column | undefined
  readonly order: Column | undefined
  readonly product: Column | undefined
}

/** Order lines as plain arrays. */
export interface Lines {
  readonly rows: number
  readonly columns: LineColumns
  /** The customer of each line, −1 where there is none. */
  readonly customer: Int32Array
  readonly customers: Groups
  /** Milliseconds, NaN where missing or unreadable. */
  readonly time: Float64Array
  /** NaN where missing or not finite. */
  readonly amount: Float64Array
  readonly quantity: Float64Array | undefined
  readonly price: Float64Array | undefined
  /** What sums and differences of amounts are rounded by. */
  readonly round: Rounding
}

/** Finds the columns of the roles; one column cannot play two. */
export function findLineColumns(
  table: Table,
  options: RoleOptions & { readonly product?: string | undefined },
  known: About,
  who: string,
): LineColumns {
  const find = (name: string | undefined) => (name === undefined ? undefined : findColumn(table, name, who))
  const byParts = options.amount === undefined && (options.quantity ?? options.price) !== undefined
  const amount = byParts ? undefined : roleColumn('amount', options, known)
  const needed = (role: 'quantity' | 'price') =>
    amount === undefined ? requireParts(table, role, options, known, who) : roleColumn(role, options, known)
  const columns = {
    customer: findColumn(table, requireRole('customer', options, known, table, who), who),
    time: findColumn(table, requireRole('time', options, known, table, who), who),
    amount: find(amount),
    quantity: find(needed('quantity')),
    price: find(needed('price')),
    order: find(roleColumn('order', options, known)),
    product: find(options.product),
  }
  const named = Object.entries(columns).map(([role, column]) => [role, column?.name] as const)
  refuseTwice(Object.fromEntries(named), who)
  return columns
}

function requireParts(
  table: Table,
  role: 'quantity' | 'price',
  options: RoleOptions,
  known: About,
  who: string,
): string {
  const name = roleColumn(role, options, known)
  if (name !== undefined) return name
  throw roleMissing(table, who, "what is a line worth? Say amount: '…', or quantity: '…' and price: '…'")
}

/** Reads the columns once, as arrays. */
export function readLines(columns: LineColumns, who: string): Lines {
  const rows = columns.customer.length
  const quantity = columns.quantity && readNumbers(columns.quantity, who)
  const price = columns.price && readNumbers(columns.price, who)
  const given = columns.amount && readNumbers(columns.amount, who)
  const roundProduct = quantity && price && !given ? roundingOfProducts(quantity, price) : Number
  const amount = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const value = given ? given[i]! : roundProduct(quantity![i]! * price![i]!)
    // 0 is added so that −0 becomes 0.
    amount[i] = Number.isFinite(value) ? value + 0 : NaN
  }
  const customers = groupRows([columns.customer])
  const customer = withoutMissing(columns.customer, customers)
  return {
    rows,
    columns,
    customer,
    customers,
    time: readLineTimes(columns.time, who),
    amount,
    quantity,
    price,
    round: roundingOf(amount),
  }
}

function readLineTimes(column: Column, who: string): Float64Array {
  let unreadable = 0
  let example = ''
  const time = readTimes(column, who, (text) => {
    if (unreadable++ === 0) example = text
    return NaN
  })
  if (unreadable > MOST_UNREADABLE * column.length) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: ${unreadable} of ${column.length} values of column '${column.name}' are no ISO dates ('${example.slice(0, 40)}'), too many to be left out as stray cells; read them with readTable's option types, or convert them.`,
    )
  }
  return time
}

/** The group of each row, −1 where the key is null, NaN or blank text. */
function withoutMissing(column: Column, groups: Groups): Int32Array {
  const missing = groupsWithoutId(column, groups)
  if (!missing.includes(1)) return groups.codes
  return groups.codes.map((code) => (missing[code] === 1 ? -1 : code))
}

/** One value of the column for each group. */
export function firstValues(column: Column, groups: Groups): Column {
  return asColumn(column.name, column.type, [takeColumn(column, groups.firstRows)])
}
