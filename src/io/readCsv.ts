import { ClienteleError } from '../error.js'
import type { Table } from '../table/arrow.js'
import { makeTable } from '../table/build.js'
import type { Builder } from './csv/builder.js'
import { restart } from './csv/builder.js'
import { withEncoding } from './csv/legacy.js'
import type { Encoding } from './csv/look.js'
import type { CsvOptions } from './csv/options.js'
import { NotUtf8, regions, textPieces } from './csv/pieces.js'
import { type Plan, planCsv } from './csv/plan.js'
import { beginInput, finishOrders, makeReader, type Reader, readRegion } from './csv/reader.js'
import type { ProgressOptions } from '../progress.js'
import { finishColumn } from './finishColumn.js'
import { located, Trouble } from './csv/trouble.js'
import { type Input, memoryInput } from './source.js'
import { toldPieces } from './told.js'

type Options = CsvOptions & ProgressOptions & { columns?: readonly string[] | undefined }

/** CSV files that belong together as one table. */
export async function readCsv(inputs: readonly Input[], options: Options, who: string): Promise<Table> {
  const kept = await Promise.all(
    inputs.map(async (input) =>
      input.again ? input : memoryInput(await input.bytes(), input.name, who, input.extension),
    ),
  )
  try {
    return await readAs(kept, options.encoding, options, who)
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    if (options.encoding !== undefined) throw notUtf8(kept[0]!.name, who)
    return readAs(await Promise.all(kept.map((input) => withEncoding(input))), undefined, options, who)
  }
}

function notUtf8(name: string, who: string): ClienteleError {
  return new ClienteleError(
    'file-malformed',
    `${who}: ${name} is not UTF-8 as option encoding says; leave the option out, or say encoding: 'windows-1252'.`,
  )
}

async function readAs(
  inputs: readonly Input[],
  encoding: Encoding | undefined,
  options: Options,
  who: string,
): Promise<Table> {
  const plan = await planCsv(inputs[0]!, encoding, options, false, who)
  let wanted = plan.builders
  let rows = await readColumns(inputs, plan, wanted, toldPieces(inputs, 'read', options, who), who)
  for (;;) {
    wanted = wanted.filter((column) => column.again)
    if (wanted.length === 0) break
    // Columns whose type was guessed too narrow are read again, the others are not.
    rows = await readColumns(inputs, plan, wanted, toldPieces(inputs, 'read again', options, who), who)
  }
  return tableOf(plan.builders, rows, who)
}

/** The columns as a table. */
export function tableOf(builders: readonly Builder[], rows: number, who: string): Table {
  finishOrders(builders, rows, who)
  return makeTable(
    new Map(builders.map((column) => [column.name, finishColumn(column, rows)])),
    new Map(),
    rows,
  )
}

async function readColumns(
  inputs: readonly Input[],
  plan: Plan,
  builders: readonly Builder[],
  told: (input: Input) => Input,
  who: string,
): Promise<number> {
  const size = inputs.reduce((sum, input) => sum + (input.size ?? 1 << 20), 0)
  // The first rows may be shorter than the rest: what they promise is believed up to a point.
  const expected = Math.min(Math.ceil((1.05 * size) / plan.bytesPerRow) + 64, 1 << 23)
  const reader = makeReader(plan, builders, expected, who)
  for (const column of builders) restart(column, reader.capacity)
  for (const input of inputs) await readInput(input, told(input), plan, reader, who)
  return reader.rows
}

async function readInput(input: Input, told: Input, plan: Plan, reader: Reader, who: string): Promise<void> {
  beginInput(reader, input)
  try {
    for await (const region of regions(textPieces(told, plan.encoding, who))) readRegion(reader, region)
  } catch (error) {
    throw error instanceof Trouble ? await located(error, input, plan.encoding, who) : error
  }
}
