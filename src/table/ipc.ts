import { RecordBatchReader, Table, tableFromIPC, tableToIPC } from 'apache-arrow'
import { withoutAliases } from './aliases.js'

/** The table in the bytes of an Arrow IPC file or stream. */
export function fromIpc(bytes: Uint8Array): Table {
  return tableFromIPC(bytes)
}

/** A table as the bytes of an Arrow IPC file or stream. */
export function toIpc(table: Table, form: 'file' | 'stream'): Uint8Array {
  return tableToIPC(withoutAliases(table), form)
}

/**
 * The batches of an IPC stream or, from its bytes or an open file of Node's, of an IPC file: one at a time, each
 * as a table.
 */
export async function* ipcBatches(
  source: AsyncIterable<Uint8Array> | Uint8Array | object,
): AsyncGenerator<Table> {
  const reader = await RecordBatchReader.from(source as AsyncIterable<Uint8Array>)
  await reader.open()
  for await (const batch of reader) yield new Table(batch.schema, [batch])
}
