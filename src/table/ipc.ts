import { RecordBatchReader, Schema, Field, Table, tableFromIPC, tableToIPC, Type } from 'apache-arrow'
import { recordBatch } from './adopt.js'
import { withoutAliases } from './aliases.js'
import { dictionary } from './build.js'
import { type Column, findColumn, hasNulls, isPresent } from './column.js'
import { unifyDictionary } from './take.js'

/** The table in the bytes of an Arrow IPC file or stream. */
export function fromIpc(bytes: Uint8Array): Table {
  return tableFromIPC(bytes)
}

/** How many columns the table in those bytes has, told from their schema alone. */
export function ipcWidth(bytes: Uint8Array): number {
  const reader = RecordBatchReader.from(bytes).open()
  const { length } = reader.schema.fields
  reader.cancel()
  return length
}

/** A table as the bytes of an Arrow IPC file or stream. */
export function toIpc(table: Table, form: 'file' | 'stream', who = 'writeTable'): Uint8Array {
  return tableToIPC(withoutAliases(shareDictionaries(table, who)), form)
}

/**
 * The batches of an IPC stream or, from its bytes or an open file of Node's, of an IPC file: one at a time, each
 * as a table. `check` is told the number of columns before the first.
 */
export async function* ipcBatches(
  source: AsyncIterable<Uint8Array> | Uint8Array | object,
  check: (columns: number) => void,
): AsyncGenerator<Table> {
  const reader = await RecordBatchReader.from(source as AsyncIterable<Uint8Array>)
  await reader.open()
  check(reader.schema.fields.length)
  for await (const batch of reader) yield new Table(batch.schema, [batch])
}

/** An IPC file has one dictionary a column, so chunks that bring their own are given a common one. */
function shareDictionaries(table: Table, who: string): Table {
  const { fields, metadata } = table.schema
  const columns = fields.map((field) => {
    if (field.type.typeId !== Type.Dictionary) return undefined
    const column = findColumn(table, field.name, who)
    const own = new Set(column.chunks.map((chunk) => chunk.dictionary))
    return own.size > 1 ? shareDictionary(column) : undefined
  })
  if (columns.every((column) => column === undefined)) return table
  const schema = new Schema(
    fields.map((field, i) => {
      const type = columns[i]?.[0]!.type ?? field.type
      return new Field(field.name, type, field.nullable, field.metadata)
    }),
    metadata,
  )
  const batches = table.batches.map((batch, b) => {
    const children = batch.data.children.map((child, i) => columns[i]?.[b] ?? child)
    return recordBatch(schema, batch.numRows, children)
  })
  return new Table(schema, batches)
}

function shareDictionary(column: Column): Column['chunks'] {
  const { codes, labels } = unifyDictionary(column)
  return column.chunks.map((chunk, c) => {
    const nulls = hasNulls(chunk)
    const shared = Int32Array.from({ length: chunk.length }, (_, i) =>
      nulls && !isPresent(chunk, i) ? -1 : codes[c]![i]!,
    )
    return dictionary(shared, labels).data[0]!
  })
}
