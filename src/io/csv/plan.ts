import { ClienteleError } from '../../error.js'
import { counted, list } from '../../table/column.js'
import type { Builder } from './builder.js'
import { firstRecord, saidDelimiter, skipSeparator } from './first.js'
import { refuseData, refuseTitle } from './header.js'
import { findDelimiter, nameColumns, type Encoding } from './look.js'
import type { CsvOptions } from './options.js'
import { checkText, regions, type Region, textPieces } from './pieces.js'
import { columnStyles } from './styles.js'
import { ambiguousDates, type Look, lookAt, makeBuilder } from './types.js'
import { type Layout, makeBlock, Problem, scan } from './scan.js'
import { MOST_COLUMNS } from '../checkWidth.js'
import { emptyFile, type Input } from '../source.js'

/** How a file is to be read: found out once, from its beginning. */
export interface Plan {
  readonly layout: Layout
  /** What the caller says stands between groups of digits. */
  readonly thousands: string | undefined
  readonly encoding: Encoding | undefined
  readonly names: readonly string[]
  /** The first line's fields as they stand there, where they are names. */
  readonly header: readonly string[] | undefined
  /** The columns that are wanted, ready to be filled. */
  readonly builders: Builder[]
  readonly bytesPerRow: number
  /** Whether there was a record at the file's beginning. */
  readonly hasRows: boolean
}

/** What the beginning of the first file tells about it and the others. */
export async function planCsv(
  input: Input,
  encoding: Encoding | undefined,
  options: CsvOptions & { columns?: readonly string[] | undefined },
  fixed: boolean,
  who: string,
): Promise<Plan> {
  for await (const region of regions(textPieces(input, encoding, who))) {
    const plan = planFrom(region, input, encoding, options, fixed, who)
    if (plan) return plan
  }
  throw emptyFile(who, input.name)
}

/** undefined where the first record goes on beyond the region. */
export function planFrom(
  region: Region,
  input: Input,
  encoding: Encoding | undefined,
  options: CsvOptions & { columns?: readonly string[] | undefined },
  fixed: boolean,
  who: string,
): Plan | undefined {
  const { bytes, end, final } = region
  skipSeparator(region)
  const head = bytes.subarray(region.from, end)
  const comment = options.comment === undefined ? -1 : options.comment.charCodeAt(0)
  const delimiter = (
    options.delimiter ??
    saidDelimiter(bytes, region.from) ??
    findDelimiter(head, comment)
  ).charCodeAt(0)
  const first = firstRecord(region, delimiter, comment)
  if (!first) {
    if (final) throw emptyFile(who, input.name)
    return undefined
  }
  if (first.broken) {
    throw new ClienteleError(
      'file-malformed',
      `${who}: ${input.name}: the first line has text after a closing quote; double a quote inside quotes ("").`,
    )
  }
  const columns = first.fields.length
  if (columns > MOST_COLUMNS) throw tooManyColumns(who, input.name, columns, delimiter)
  const { header = true } = options
  const names = Array.isArray(header)
    ? header
    : nameColumns(header === true ? first.fields : first.fields.map(() => ''))
  if (names.length !== columns) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: option header gives ${counted(names.length, 'name')}, but ${input.name} has ${counted(columns, 'column')}; give one name a column.`,
    )
  }
  if (options.header === undefined) refuseTitle(first, region, options, input, who)
  const layout: Layout = { delimiter, comment, columns }
  const block = makeBlock(columns)
  const from = header === true ? first.end : first.start
  const records = Math.min(1000, scan(bytes, region.view, from, end, final, layout, block))
  if (encoding === undefined) checkText(bytes.subarray(0, block.pos), input, who)
  const types = new Map(Object.entries(options.types ?? {}))
  const known = new Set(names)
  for (const name of [...types.keys(), ...(options.columns ?? [])]) checkName(name, known, input.name, who)
  const wanted = new Set(options.columns ?? names)
  const styles = columnStyles(
    bytes,
    block,
    records,
    { names, wanted, types, delimiter },
    options,
    `${who}: ${input.name}`,
  )
  const builders = names.flatMap((name, place) => {
    if (!wanted.has(name)) return []
    const look = lookAt(bytes, block, place, columns, records, styles[place]!, fixed)
    const builder = makeBuilder(name, place, look, types.get(name), styles[place]!, who)
    if (fixed) settle(builder, look, `${who}: ${input.name}`)
    return [builder]
  })
  if (header === true && options.header === undefined) refuseData(first, region, builders, input, who)
  const bytesPerRow = records > 0 ? (block.pos - from) / Math.max(1, records) : 32
  return {
    layout,
    thousands: options.thousands,
    encoding,
    names,
    header: header === true ? first.fields : undefined,
    builders,
    bytesPerRow,
    hasRows: records > 0 || block.problem !== Problem.none,
  }
}

/** Leaves nothing open for later rows to decide, since the rows before them are handed out already. */
function settle(builder: Builder, look: Look, who: string): void {
  if (look.kind === undefined && !builder.given) builder.kind = 'text'
  if (builder.kind === 'text') builder.stored ??= look.distinct ? 'utf8' : 'dictionary'
  if (builder.kind !== 'date') return
  if (builder.format!.order === 'either')
    throw ambiguousDates(builder.name, builder.format!, look.example, who)
  builder.stored ??= look.timed ? 'timestamp' : 'date'
  builder.zone = look.zoned
}

function tooManyColumns(who: string, name: string, columns: number, delimiter: number): ClienteleError {
  return new ClienteleError(
    'file-malformed',
    `${who}: ${name} has ${columns} columns, but at most ${MOST_COLUMNS} are read; check that '${String.fromCharCode(delimiter)}' is its delimiter and that it has newlines.`,
  )
}

function checkName(name: string, names: ReadonlySet<string>, file: string, who: string): void {
  if (names.has(name)) return
  throw new ClienteleError(
    'column-missing',
    `${who}: there is no column '${name}' in ${file}; the columns are ${list([...names])}.`,
  )
}
