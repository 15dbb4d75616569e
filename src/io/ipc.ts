import { open } from 'node:fs/promises'
import * as zlib from 'node:zlib'
import { ClienteleError } from '../error.js'
import type { Table } from '../table/arrow.js'
import { registerCodecs } from '../table/codecs.js'
import { fromIpc, ipcBatches, ipcWidth } from '../table/ipc.js'
import { selectColumns } from '../table/select.js'
import { checkWidth } from './checkWidth.js'
import type { Input } from './source.js'

/** Node has a decoder for zstd since 22.15. */
const { zstdDecompressSync: zstd } = zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array }

/** An Arrow IPC file or stream as a table. */
export async function readIpc(
  input: Input,
  columns: readonly string[] | undefined,
  who: string,
): Promise<Table> {
  const bytes = await input.bytes()
  checkIpc(bytes, input, who)
  registerCodecs(zstd)
  let table: Table
  try {
    checkWidth(ipcWidth(bytes), input.name, who)
    table = fromIpc(bytes)
  } catch (error) {
    throw error instanceof ClienteleError ? error : damaged(input, error, who)
  }
  return columns ? selectColumns(table, columns, who) : table
}

/** An Arrow IPC file or stream batch by batch. */
export async function* readIpcBatches(
  input: Input,
  columns: readonly string[] | undefined,
  form: 'file' | 'stream',
  who: string,
): AsyncGenerator<Table> {
  // The index of an IPC file is at its end, so it must be at hand whole: as an open file, or in memory.
  const local = form === 'file' && input.path !== undefined && input.size !== undefined
  const handle = local ? await open(input.path!) : undefined
  const pieces = owned(input)
  registerCodecs(zstd)
  try {
    const source = handle ?? (form === 'file' ? await input.bytes() : pieces)
    const check = (count: number) => checkWidth(count, input.name, who)
    for await (const table of ipcBatches(source, check)) {
      yield columns ? selectColumns(table, columns, who) : table
    }
  } catch (error) {
    throw error instanceof ClienteleError ? error : damaged(input, error, who)
  } finally {
    await handle?.close()
    await pieces.return(undefined)
  }
}

/** The batches alias the pieces, so each piece must have memory of its own. */
async function* owned(input: Input): AsyncGenerator<Uint8Array> {
  for await (const piece of input.pieces()) yield piece.slice()
}

/** Whether the bytes begin as an Arrow IPC file does. */
export function isIpcFile(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 6)) === 'ARROW1'
}

/** Whether the bytes begin as an Arrow IPC stream does: a mark, a length, and a schema of that length. */
export function isIpcStream(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  const length = view.getInt32(4, true)
  return view.getUint32(0, true) === 0xffffffff && length > 0 && length < 1 << 28
}

function checkIpc(bytes: Uint8Array, input: Input, who: string): void {
  const file = isIpcFile(bytes)
  if (!file && !isIpcStream(bytes)) {
    throw new ClienteleError(
      'file-malformed',
      `${who}: ${input.name} is neither an Arrow IPC file nor a stream; say its format (format: 'csv' or 'parquet').`,
    )
  }
  if (file && !isIpcFile(bytes.subarray(bytes.length - 6))) {
    throw new ClienteleError(
      'file-malformed',
      `${who}: ${input.name} begins as an Arrow IPC file but does not end as one; it is cut off, so copy or write it again.`,
    )
  }
}

function damaged(input: Input, error: unknown, who: string): ClienteleError {
  const why = String(error instanceof Error ? error.message : error).split('\n')[0]!
  const unsupported = (what: string, instead: string) =>
    new ClienteleError('unsupported', `${who}: ${input.name} ${what}; ${instead}.`, { cause: error })
  if (/codec not found/.test(why)) {
    return unsupported(
      'is Arrow IPC compressed with zstd, which is read from Node 22.15 on',
      'write it with LZ4 or uncompressed, or as Parquet',
    )
  }
  const [, type] = /^Unrecognized type: "?(\w+)/.exec(why) ?? []
  if (type)
    return unsupported(
      `has a column of Arrow's type ${type}, which is not read`,
      'write it as another type or leave it out',
    )
  return new ClienteleError(
    'file-malformed',
    `${who}: ${input.name} cannot be read as Arrow IPC (${why.slice(0, 200)}); it is cut off or damaged, so copy or write it again.`,
    { cause: error },
  )
}
