import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import type { PairList } from '../prepared.js'

/**
 * The pairs of a table with the columns `row_a` and `row_b`: row numbers of a table of records, in either order. Each pair may be there
 * once. `what` names the table where it is not the first argument. Messages hold row numbers and nothing else of the records.
 */
export function readPairs(table: Table, rows: number, who: string, what = 'the pairs'): PairList {
  const { a, b } = readRowPairs(table, rows, who, what)
  const twice = repeated(a, b, rows)
  if (twice >= 0) {
    throw new ClienteleError(
      'contradiction',
      `${who}: row_a and row_b hold a pair more than once in ${what}, records ${a[twice]!} and ${b[twice]!}; keep one row of each pair.`,
    )
  }
  return { length: a.length, a, b }
}

/** Pairs as their table lists them, the lower row first. */
export type RowPairs = { readonly a: Int32Array; readonly b: Int32Array }

/** As `readPairs`, for tables that may hold a pair more than once. */
export function readRowPairs(table: Table, rows: number, who: string, what = 'the pairs'): RowPairs {
  const a = readRows(table, 'row_a', rows, who, what)
  const b = readRows(table, 'row_b', rows, who, what)
  for (let p = 0; p < a.length; p++) {
    const [x, y] = [a[p]!, b[p]!]
    if (x === y) throw invalidRow(who, 'row_b', `row ${p + 1} of ${what} pairs record ${x} with itself`)
    a[p] = Math.min(x, y)
    b[p] = Math.max(x, y)
  }
  return { a, b }
}

function readRows(table: Table, name: string, rows: number, who: string, what: string): Int32Array {
  const column = findColumn(table, name, who)
  if (!isNumeric(column.type)) {
    throw new ClienteleError(
      'column-type',
      `${who}: column '${name}' is ${String(column.type)}, but needs row numbers of the records; candidatePairs gives them.`,
    )
  }
  const numbers = readNumbers(column, who)
  const out = new Int32Array(numbers.length)
  for (let p = 0; p < numbers.length; p++) {
    const row = numbers[p]!
    if (!Number.isInteger(row) || row < 0 || row >= rows) {
      const got = Number.isNaN(row) ? 'is missing' : `is ${row}`
      throw invalidRow(who, name, `it ${got} in row ${p + 1} of ${what}, and the records have ${rows} rows`)
    }
    out[p] = row
  }
  return out
}

function invalidRow(who: string, name: string, found: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' must hold row numbers of the records, from 0, but ${found}; use the pairs that were made from these records.`,
  )
}

/** A pair that is there twice, or −1. Sorted pairs, as `candidatePairs` gives them, are seen through in one pass. */
function repeated(a: Int32Array, b: Int32Array, rows: number): number {
  const key = (p: number) => a[p]! * rows + b[p]!
  let sorted = true
  for (let p = 1; p < a.length && sorted; p++) sorted = key(p) > key(p - 1)
  if (sorted) return -1
  const seen = Float64Array.from({ length: a.length }, (_, p) => key(p)).sort()
  for (let p = 1; p < seen.length; p++) {
    if (seen[p] === seen[p - 1]) return a.findIndex((_, q) => key(q) === seen[p])
  }
  return -1
}
