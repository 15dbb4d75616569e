import type { Table } from '../../table/arrow.js'
import { roundingOf } from '../../table/decimals.js'
import { findColumn } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import { readFinite } from '../../value/readFinite.js'
import { readStrings } from '../../table/strings.js'
import { asColumn } from '../../table/column.js'
import { takeColumn } from '../../table/take.js'

/** The columns of a customer table that reports read, by their conventional names. */
export interface CustomerColumns {
  readonly rows: number
  readonly orders: Float64Array
  readonly revenue: Float64Array
  readonly quiet: Float64Array
}

/** Reads `orders`, `revenue` and `days_since_last`. */
export function readCustomers(table: Table, who: string): CustomerColumns {
  const numbers = (name: string) => readFinite(findColumn(table, name, who), who)
  return {
    rows: table.numRows,
    orders: numbers('orders'),
    revenue: numbers('revenue'),
    quiet: numbers('days_since_last'),
  }
}

/** A text column as group numbers and the name of each group; a missing name is null. */
export function readGroups(
  table: Table,
  name: string,
  who: string,
): { readonly codes: Int32Array; readonly names: readonly (string | null)[] } {
  const column = findColumn(table, name, who)
  const { codes, firstRows } = groupRows([column])
  const names = readStrings(asColumn(name, column.type, [takeColumn(column, firstRows)]))
  return { codes, names }
}

/** The middle value of numbers, NaN where there are none; missing ones are not counted. */
export function median(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const half = sorted.length >> 1
  if (sorted.length === 0) return NaN
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** The sum of numbers, without the dust of binary fractions; missing ones count as 0. */
export function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) if (!Number.isNaN(value)) total += value
  return roundingOf(values)(total)
}

/** A part of a whole; 0 where the whole is not positive. */
export function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}
