import { ClienteleError } from '../../error.js'
import { defaultFeatures } from '../../learn/features.js'
import { checkOptions, invalid } from '../../options.js'
import { adopt, describe } from '../../table/adopt.js'
import { type Table, Type, type Vector } from '../../table/arrow.js'
import { dictionary, float64 } from '../../table/build.js'
import { readCategories } from '../../table/categories.js'
import { findColumn } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import type { TableLike } from '../../table/types.js'
import type { History } from '../history/readHistory.js'
import { checkWrapped, codesOf, readDaysOf } from './events.js'

/** A table of what is known of customers themselves: country, year of birth, who brought them. */
export interface Attributes {
  readonly table: TableLike
  /** The column of the customer's id, as in the orders. */
  readonly customer: string
  /** The columns to take. Default: numbers, yes/no and repeated text that are no ids; dates where they are named. */
  readonly columns?: readonly string[] | undefined
  /**
   * The column of the day from which on a row holds: at a cut-off the latest row by then counts, and a customer may have several. Without it each has one row, which is
   * assumed to have held at every cut-off; leave out what changes with time or came to light later.
   */
  readonly known?: string | undefined
}

/** Attributes of customers, read. */
export interface AttributeRows {
  readonly names: readonly string[]
  /** The columns of customers at a cut-off. */
  at(customers: Int32Array, cutoff: number): { readonly [name: string]: Vector }
}

/** Reads what is known of the customers of a history. */
export function readAttributes(who: string, given: Attributes, history: History): AttributeRows {
  checkWrapped(who, 'customers', given, 'table, customer')
  checkOptions(who, given, ['table', 'customer', 'columns', 'known'], 'customers')
  const { customer, columns, known } = given
  if (typeof customer !== 'string') {
    throw invalid(who, `customers.customer must name a column of its table, but got ${describe(customer)}`)
  }
  const table = adopt(given.table, who)
  const apart = known === undefined ? [customer] : [customer, known]
  const names = columns ?? defaultFeatures(who, table, apart)
  checkColumns(who, names, apart)
  const codes = codesOf(who, table, customer, history)
  const from = known === undefined ? undefined : readKnown(who, table, known, history)
  const rows = rowsByCustomer(who, codes, from, history.customers, customer)
  const readers = names.map((name) => [name, readAttribute(who, table, name, history)] as const)
  return {
    names,
    at: (customers, cutoff) => {
      const chosen = Int32Array.from(customers, (one) => rows(one, cutoff))
      return Object.fromEntries(readers.map(([name, read]) => [name, read(chosen, cutoff)]))
    },
  }
}

function checkColumns(who: string, names: unknown, apart: readonly string[]): void {
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')
  if (isList && new Set([...names, ...apart]).size === names.length + apart.length) return
  throw invalid(
    who,
    `customers.columns must name columns of its table to learn from, each once and none of ${apart.join(', ')}, but got ${isList ? names.join(', ') : describe(names)}`,
  )
}

function readKnown(who: string, table: Table, name: string, history: History): Float64Array {
  const days = readDaysOf(who, table, name, history.clock)
  const row = days.findIndex((day) => Number.isNaN(day))
  if (row < 0) return days
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' of customers is missing in row ${row + 1}, but says from when on each row holds; fill it, or leave such rows out with where.`,
  )
}

/** Which row holds for a customer at a cut-off; −1 for none. */
function rowsByCustomer(
  who: string,
  codes: Int32Array,
  from: Float64Array | undefined,
  customers: number,
  name: string,
): (customer: number, cutoff: number) => number {
  const order = [...codes.keys()].filter((row) => codes[row]! >= 0)
  // Later rows first, so that the first one that was known by then is the latest.
  if (from) order.sort((a, b) => from[b]! - from[a]! || b - a)
  const first = new Int32Array(customers).fill(-1)
  const next = new Int32Array(codes.length).fill(-1)
  for (let k = order.length - 1; k >= 0; k--) {
    const row = order[k]!
    next[row] = first[codes[row]!]!
    first[codes[row]!] = row
    if (from || next[row]! < 0) continue
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' of customers names a customer again in row ${next[row]! + 1}; give each one row, or say from when on rows hold: known: '…'.`,
    )
  }
  return (customer, cutoff) => {
    let row = first[customer]!
    if (!from) return row
    while (row >= 0 && from[row]! > cutoff) row = next[row]!
    return row
  }
}

/** What makes a column of rows: numbers and categories as they are, dates as days from them to the cut-off, if they lie before it. */
function readAttribute(
  who: string,
  table: Table,
  name: string,
  history: History,
): (rows: Int32Array, cutoff: number) => Vector {
  const column = findColumn(table, name, who)
  const { typeId } = column.type
  if (typeId === Type.Date || typeId === Type.Timestamp) {
    const days = readDaysOf(who, table, name, history.clock)
    return (rows, cutoff) =>
      float64(
        Float64Array.from(rows, (row) => (row >= 0 && days[row]! <= cutoff ? cutoff - days[row]! : NaN)),
      )
  }
  if (isNumeric(column.type)) {
    const numbers = readNumbers(column, who)
    return (rows) => float64(Float64Array.from(rows, (row) => (row < 0 ? NaN : numbers[row]!)))
  }
  const { codes, labels } = readCategories(column, who)
  return (rows) =>
    dictionary(
      Int32Array.from(rows, (row) => (row < 0 ? -1 : codes[row]!)),
      labels,
    )
}
