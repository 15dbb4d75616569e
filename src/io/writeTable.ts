import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import { ClienteleError } from '../error.js'
import { checkBoolean, checkChoice, checkInteger, checkOptions, invalid } from '../options.js'
import type { ProgressOptions } from '../progress.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { toIpc } from '../table/ipc.js'
import type { TableLike } from '../table/types.js'
import { type Format, FORMATS, formatOf } from './format.js'
import { type ParquetCompression, toParquet } from './parquet.js'
import { toldBytes } from './told.js'
import { csvPieces } from './writeCsv.js'

/** Where a table is written: a path, a file URL, or a stream of bytes (which needs the option format). */
export type Target = string | URL | WritableStream<Uint8Array> | NodeJS.WritableStream

/** How a table is written. */
export interface WriteOptions extends ProgressOptions {
  /** The format; by default as the extension says: .csv, .tsv, .parquet, .arrow, .feather, .arrows; .csv.gz is zipped. */
  readonly format?: Format | undefined
  /** CSV: the character between fields (default a comma). */
  readonly delimiter?: string | undefined
  /** CSV: whether the first line names the columns (default true). */
  readonly header?: boolean | undefined
  /** CSV: whether to begin with a byte order mark, by which Excel knows UTF-8 (default false). */
  readonly bom?: boolean | undefined
  /**
   * CSV: whether text that a spreadsheet would run as a formula (it begins with = + - @, tab or newline) gets an apostrophe before it
   * (default true). Numbers are never touched.
   */
  readonly neutralize?: boolean | undefined
  /** Parquet: how it is packed (default 'zstd'). */
  readonly compression?: ParquetCompression | undefined
  /** Parquet: rows in a row group, which is what `readBatches` reads at once (default 1,048,576). */
  readonly rowGroupRows?: number | undefined
}

/**
 * A table as a file: CSV, Parquet, or Arrow IPC. The file is written beside its target and then renamed, so that a crash or a
 * full disk leaves the old one whole.
 *
 * Parquet and Arrow keep everything: types, dictionaries, time zones and what the table knows about itself (`about`). CSV
 * is UTF-8 with LF after each line; missing values are empty, empty text is `""`; dates are 2011-12-09, timestamps
 * 2011-12-09 12:50:00 to the millisecond, with Z where they have a zone; booleans true and false; numbers the
 * shortest decimal that reads back the same. Text that begins like a formula is neutralised unless told not to: names of
 * customers come from strangers.
 *
 * @param table - any Arrow table
 * @param target - a path (its folder must be there), a file URL, or a Node or web stream
 * @param options - `format`, for CSV `delimiter`, `header`, `bom`, `neutralize`, for Parquet `compression`, `rowGroupRows`; `onProgress` (bytes) and `signal`,
 * which leaves the old file as it was
 * @throws ClienteleError `file-missing` (no such folder, no permission), `column-type` (nested columns in CSV), `option-invalid`, `aborted`
 *
 * Cost: CSV about 0.15 µs a cell and two megabytes; Parquet and Arrow twice the table's memory.
 *
 * @example
 * ```ts
 * const customers = fromRows([{ customer_id: 'a', name: '=1+1', revenue: 12.5 }])
 * await writeTable(customers, 'customers.csv') // a,'=1+1,12.5 under a line of names
 * ```
 */
export async function writeTable(
  table: TableLike,
  target: Target,
  options: WriteOptions = {},
): Promise<void> {
  const who = 'writeTable'
  const own = adopt(table, who)
  const path = typeof target === 'string' || target instanceof URL ? pathOf(target, who) : undefined
  const format = checkWrite(options, path, who)
  const zipped = path !== undefined && /\.gz$/i.test(path)
  const pieces = toldBytes('write', options, who)(piecesOf(own, format, options, who))
  if (path !== undefined) return replaceFile(path, pieces, zipped, who)
  await pipeline(Readable.from(pieces), streamOf(target, who))
}

function pathOf(target: string | URL, who: string): string {
  const text = String(target)
  if (text === '') throw invalid(who, 'the target is an empty path')
  if (/^[a-z]+:\/\//i.test(text) && !text.startsWith('file:')) {
    throw new ClienteleError(
      'unsupported',
      `${who}: cannot write to '${text}'; give a path or a stream, and send it on from there.`,
    )
  }
  return text.startsWith('file:') ? fileURLToPath(text) : text
}

function streamOf(target: Target, who: string): NodeJS.WritableStream {
  const stream = target as any
  if (typeof stream?.getWriter === 'function') return Writable.fromWeb(stream)
  if (typeof stream?.write === 'function' && typeof stream?.end === 'function') return stream
  throw new ClienteleError(
    'value-invalid',
    `${who}: got ${describe(target)} to write to, but needs a path, a file URL or a stream.`,
  )
}

const OPTIONS = [
  'format',
  'delimiter',
  'header',
  'bom',
  'neutralize',
  'compression',
  'rowGroupRows',
  'onProgress',
  'signal',
] as const

/** The format that the options or the path's extension say. */
function checkWrite(options: WriteOptions, path: string | undefined, who: string): Format {
  checkOptions(who, options, OPTIONS)
  const { delimiter, compression, rowGroupRows } = options
  if (delimiter !== undefined && !/^[^"\r\n\u0080-\uffff]$/.test(delimiter)) {
    throw invalid(who, 'delimiter must be one ASCII character that is no quote or newline')
  }
  for (const name of ['header', 'bom', 'neutralize'] as const) {
    if (options[name] !== undefined) checkBoolean(who, name, options[name])
  }
  if (compression !== undefined) {
    checkChoice(who, 'compression', compression, ['zstd', 'snappy', 'gzip', 'brotli', 'lz4', 'none'])
  }
  if (rowGroupRows !== undefined) checkInteger(who, 'rowGroupRows', rowGroupRows, 1, 2 ** 31 - 1)
  if (options.format !== undefined) checkChoice(who, 'format', options.format, FORMATS)
  const extension = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(path ?? '')?.[1]?.toLowerCase() ?? ''
  const format = options.format ?? formatOf(extension)
  if (format !== undefined) return format
  throw invalid(
    who,
    path === undefined
      ? `a stream does not tell its format; say format: 'csv', 'parquet' or 'arrow'`
      : `'${path}' does not tell its format; let it end in .csv, .parquet or .arrow, or say format`,
  )
}

async function* piecesOf(
  table: Table,
  format: Format,
  options: WriteOptions,
  who: string,
): AsyncGenerator<Uint8Array> {
  if (format === 'csv' || format === 'tsv') {
    const {
      delimiter = format === 'tsv' ? '\t' : ',',
      header = true,
      bom = false,
      neutralize = true,
    } = options
    yield* csvPieces(table, { delimiter: delimiter.charCodeAt(0), header, bom, neutralize }, who)
  } else if (format === 'parquet') {
    const { compression = 'zstd', rowGroupRows = 1 << 20 } = options
    yield await toParquet(table, compression, rowGroupRows, who)
  } else yield toIpc(table, format === 'arrow' ? 'file' : 'stream', who)
}

/** Writes beside the target and renames: nobody ever sees half a file. */
async function replaceFile(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  zipped: boolean,
  who: string,
): Promise<void> {
  // A link stays a link: what it points to is replaced.
  const target = await realpath(path).catch(() => path)
  const beside = `${target}.${randomUUID().slice(0, 8)}.tmp`
  const file = await open(beside, 'wx').catch((error: unknown) => {
    throw unwritable(path, error, who)
  })
  try {
    const output = file.createWriteStream({ flush: true })
    if (zipped) await pipeline(pieces, createGzip(), output)
    else await pipeline(pieces, output)
    await rename(beside, target)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw unwritable(path, error, who)
  }
}

function unwritable(path: string, error: unknown, who: string): unknown {
  const { code } = error as { code?: string }
  if (error instanceof ClienteleError || typeof code !== 'string') return error
  const why = code === 'ENOENT' ? 'its folder does not exist' : code
  return new ClienteleError(
    'file-missing',
    `${who}: '${path}' cannot be written (${why}); check the folder, its permissions and the room on the disk.`,
    { cause: error },
  )
}
