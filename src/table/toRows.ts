import { adopt } from './adopt.js'
import { readCells } from './cells.js'
import { allColumns } from './column.js'
import type { Row } from './rows.js'
import type { Columns, TableLike } from './types.js'

/**
 * The rows of a table as plain objects, to print, to send as JSON, to hand to a template: text as strings,
 * dates and timestamps as `Date`, whole numbers as numbers where they are safe and as bigints beyond 2⁵³,
 * decimals as the nearest number, missing values (NaN too) as null.
 *
 * @param table - any Arrow table
 * @returns a new array of new objects, in the table's order of rows and columns
 * @throws ClienteleError `contradiction` where two columns have the same name
 *
 * Cost: some 0.2 µs a value; meant for results, not for millions of rows.
 *
 * @example
 * ```ts
 * const table = fromRows([{ customer: 'ann', amount: 20 }])
 * console.log(toRows(table)) // [ { customer: 'ann', amount: 20 } ]
 * ```
 */
export function toRows<T extends Columns>(table: TableLike<T>): Row<T>[] {
  const own = adopt(table, 'toRows')
  const columns = allColumns(own, 'toRows')
  const names = columns.map(({ name }) => name)
  const cells = columns.map((column) => readCells(column, 'toRows'))
  return Array.from({ length: own.numRows }, (_, i) => {
    // Entries, since a column may be called __proto__.
    return Object.fromEntries(names.map((name, c) => [name, cells[c]!(i)])) as Row<T>
  })
}
