import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { type Builder, restart } from './builder.js'
import { withEncoding } from './legacy.js'
import type { CsvOptions } from './options.js'
import { NotUtf8, regions, textPieces } from './pieces.js'
import { planCsv } from './plan.js'
import { key } from './types.js'
import { beginInput, makeReader, type Reader, readRegion } from './reader.js'
import { located, Trouble } from './trouble.js'
import { tableOf } from '../readCsv.js'
import { type Input, memoryInput } from '../source.js'

type Options = CsvOptions & { columns?: readonly string[] | undefined }

const HEAD = 1 << 22

/** CSV files as tables of about that many rows, all of the types that the first rows show. */
export async function* csvBatches(
  inputs: readonly Input[],
  options: Options,
  rows: number,
  who: string,
): AsyncGenerator<Table> {
  const [first, ...others] = inputs
  const { head, input } = await peek(first!, options)
  const plan = await planCsv(head, options.encoding, options, true, who)
  // No later file can bring a value.
  if (others.length === 0 && !plan.hasRows) {
    for (const column of plan.builders) if (!column.given) column.kind = 'none'
  }
  const reader = makeReader(plan, plan.builders, 2 * rows, who, true)
  for (const column of plan.builders) restart(column, reader.capacity)
  for (const given of [input, ...others]) {
    const one = given === input ? input : (await peek(given, options)).input
    beginInput(reader, one)
    try {
      for await (const region of regions(textPieces(one, plan.encoding, who))) {
        readRegion(reader, region)
        if (reader.rows >= rows) yield handOver(reader)
      }
    } catch (error) {
      if (error instanceof NotUtf8) throw notUtf8(reader, who)
      throw error instanceof Trouble ? await located(error, one, plan.encoding, who) : error
    }
  }
  if (reader.rows > 0 || reader.before === 0) yield handOver(reader)
}

function handOver(reader: Reader): Table {
  const { builders, rows, who } = reader
  for (const column of builders) checkTimes(column, who)
  const table = tableOf(builders, rows, who)
  for (const column of builders) restart(column, reader.capacity)
  reader.before += rows
  reader.rows = 0
  return table
}

/** The beginning of an input, unzipped, and the input such that it still has it. */
async function peek(input: Input, { encoding }: Options): Promise<{ head: Input; input: Input }> {
  const held: Uint8Array[] = []
  let size = 0
  const pieces = input.pieces()[Symbol.asyncIterator]()
  while (size < HEAD) {
    const next = await pieces.next()
    if (next.done) break
    held.push(next.value.slice())
    size += next.value.length
  }
  const plain = memoryInput(Buffer.concat(held), input.name, '', input.extension)
  const head = encoding === undefined ? await withEncoding(plain, size < HEAD) : plain
  const known = { ...input, encoding: head.encoding }
  if (input.again) {
    await pieces.return?.(undefined)
    return { head, input: known }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* held
    yield* { [Symbol.asyncIterator]: () => pieces }
  }
  return { head, input: { ...known, pieces: all } }
}

/** Whether a column is of dates or of timestamps was settled by the first rows. */
function checkTimes(column: Builder, who: string): void {
  if (column.kind !== 'date' || column.given || column.stored !== 'date' || !column.timed) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds bare dates in the first rows, but times of day later; say types: {${key(column.name)}: 'timestamp'}.`,
  )
}

function notUtf8(reader: Reader, who: string): ClienteleError {
  return new ClienteleError(
    'file-malformed',
    `${who}: ${reader.input.name} is UTF-8 in its first rows, but not after row ${reader.before + reader.rows}; say its encoding (encoding: 'windows-1252').`,
  )
}
