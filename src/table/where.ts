import type { Table } from 'apache-arrow'
import { adopt } from './adopt.js'
import { addCounts } from './metadata.js'
import { passingRows } from './passingRows.js'
import type { Row, Value } from './rows.js'
import { takeRows } from './take.js'
import type { Columns, Own, TableLike } from './types.js'
import type { Comparable, ColumnTest } from './whereTests.js'

/** For each column a value that it must equal, or a test; all of them must hold. */
export type Conditions<T> = string extends keyof T
  ? { readonly [column: string]: any }
  : { readonly [K in keyof T]?: Comparable<Value<T[K]>> | null | ColumnTest<Value<T[K]>> | undefined }

/** A function that says whether to keep a row. */
export type RowTest<T> = (row: Row<T>, index: number) => boolean

/**
 * The rows that meet a condition, in their order: one country's orders, last year's, those above a sum.
 *
 * A condition is an object, `{country: 'France', amount: {from: 10}}`, whose parts must all hold, or a function of the row. The
 * object's tests are `is`, `not`, `in`, `notIn`, `from`, `to` (both included), `above`, `below` (both excluded), `matches` (a
 * regular expression) and `missing`. Dates are given as `Date` or ISO strings; a bare date is its whole day (UTC), so `to:
 * '2011-12-09'` is through the end of that day. A missing value (null or NaN) equals only null: it passes `not` and `notIn`, and
 * fails every other test.
 *
 * A function gets one row object that moves from row to row and reads a column when it is first asked for: take what
 * is needed from it, don't keep it.
 *
 * @param table - any Arrow table
 * @param condition - an object of tests by column, or a function of the row that returns true or false
 * @returns a new table of one batch; `about(result).counts.where` has `kept` and `left_out`
 * @throws ClienteleError `column-missing`; `option-invalid` for a value that the column cannot hold, a test that is
 *   not known, or a function that returns anything but true or false
 *
 * Cost: some 10 ns a row and test (text is tested once per distinct value, after 60 ns a row to tell them apart), 0.1 µs a row and column
 * for a function; then a copy of the rows kept.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   { country: 'FR', placed: new Date('2025-03-01T10:00:00Z'), amount: 20 },
 *   { country: 'DE', placed: new Date('2025-03-04T09:00:00Z'), amount: 5 },
 * ])
 * console.log(where(orders, { placed: { to: '2025-03-01' }, country: { in: ['FR', 'DE'] } }).numRows) // 1
 * console.log(where(orders, (row) => row.amount !== null && row.amount > 3).numRows) // 2
 * ```
 */
export function where<T extends Columns>(
  table: TableLike<T>,
  condition: Conditions<T> | RowTest<T>,
): Table<Own<T>> {
  const own = adopt(table, 'where')
  const passes = passingRows(own, condition, 'where')
  let kept = 0
  for (const pass of passes) kept += pass
  const rows = new Int32Array(kept)
  for (let i = 0, at = 0; i < passes.length; i++) if (passes[i] === 1) rows[at++] = i
  const counts = { kept, left_out: passes.length - kept }
  return addCounts(takeRows(own, rows), 'where', counts) as unknown as Table<Own<T>>
}
