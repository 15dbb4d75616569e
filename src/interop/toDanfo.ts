import { ClienteleError } from '../error.js'
import { adopt } from '../table/adopt.js'
import { readCells } from '../table/cells.js'
import { findColumn } from '../table/column.js'
import type { TableLike } from '../table/types.js'

/** The danfojs module, passed in: `import * as danfo from 'danfojs-node'`. */
export interface DanfoModule<Frame> {
  readonly DataFrame: new (columns: { [name: string]: unknown[] }, options: { dtypes: string[] }) => Frame
}

/**
 * A danfojs DataFrame from a table, for code that goes on with danfojs.
 *
 * Numbers, booleans and text become plain values with null where missing, dates and timestamps ISO strings
 * (`danfo.toDateTime` reads them). danfojs computes in 32-bit floats: sums there are less exact than here.
 *
 * @param table - any Arrow table of at least one row
 * @param danfo - the danfojs or danfojs-node module
 * @returns a new `danfo.DataFrame`
 * @throws ClienteleError `rows-too-few` for a table without rows, which danfojs cannot hold; `option-invalid` where
 * `danfo` is not that module
 *
 * Cost: some 0.1 µs a value; everything is copied.
 *
 * @example
 * ```ts
 * // import * as danfo from 'danfojs-node'
 * const danfo = { DataFrame: class { constructor(public columns: object) {} } }
 * const frame = toDanfo(fromRows([{ customer_id: 'ann', revenue: 20 }]), danfo)
 * console.log(frame.columns) // { customer_id: [ 'ann' ], revenue: [ 20 ] }
 * ```
 */
export function toDanfo<Frame>(table: TableLike, danfo: DanfoModule<Frame>): Frame {
  const own = adopt(table, 'toDanfo')
  if (typeof danfo?.DataFrame !== 'function') {
    throw new ClienteleError(
      'option-invalid',
      "toDanfo: the second argument must be the danfojs module, as imported from 'danfojs-node'.",
    )
  }
  if (own.numRows === 0) {
    throw new ClienteleError(
      'rows-too-few',
      'toDanfo: the table has no rows, and danfojs cannot hold an empty DataFrame.',
    )
  }
  const columns: Record<string, unknown[]> = {}
  for (const { name } of own.schema.fields) {
    const cells = readCells(findColumn(own, name, 'toDanfo'), 'toDanfo')
    columns[name] = Array.from({ length: own.numRows }, (_, i) => plainValue(cells(i)))
  }
  return new danfo.DataFrame(columns, { dtypes: Object.values(columns).map(dtype) })
}

function plainValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'bigint' ? Number(value) : value
}

/** danfojs' own guess looks at the first rows only and takes dates for numbers. */
function dtype(values: readonly unknown[]): string {
  const present = values.filter((value) => value !== null)
  if (typeof present[0] === 'boolean') return 'boolean'
  if (typeof present[0] !== 'number') return 'string'
  return present.every((value) => ((value as number) | 0) === value) ? 'int32' : 'float32'
}
