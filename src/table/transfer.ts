import {
  Data,
  type DataType,
  type Dictionary,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Vector,
} from 'apache-arrow'
import { recordBatch } from './adopt.js'

/** A table as plain data that a structured clone carries to another thread: shared buffers are shared, others copied once. */
export interface PackedTable {
  /** The schema, as the Arrow IPC stream of a table without rows. */
  readonly schema: Uint8Array
  readonly batches: readonly { readonly rows: number; readonly columns: readonly PackedData[] }[]
}

interface PackedData {
  readonly offset: number
  readonly length: number
  readonly nullCount: number
  readonly buffers: readonly unknown[]
  readonly children: readonly PackedData[]
  readonly dictionary: readonly PackedData[] | undefined
  readonly variadic: readonly Uint8Array[]
}

/** Takes a table apart for another thread. */
export function packTable(table: Table): PackedTable {
  return {
    schema: tableToIPC(new Table(table.schema), 'stream'),
    batches: table.batches.map((batch) => ({
      rows: batch.numRows,
      columns: batch.data.children.map(packData),
    })),
  }
}

/** Puts a table together that another thread took apart. */
export function unpackTable(packed: PackedTable): Table {
  const { schema } = tableFromIPC(packed.schema)
  const batches = packed.batches.map(({ rows, columns }) =>
    recordBatch(
      schema,
      rows,
      columns.map((column, i) => unpackData(column, schema.fields[i]!.type)),
    ),
  )
  return new Table(schema, batches)
}

function packData(data: Data): PackedData {
  return {
    offset: data.offset,
    length: data.length,
    nullCount: data.nullCount,
    buffers: [data.valueOffsets, data.values, data.nullBitmap, data.typeIds],
    children: data.children.map(packData),
    dictionary: data.dictionary?.data.map(packData),
    variadic: [...data.variadicBuffers],
  }
}

function unpackData(packed: PackedData, type: DataType): Data {
  const children = packed.children.map((child, i) => unpackData(child, (type as Struct).children[i]!.type))
  const words =
    packed.dictionary &&
    new Vector(packed.dictionary.map((chunk) => unpackData(chunk, (type as Dictionary).dictionary)))
  const { offset, length, nullCount, buffers, variadic } = packed
  return new Data(type, offset, length, nullCount, buffers as any, children, words, variadic as Uint8Array[])
}
