import { ClienteleError } from '../error.js'
import { list } from '../table/column.js'
import type { Builder, Style } from './csvBuilder.js'
import { findDelimiter, nameColumns, type Encoding } from './csvLook.js'
import { type CsvOptions, styleOf } from './csvOptions.js'
import { checkText, regions, type Region, textPieces } from './csvPieces.js'
import { ambiguousDates, guessField, type Look, lookAt, makeBuilder } from './csvTypes.js'
import { fieldText, type Layout, makeBlock, scan } from './scan.js'
import { emptyFile, type Input } from './source.js'

/** How a file is to be read: found out once, from its beginning. */
export interface Plan {
  readonly layout: Layout
  readonly style: Style
  readonly encoding: Encoding | undefined
  readonly names: readonly string[]
  /** The first line's fields as they stand there, where they are names. */
  readonly header: readonly string[] | undefined
  /** The columns that are wanted, ready to be filled. */
  readonly builders: Builder[]
  readonly bytesPerRow: number
}

const MOST_COLUMNS = 65_536

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
  const head = bytes.subarray(0, end)
  const comment = options.comment === undefined ? -1 : options.comment.charCodeAt(0)
  const delimiter = (options.delimiter ?? findDelimiter(head, comment)).charCodeAt(0)
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
      `${who}: option header gives ${names.length} names, but ${input.name} has ${columns} columns; give one name a column.`,
    )
  }
  const layout: Layout = { delimiter, comment, columns }
  const block = makeBlock(columns)
  const from = header === true ? first.end : first.start
  const records = Math.min(1000, scan(bytes, region.view, from, end, final, layout, block))
  if (encoding === undefined) checkText(bytes.subarray(0, block.pos), input, who)
  const style = styleOf(
    options,
    options.decimal ?? findDecimal(bytes, block.starts, block.ends, records * columns, delimiter),
  )
  const looks = (place: number): Look => lookAt(bytes, block, place, columns, records, style, fixed)
  const types = options.types ?? {}
  for (const name of [...Object.keys(types), ...(options.columns ?? [])])
    checkName(name, names, input.name, who)
  const builders = names.flatMap((name, place) => {
    if (options.columns && !options.columns.includes(name)) return []
    const look = looks(place)
    const builder = makeBuilder(name, place, look, types[name], who)
    if (fixed) settle(builder, look, `${who}: ${input.name}`)
    return [builder]
  })
  if (header === true && options.header === undefined) refuseData(first, region, builders, style, input, who)
  const bytesPerRow = records > 0 ? (block.pos - from) / Math.max(1, records) : 32
  return {
    layout,
    style,
    encoding,
    names,
    header: header === true ? first.fields : undefined,
    builders,
    bytesPerRow,
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

/** The first record that is neither blank nor a comment: its fields, and where they start and end. */
export interface FirstRecord {
  readonly start: number
  readonly end: number
  readonly fields: readonly string[]
  readonly bounds: readonly (readonly [number, number])[]
  /** Whether there is text after a closing quote. */
  readonly broken: boolean
}

/** undefined where there is none, or it goes on beyond the region. */
export function firstRecord(region: Region, delimiter: number, comment: number): FirstRecord | undefined {
  const { bytes, end, final } = region
  let start = region.from
  for (let b = bytes[start]!; start < end && (b === 10 || b === 13 || b === comment); b = bytes[start]!) {
    if (b === comment) while (start < end && bytes[start] !== 10 && bytes[start] !== 13) start++
    else start++
  }
  if (start >= end) return undefined
  const bounds: [number, number][] = []
  let broken = false
  for (let pos = start; ; pos++) {
    const [from, to, next] = oneField(bytes, pos, end, delimiter)
    if (bytes[pos] === 34 && next > Math.abs(to) + 1) broken = true
    bounds.push([from, to])
    pos = next
    if (pos < end && bytes[pos] === delimiter) continue
    if (pos >= end && !final) return undefined
    const fields = bounds.map(([from, to]) => fieldText(bytes, from, to))
    return { start, end: Math.min(pos + 1, end), fields, bounds, broken }
  }
}

/** Where the field at `pos` starts and ends, as in a block, and the byte after it. */
function oneField(bytes: Uint8Array, pos: number, end: number, delimiter: number): [number, number, number] {
  let p = pos
  if (bytes[p] !== 34) {
    while (p < end && bytes[p] !== delimiter && bytes[p] !== 10 && bytes[p] !== 13) p++
    return [pos, p, p]
  }
  let doubled = false
  for (p++; p < end; p++) {
    if (bytes[p] !== 34) continue
    if (p + 1 >= end || bytes[p + 1] !== 34) break
    doubled = true
    p++
  }
  const close = p
  // What follows a closing quote is the scan's to complain about.
  for (p++; p < end && bytes[p] !== delimiter && bytes[p] !== 10 && bytes[p] !== 13;) p++
  return [pos + 1, doubled ? -close : close, p]
}

/** A comma where the fields have decimals with commas in them and none with points. */
function findDecimal(
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
  fields: number,
  delimiter: number,
): '.' | ',' {
  if (delimiter === 44) return '.'
  let commas = 0
  for (let f = 0; f < fields; f++) {
    const mark = decimalMark(bytes, starts[f]!, ends[f]!)
    if (mark === 46) return '.'
    if (mark === 44) commas++
  }
  return commas > 0 ? ',' : '.'
}

/** The one mark between the digits of a field, 0 where it is anything else. */
function decimalMark(bytes: Uint8Array, start: number, end: number): number {
  let mark = 0
  for (let p = bytes[start] === 45 ? start + 1 : start; p < end; p++) {
    const b = bytes[p]!
    if (b >= 48 && b <= 57) continue
    if (mark !== 0 || (b !== 44 && b !== 46)) return 0
    mark = b
  }
  return mark
}

function tooManyColumns(who: string, name: string, columns: number, delimiter: number): ClienteleError {
  return new ClienteleError(
    'file-malformed',
    `${who}: ${name} has ${columns} columns, but at most ${MOST_COLUMNS} are read; check that '${String.fromCharCode(delimiter)}' is its delimiter and that it has newlines.`,
  )
}

function checkName(name: string, names: readonly string[], file: string, who: string): void {
  if (names.includes(name)) return
  throw new ClienteleError(
    'column-missing',
    `${who}: there is no column '${name}' in ${file}; the columns are ${list(names)}.`,
  )
}

/** An error where the line that should hold names looks like the data below it. */
function refuseData(
  first: FirstRecord,
  region: Region,
  builders: readonly Builder[],
  style: Style,
  input: Input,
  who: string,
): void {
  for (const { name, place, kind } of builders) {
    const [start, end] = first.bounds[place]!
    const guess = guessField(region.bytes, start, end, style)
    const alike =
      guess && guess.kind !== 'text' && (guess.kind === kind || (guess.kind === 'int' && kind === 'float'))
    if (!alike) continue
    throw new ClienteleError(
      'file-malformed',
      `${who}: the first line of ${input.name} should name the columns, but holds '${name.slice(0, 40)}' like the data below; say header: false or header: ['…'] with names if it has no header, header: true if these are names.`,
    )
  }
}
