import { ClienteleError } from '../error.js'
import { checkOptions } from '../options.js'
import { describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { columnsTable } from '../table/columnsTable.js'
import type { FromColumnsOptions } from './fromColumns.js'

/** A danfojs DataFrame, recognised by its shape. */
export interface DanfoFrame {
  readonly columns: readonly string[]
  readonly dtypes: readonly string[]
  readonly index: readonly (string | number)[]
  column(name: string): { readonly values: unknown }
}

/** What `fromDanfo` can be told. */
export interface FromDanfoOptions extends FromColumnsOptions {
  /** A name for the frame's index as a column. Default: the index is left behind. */
  readonly index?: string | undefined
}

/**
 * A table from a danfojs DataFrame, so that a notebook that already holds its data in one can use it here.
 *
 * Numbers become Float64 (danfojs' `int32` Int32), strings a dictionary, booleans Bool, dates Timestamp; what
 * danfojs holds as missing (null, undefined, NaN) is null.
 *
 * @param frame - a DataFrame of danfojs or danfojs-node
 * @param options - `types`: the type of some columns by name; `index`: a column name for the frame's index
 * @returns a table of one batch
 * @throws ClienteleError `value-invalid` where the frame is none, or a column mixes types
 *
 * Cost: some 0.1 µs a value; danfojs holds plain JavaScript values, which are copied.
 *
 * @example
 * ```ts
 * // const frame = new danfo.DataFrame({ customer_id: ['ann', 'bob'], revenue: [20, 35.5] })
 * const frame = {
 *   columns: ['customer_id', 'revenue'],
 *   dtypes: ['string', 'float32'],
 *   index: [0, 1],
 *   column: (name: string) => ({ values: name === 'revenue' ? [20, 35.5] : ['ann', 'bob'] }),
 * }
 * console.log(toRows(fromDanfo(frame))[0]) // { customer_id: 'ann', revenue: 20 }
 * ```
 */
export function fromDanfo(frame: DanfoFrame, options: FromDanfoOptions = {}): Table {
  checkOptions('fromDanfo', options, ['types', 'index'])
  const given = frame as Partial<DanfoFrame> | null | undefined
  if (!Array.isArray(given?.columns) || !Array.isArray(given.dtypes) || typeof given.column !== 'function') {
    throw new ClienteleError(
      'value-invalid',
      `fromDanfo: got ${describe(frame)}, but needs a danfojs DataFrame; for plain arrays use fromColumns.`,
    )
  }
  const columns: Record<string, unknown[]> = {}
  if (options.index !== undefined) columns[options.index] = [...frame.index]
  const types: Record<string, 'int32'> = {}
  frame.columns.forEach((name, i) => {
    if (Object.hasOwn(columns, name)) {
      throw new ClienteleError(
        'contradiction',
        `fromDanfo: there are two columns '${name}'; rename one of them.`,
      )
    }
    columns[name] = [...(frame.column(name).values as unknown[])].map(absentAsNull)
    if (frame.dtypes[i] === 'int32') types[name] = 'int32'
  })
  return columnsTable(columns, { ...types, ...options.types }, 'fromDanfo')
}

/** danfojs marks missing text and booleans with NaN too. */
function absentAsNull(value: unknown): unknown {
  return Number.isNaN(value) ? null : value
}
