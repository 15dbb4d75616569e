import { counted } from '../../table/column.js'
import { type Builder, growColumn, settleOrder, type Slice, widenToFloat } from './builder.js'
import { fillColumn } from './columns.js'
import { swapDayAndMonth } from './dates.js'
import { checkText, limits, type Region } from './pieces.js'
import { firstRecord, skipSeparator } from './first.js'
import { evidenceOf, vagueSentence } from './marks.js'
import { misfit } from './misfit.js'
import { numberStyle } from './numbers.js'
import type { Plan } from './plan.js'
import { Trouble } from './trouble.js'
import { makeWords } from './text.js'
import { ambiguousDates, guessField, isIdentifier, mergeFormats, mixedDates } from './types.js'
import { type Block, countFields, fieldText, makeBlock, Problem, scan } from './scan.js'
import type { Input } from '../source.js'

/** The state of reading: how far, and into which columns. */
export interface Reader {
  readonly plan: Plan
  readonly builders: readonly Builder[]
  readonly block: Block
  readonly who: string
  /** Whether a value that does not fit its column is an error, not a reason to read again. */
  readonly fixed: boolean
  input: Input
  headerDone: boolean
  rows: number
  /** Rows that were handed out before, for error messages. */
  before: number
  capacity: number
}

/** A reader at the start. */
export function makeReader(
  plan: Plan,
  builders: readonly Builder[],
  capacity: number,
  who: string,
  fixed = false,
): Reader {
  const block = makeBlock(plan.layout.columns)
  const input = undefined as unknown as Input
  return { plan, builders, block, who, fixed, input, headerDone: false, rows: 0, before: 0, capacity }
}

/** Goes on with another file: its header comes first. */
export function beginInput(reader: Reader, input: Input): void {
  reader.input = input
  reader.headerDone = false
}

/** Takes all whole records of a region. */
export function readRegion(reader: Reader, region: Region): void {
  const { plan, block, builders } = reader
  const { bytes, view, end, final, base } = region
  const begin = region.from
  if (!reader.headerDone) skipSeparator(region)
  if (!reader.headerDone && !skipHeader(reader, region)) return
  for (;;) {
    const records = scan(bytes, view, region.from, end, final, plan.layout, block)
    if (reader.rows + records > reader.capacity) {
      reader.capacity = 2 * reader.capacity + records
      for (const column of builders) if (!column.again) growColumn(column, reader.capacity)
    }
    const slice: Slice = { bytes, view, block, stride: plan.layout.columns, records, row: reader.rows }
    for (const column of builders) if (!column.again) fillWidening(reader, column, slice, base)
    reader.rows += records
    if (block.problem !== Problem.none) throw malformed(reader, region)
    region.from = block.pos
    if (records < block.records) break
  }
  checkText(bytes.subarray(begin, region.from), reader.input, reader.who)
  if (!final && end - region.from > limits.recordBytes) throw tooLong(reader, region)
}

/** Whether the header could be read; it must be the same in every file. */
function skipHeader(reader: Reader, region: Region): boolean {
  const { plan, input } = reader
  const { header, layout } = plan
  if (header) {
    const first = firstRecord(region, layout.delimiter, layout.comment)
    if (!first) {
      if (!region.final && region.end > limits.recordBytes) throw tooLong(reader, region)
      return false
    }
    const other = first.fields.findIndex((name, i) => name !== header[i])
    if (other >= 0 || first.fields.length !== header.length) {
      const column = other >= 0 ? other : first.fields.length
      throw new Trouble(
        'contradiction',
        region.base + first.start,
        0,
        `column ${column + 1} is ${named(first.fields[column])}, but ${named(header[column])} in the files before it; files read together need the same columns in the same order.`,
      )
    }
    region.from = first.end
  }
  reader.headerDone = true
  reader.input = input
  return true
}

function named(name: string | undefined): string {
  return name === undefined ? 'missing' : `'${name.slice(0, 40)}'`
}

function fillWidening(reader: Reader, column: Builder, slice: Slice, base: number): void {
  let r = fillColumn(column, slice, 0)
  while (r < slice.records) {
    widen(reader, column, slice, r, base)
    if (column.again) return
    r = fillColumn(column, slice, r)
  }
}

/** Makes a column such that it takes the value of record `r`, or says that the file must be read again for it. */
function widen(reader: Reader, column: Builder, slice: Slice, r: number, base: number): void {
  const { bytes, block, stride, row } = slice
  const f = r * stride + column.place
  const start = block.starts[f]!
  const end = block.ends[f]!
  const done = row + r
  if (column.style.decimal === 0 && settleMark(reader, column, bytes, start, end, base, done)) return
  const guess = guessField(bytes, start, end, column.style)
  const kind = guess?.kind ?? 'text'
  const { format } = column
  if (column.kind === 'date' && guess?.format && format) {
    const merged = mergeFormats(format, guess.format)
    if (merged && format.order === 'either' && merged.order !== 'either') {
      settleOrder(column, merged.order as 'dmy' | 'mdy', done)
      return
    }
    if (!column.given) {
      const earlier = firstDate(column, done)
      throw mixedDates(
        column.name,
        [earlier, fieldText(bytes, start, end)],
        `${reader.who}: ${reader.input.name}`,
      )
    }
  }
  if (column.given || reader.fixed) {
    const text = fieldText(bytes, start, end)
    throw new Trouble('value-invalid', base + start, reader.before + done + 1, misfit(column, text))
  }
  if (column.nulls === done || column.kind === 'none') startAgainAs(column, kind, guess?.format, done)
  else if (column.kind === 'int' && (kind === 'float' || kind === 'int')) widenToFloat(column)
  else {
    column.kind = 'text'
    column.again = true
  }
}

/** Takes the decimal mark from the first number that has one, for all columns that had none until now; whether there is one. */
function settleMark(
  reader: Reader,
  column: Builder,
  bytes: Uint8Array,
  start: number,
  end: number,
  base: number,
  done: number,
): boolean {
  if (column.kind !== 'none' && column.kind !== 'int' && column.kind !== 'float') return false
  const text = fieldText(bytes, start, end)
  const evidence = evidenceOf(text, reader.plan.thousands)
  if (evidence?.vague && !(isIdentifier(column.name) && !column.given)) {
    throw new Trouble(
      'value-invalid',
      base + start,
      reader.before + done + 1,
      vagueSentence(column.name, text),
    )
  }
  if (!evidence?.decimal) return false
  for (const other of reader.builders) {
    const { style } = other
    if (style.decimal !== 0) continue
    other.style = { ...style, ...numberStyle(evidence.decimal, reader.plan.thousands, style.currency) }
  }
  return true
}

/** The column's type was a mere guess until now, since it had no value. */
function startAgainAs(column: Builder, kind: Builder['kind'], format: Builder['format'], rows: number): void {
  const { length } = column.values
  column.kind = kind
  column.format = format
  column.values = kind === 'float' || kind === 'date' ? new Float64Array(length) : new Int32Array(length)
  if (kind !== 'text') return
  column.words = makeWords()
  column.values.fill(-1, 0, rows)
}

function malformed(reader: Reader, region: Region): Trouble {
  const { block, plan, rows } = reader
  const { bytes, end, base } = region
  const { columns, delimiter } = plan.layout
  const row = reader.before + rows + 1
  const name = plan.names[block.column]!
  if (block.problem === Problem.openQuote) {
    const what = `the quote that opens column '${name}' is never closed; close it, or double a quote inside quotes ("").`
    return new Trouble('file-malformed', base + block.at, row, what)
  }
  if (block.problem === Problem.afterQuote) {
    const rest = fieldText(bytes, block.at, Math.min(block.at + 20, end)).split(/[\r\n]/)[0]
    const what = `column '${name}' has text after its closing quote ('${rest}'); double a quote inside quotes ("").`
    return new Trouble('file-malformed', base + block.at, row, what)
  }
  const alone =
    columns === 1 && rows === 0
      ? 'delete what stands above the names of the columns if the first line is no header, '
      : ''
  const found = countFields(bytes, block.pos, end, delimiter)
  const what = `${counted(found, 'field')} where the table has ${counted(columns, 'column')}; ${alone}mend the line, put text that holds the delimiter '${String.fromCharCode(delimiter)}' in quotes, or say which delimiter it is.`
  return new Trouble('file-malformed', base + block.pos, row, what)
}

function tooLong(reader: Reader, region: Region): Trouble {
  const megabytes = Math.round(limits.recordBytes / 2 ** 20)
  const what = `a line goes on for more than ${megabytes} MB; look for a quote that is not closed, or check that this is a CSV file.`
  return new Trouble('file-malformed', region.base + region.from, reader.before + reader.rows + 1, what)
}

/** The first date of a column as its own file writes it, more or less. */
function firstDate(column: Builder, rows: number): string {
  const i = firstPresent(column, rows, () => true)
  return i < 0 ? '' : writeDate(column, i)
}

function firstPresent(column: Builder, rows: number, fits: (ms: number) => boolean): number {
  for (let i = 0; i < rows; i++) {
    const present = !column.bits || (column.bits[i >> 3]! & (1 << (i & 7))) !== 0
    if (present && fits(column.values[i]!)) return i
  }
  return -1
}

function writeDate(column: Builder, i: number): string {
  const [year, month, day] = new Date(column.values[i]!).toISOString().slice(0, 10).split('-') as [
    string,
    string,
    string,
  ]
  const { order, mark } = column.format!
  if (/[A-Z]/.test(order)) return `${year}-${month}-${day}`
  const parts =
    order === 'ymd' ? [year, month, day] : order === 'mdy' ? [month, day, year] : [day, month, year]
  return parts.join(mark === 0 ? '' : String.fromCharCode(mark))
}

/** Refuses dates that can be read in two ways; columns without a value have no type. */
export function finishOrders(builders: readonly Builder[], rows: number, who: string): void {
  for (const column of builders) {
    if (column.nulls === rows && !column.given) {
      if (column.kind !== 'text') column.kind = 'none'
    } else if (column.kind === 'date' && column.format!.order === 'either') {
      const i = firstPresent(column, rows, (ms) => swapDayAndMonth(ms) !== ms)
      if (i >= 0) throw ambiguousDates(column.name, column.format!, writeDate(column, i), who)
    }
  }
}
