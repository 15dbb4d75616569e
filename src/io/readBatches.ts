import { ClienteleError } from '../error.js'
import { checkInteger } from '../options.js'
import { report } from '../progress.js'
import type { Table } from '../table/arrow.js'
import { csvBatches } from './csv/batches.js'
import { findFormat, type Format } from './format.js'
import { isIpcFile, readIpcBatches } from './ipc.js'
import { parquetBatches } from './parquet.js'
import { checkReadOptions, type ReadOptions } from './readTable.js'
import { findInputs, type Input, type Source } from './source.js'
import { retype } from './retype.js'

/** What to read and how, a batch at a time. */
export interface BatchOptions extends ReadOptions {
  /** CSV: about how many rows in a batch (default 131,072). */
  readonly rows?: number | undefined
}

/**
 * Files larger than memory as tables, one after the other: CSV in blocks of lines, Parquet by row groups, Arrow IPC by
 * its batches. `summarize` and others take what this gives.
 *
 * The types of CSV columns are settled by the first lines (up to 4 MB of them), so that all tables have the same: a value that does not
 * fit later is an error that names its line and column and the option `types` that mends it. Otherwise as `readTable`.
 *
 * @param source - as for `readTable`; a stream of CSV or Arrow IPC is read as it comes, one of Parquet is kept in memory
 * @param options - those of `readTable`, and `rows`; `onProgress` counts rows
 * @returns an async iterable of tables of the same columns and types, to be read once
 * @throws ClienteleError as `readTable`, when the iteration comes to it
 *
 * Cost: as `readTable`; memory for one batch.
 *
 * @example
 * ```ts
 * const csv = new TextEncoder().encode('customer_id,amount\na,1\nb,2\na,3\n')
 * let rows = 0
 * for await (const table of readBatches(csv)) rows += table.numRows
 * console.log(rows) // 3
 * ```
 */
export async function* readBatches(source: Source, options: BatchOptions = {}): AsyncGenerator<Table> {
  const who = 'readBatches'
  checkReadOptions(options, who, ['rows'])
  const { rows = 131_072 } = options
  checkInteger(who, 'rows', rows, 1, 2 ** 28)
  let done = 0
  for await (const table of batchesOf(source, rows, options, who)) {
    yield table
    done += table.numRows
    report(who, options, { phase: 'read', done })
  }
}

async function* batchesOf(
  source: Source,
  rows: number,
  options: BatchOptions,
  who: string,
): AsyncGenerator<Table> {
  const { columns, types } = options
  const inputs = await findInputs(source, who)
  const known: Input[] = []
  const formats: Format[] = []
  for (const given of inputs) {
    const { input, format } = await settle(given, options.format, who)
    known.push(input)
    formats.push(format)
  }
  const other = formats.findIndex((format) => format !== formats[0])
  if (other > 0) throw mixed(known, formats, other, who)
  if (formats[0] === 'csv' || formats[0] === 'tsv') {
    const delimiter = options.delimiter ?? (formats[0] === 'tsv' ? '\t' : undefined)
    yield* csvBatches(known, { ...options, delimiter }, rows, who)
    return
  }
  for (const input of known) {
    const tables =
      formats[0] === 'parquet'
        ? parquetBatches(input, columns, who)
        : readIpcBatches(input, columns, await formOf(input, formats[0]!), who)
    for await (const table of tables) yield types ? retype(table, types, options, who) : table
  }
}

/** Extensions don't always tell an IPC file from an IPC stream, first bytes do; a stream is believed. */
async function formOf(input: Input, format: Format): Promise<'file' | 'stream'> {
  if (input.again) for await (const piece of input.pieces()) return isIpcFile(piece) ? 'file' : 'stream'
  return format === 'arrow' ? 'file' : 'stream'
}

/** The format of an input; a stream is looked at without losing what was looked at. */
async function settle(
  input: Input,
  given: Format | undefined,
  who: string,
): Promise<{ input: Input; format: Format }> {
  if (input.again || given !== undefined) return { input, format: await findFormat(input, given, who) }
  const pieces = input.pieces()[Symbol.asyncIterator]()
  const first = await pieces.next()
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first.done) return
    yield first.value
    yield* { [Symbol.asyncIterator]: () => pieces }
  }
  const whole: Input = { ...input, pieces: all, again: false }
  const peeked: Input = { ...whole, pieces: () => once(first.value as Uint8Array | undefined) }
  return { input: whole, format: await findFormat(peeked, undefined, who) }
}

async function* once(piece: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (piece) yield piece
}

function mixed(
  inputs: readonly Input[],
  formats: readonly Format[],
  other: number,
  who: string,
): ClienteleError {
  return new ClienteleError(
    'contradiction',
    `${who}: ${inputs[0]!.name} is ${formats[0]}, but ${inputs[other]!.name} is ${formats[other]}; files read together must be of one format.`,
  )
}
