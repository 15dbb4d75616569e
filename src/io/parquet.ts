import { openAsBlob } from 'node:fs'
import type * as ParquetWasm from 'parquet-wasm'
import { ClienteleError } from '../error.js'
import type { Table } from '../table/arrow.js'
import { list } from '../table/column.js'
import { fromIpc, ipcWidth, toIpc } from '../table/ipc.js'
import { withoutViews } from '../table/views.js'
import { checkWidth } from './checkWidth.js'
import type { Input } from './source.js'

// Loaded when it is first needed: it weighs five megabytes and takes a moment to start.
let loaded: Promise<typeof ParquetWasm> | undefined

function parquet(): Promise<typeof ParquetWasm> {
  loaded ??= import('parquet-wasm')
  return loaded
}

// As many rows as there are: batches of 1,024, the library's default, take several times as long.
const WHOLE = 2 ** 31 - 1

/** A Parquet file as a table; of the whole file only the wanted columns are read. */
export async function readParquet(
  input: Input,
  columns: readonly string[] | undefined,
  who: string,
): Promise<Table> {
  const library = await parquet()
  if (columns === undefined) {
    const bytes = await input.bytes()
    checkEnds(bytes, input, who)
    return attempt(input, who, () => {
      return tableOf(library.readParquet(bytes, { batchSize: WHOLE }), input, who)
    })
  }
  const file = await openParquet(library, input, who)
  const wanted = checkColumns(file, columns, input, who)
  try {
    return await attempt(input, who, async () => {
      return tableOf(await file.read({ columns: wanted, batchSize: WHOLE }), input, who)
    })
  } finally {
    file.free()
  }
}

function tableOf(read: ParquetWasm.Table, input: Input, who: string): Table {
  const bytes = read.intoIPCStream()
  checkWidth(ipcWidth(bytes), input.name, who)
  return fromIpc(bytes)
}

/** A Parquet file row group by row group. */
export async function* parquetBatches(
  input: Input,
  columns: readonly string[] | undefined,
  who: string,
): AsyncGenerator<Table> {
  const file = await openParquet(await parquet(), input, who)
  try {
    const wanted = columns && checkColumns(file, columns, input, who)
    const groups = file.metadata().numRowGroups()
    for (let group = 0; group < groups; group++) {
      const options = { rowGroups: [group], batchSize: WHOLE, ...(wanted && { columns: wanted }) }
      yield await attempt(input, who, async () => tableOf(await file.read(options), input, who))
    }
  } finally {
    file.free()
  }
}

async function openParquet(
  library: typeof ParquetWasm,
  input: Input,
  who: string,
): Promise<ParquetWasm.ParquetFile> {
  let blob: Blob
  if (input.path !== undefined && input.size !== undefined) {
    blob = await openAsBlob(input.path)
    const ends = await Promise.all([blob.slice(0, 4).arrayBuffer(), blob.slice(-8).arrayBuffer()])
    checkEnds(Buffer.concat(ends.map((part) => Buffer.from(part))), input, who)
  } else {
    const bytes = await input.bytes()
    checkEnds(bytes, input, who)
    blob = new Blob([bytes as Uint8Array<ArrayBuffer>])
  }
  return attempt(input, who, () => library.ParquetFile.fromFile(blob))
}

function checkColumns(
  file: ParquetWasm.ParquetFile,
  columns: readonly string[],
  input: Input,
  who: string,
): string[] {
  const names = fromIpc(file.schema().intoIPCStream()).schema.fields.map((field) => field.name)
  const missing = columns.find((name) => !names.includes(name))
  if (missing === undefined) return [...columns]
  throw new ClienteleError(
    'column-missing',
    `${who}: there is no column '${missing}' in ${input.name}; the columns are ${list(names)}.`,
  )
}

/** A Parquet file begins and ends with the same four letters, so one that was cut off shows at once. */
function checkEnds(bytes: Uint8Array, input: Input, who: string): void {
  const letters = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  const begins = letters(0) === 'PAR1'
  if (begins && bytes.length >= 12 && letters(bytes.length - 4) === 'PAR1') return
  if (letters(0) === 'PARE') {
    throw new ClienteleError(
      'unsupported',
      `${who}: ${input.name} is an encrypted Parquet file, which cannot be read here; decrypt it first.`,
    )
  }
  throw new ClienteleError(
    'file-malformed',
    begins
      ? `${who}: ${input.name} begins as a Parquet file but does not end as one; it is cut off, so copy or write it again.`
      : `${who}: ${input.name} is not a Parquet file (it does not begin with PAR1); say its format (format: 'csv' or 'arrow').`,
  )
}

async function attempt<T>(input: Input, who: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ClienteleError) throw error
    throw new ClienteleError(
      'file-malformed',
      `${who}: ${input.name} cannot be read as Parquet (${reason(error)}); it is damaged, or uses what is not known here, so write it again.`,
      { cause: error },
    )
  }
}

/** How Parquet files are packed. */
export type ParquetCompression = 'zstd' | 'snappy' | 'gzip' | 'brotli' | 'lz4' | 'none'

/** A table as the bytes of a Parquet file. */
export async function toParquet(
  table: Table,
  compression: ParquetCompression,
  rowGroupRows: number,
  who: string,
): Promise<Uint8Array> {
  const library = await parquet()
  const { Compression } = library
  const codes = {
    zstd: Compression.ZSTD,
    snappy: Compression.SNAPPY,
    gzip: Compression.GZIP,
    brotli: Compression.BROTLI,
    lz4: Compression.LZ4_RAW,
    none: Compression.UNCOMPRESSED,
  }
  const properties = new library.WriterPropertiesBuilder()
    .setCompression(codes[compression])
    .setMaxRowGroupSize(rowGroupRows)
    .setCreatedBy('clientele')
  const ipc = toIpc(withoutViews(table), 'stream', who)
  try {
    return library.writeParquet(library.Table.fromIPCStream(ipc), properties.build())
  } catch (error) {
    throw new ClienteleError(
      'unsupported',
      `${who}: a column's type cannot be written as Parquet (${reason(error)}; columns: ${list(table.schema.fields.map((field) => `${field.name} ${String(field.type)}`))}); leave it out or write Arrow.`,
      { cause: error },
    )
  }
}

/** The first line of what a library throws. */
function reason(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .split('\n')[0]!
    .slice(0, 200)
}
