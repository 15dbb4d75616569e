import { checkOptions } from '../options.js'
import type { Table } from '../table/arrow.js'
import { columnsTable, type ColumnValues } from '../table/columnsTable.js'
import type { ValueType } from '../table/values.js'

/** What `fromColumns` and `fromDanfo` can be told. */
export interface FromColumnsOptions {
  /** Types of columns that are not to be found from their values, by name: `{since: 'date'}`. */
  readonly types?: { readonly [name: string]: ValueType } | undefined
}

/**
 * A table from plain arrays by column: what most JavaScript libraries hold their data in.
 *
 * Typed arrays keep their type and are not copied: change them and the table changes. Plain arrays are read as
 * by `fromRows`: numbers become Float64, strings a dictionary, booleans Bool, dates Timestamp, bigints Int64;
 * null, undefined and NaN are missing.
 *
 * @param columns - arrays of equal length by column name
 * @param options - `types`: the type of some columns by name, where it should be another
 * @returns a table of one batch
 * @throws ClienteleError `value-invalid` for arrays of different lengths, mixed types or nested values
 *
 * Cost: nothing for typed arrays, some 0.1 µs a value for others.
 *
 * @example
 * ```ts
 * const customers = fromColumns({ customer_id: ['ann', 'bob'], revenue: Float64Array.of(20, 35.5) })
 * console.log(toRows(customers)[1]) // { customer_id: 'bob', revenue: 35.5 }
 * ```
 */
export function fromColumns(
  columns: { readonly [name: string]: ColumnValues },
  options: FromColumnsOptions = {},
): Table {
  checkOptions('fromColumns', options, ['types'])
  return columnsTable(columns, options.types ?? {}, 'fromColumns')
}
