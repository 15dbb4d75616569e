import { makeVector, type Table, type Vector } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { checkChoice } from '../options.js'
import { describe } from './adopt.js'
import { makeTable } from './build.js'
import { list } from './column.js'
import { columnFromValues, VALUE_TYPES, type ValueType } from './values.js'

/** The values of one column: a plain array, or a typed array, which is kept and not copied. */
export type ColumnValues = readonly unknown[] | TypedArray

type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** A table of one batch from arrays by column. */
export function columnsTable(
  columns: { readonly [name: string]: ColumnValues },
  types: { readonly [name: string]: ValueType },
  who: string,
): Table {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: got ${describe(columns)}, but needs an object of arrays by column name, such as {amount: [1, 2]}.`,
    )
  }
  const names = Object.keys(columns)
  for (const [name, type] of Object.entries(types)) {
    checkChoice(who, `types.${name}`, type, VALUE_TYPES)
    if (!names.includes(name)) {
      throw new ClienteleError(
        'column-missing',
        `${who}: types names '${name}', but the columns are ${list(names)}.`,
      )
    }
  }
  const rows = columns[names[0]!]?.length ?? 0
  const vectors = names.map((name) => [name, column(columns[name]!, rows, types[name], who, name)] as const)
  return makeTable(new Map(vectors) as any, new Map(), rows)
}

function column(
  values: ColumnValues,
  rows: number,
  type: ValueType | undefined,
  who: string,
  name: string,
): Vector {
  const isTyped = ArrayBuffer.isView(values) && !(values instanceof DataView)
  if (!isTyped && !Array.isArray(values)) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' is ${describe(values)}, but must be an array or a typed array.`,
    )
  }
  if (values.length !== rows) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' has ${values.length} values, but the first column has ${rows}; all must be equally long.`,
    )
  }
  if (isTyped && type === undefined) return makeVector(values as Float64Array)
  return columnFromValues(
    isTyped ? Array.from(values as Float64Array) : (values as unknown[]),
    { who, name },
    type,
  )
}
