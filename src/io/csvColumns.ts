import { MS_A_DAY } from '../table/times.js'
import {
  type DateFormat,
  lastWasDayFirst,
  lastWasTimed,
  lastWasZoned,
  parseDate,
  swapDayAndMonth,
} from './csvDates.js'
import { type NumberStyle, parseNumber, parseOddNumber } from './csvNumbers.js'
import { appendText, makeWords, type Plain, sameBytes, spellOut, wordCode, type Words } from './csvText.js'
import { type Block, fieldText, unquote } from './scan.js'

/** What a column's values are read as. */
export type Kind = 'int' | 'float' | 'bool' | 'date' | 'text'

/** What is read the same way in every column. */
export interface Style extends NumberStyle {
  /** Words that mean that there is no value, in any column; empty text always does. */
  readonly missing: ReadonlySet<string>
  /** Words that mean it in columns of numbers, dates and booleans alone. */
  readonly missingTyped: ReadonlySet<string>
  /** Whether spaces around text are dropped. */
  readonly trim: boolean
}

/** A column that is being read. */
export interface Builder {
  readonly name: string
  /** Its place in the file. */
  readonly place: number
  /** Whether the caller gave the type, so that a value that does not fit is an error. */
  readonly given: boolean
  kind: Kind
  format: DateFormat | undefined
  /** How text and dates are stored in the end; undefined where the values decide. */
  stored: 'utf8' | 'dictionary' | 'date' | 'timestamp' | undefined
  /** Numbers, epoch milliseconds, booleans as 0 and 1, or codes of words. */
  values: Float64Array | Int32Array
  bits: Uint8Array | undefined
  nulls: number
  words: Words
  plain: Plain | undefined
  timed: boolean
  zoned: boolean
  /** Whether there is a time zone, where that was settled beforehand. */
  zone: boolean | undefined
  /** Whether the file must be read again for this column. */
  again: boolean
}

/** The part of a block that a column is filled from. */
export interface Slice {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly block: Block
  /** Fields in a record. */
  readonly stride: number
  /** Records in the block. */
  readonly records: number
  /** The row of the block's first record. */
  readonly row: number
}

/** Empties a column and makes room for rows of its kind. */
export function restart(column: Builder, capacity: number): void {
  column.values = room(column.kind, capacity)
  column.bits = undefined
  column.nulls = 0
  column.words = makeWords()
  column.plain = undefined
  if (column.kind === 'text' && column.stored === 'utf8') {
    column.plain = { offsets: new Int32Array(capacity + 1), bytes: new Uint8Array(8 * capacity) }
  }
  column.timed = false
  column.zoned = false
  column.again = false
}

function room(kind: Kind, capacity: number): Float64Array | Int32Array {
  return kind === 'float' || kind === 'date' ? new Float64Array(capacity) : new Int32Array(capacity)
}

/** Makes room for more rows. */
export function growColumn(column: Builder, capacity: number): void {
  const values = room(column.kind, capacity)
  values.set(column.values)
  column.values = values
  if (column.bits) {
    const bits = new Uint8Array(bitmapLength(capacity)).fill(255)
    bits.set(column.bits)
    column.bits = bits
  }
  if (column.plain) {
    const offsets = new Int32Array(capacity + 1)
    offsets.set(column.plain.offsets)
    column.plain.offsets = offsets
  }
}

function bitmapLength(rows: number): number {
  return ((rows + 63) & ~63) >> 3 || 8
}

function setMissing(column: Builder, row: number): void {
  column.bits ??= new Uint8Array(bitmapLength(column.values.length)).fill(255)
  column.bits[row >> 3]! &= ~(1 << (row & 7))
  column.nulls++
}

/**
 * Reads a column's fields of a block from record `from` on, one tight loop a kind. Answers the first record whose
 * value does not fit the column's kind, or the number of records where all fit.
 */
export function fillColumn(column: Builder, slice: Slice, from: number, style: Style): number {
  switch (column.kind) {
    case 'int':
    case 'float':
      return fillNumbers(column, slice, from, style)
    case 'date':
      return fillDates(column, slice, from, style)
    case 'bool':
      return fillBooleans(column, slice, from, style)
    case 'text':
      return fillText(column, slice, from, style)
  }
}

/** Whether a field that is no number, date or boolean stands for a missing value. */
function isMissingWord(text: string, style: Style): boolean {
  const plain = text.trim()
  return plain === '' || style.missing.has(plain) || style.missingTyped.has(plain)
}

function fillNumbers(column: Builder, slice: Slice, from: number, style: Style): number {
  const { bytes, block, stride, records, row } = slice
  const { starts, ends } = block
  const { values } = column
  const { decimal } = style
  const whole = column.kind === 'int'
  for (let r = from, f = from * stride + column.place; r < records; r++, f += stride) {
    const start = starts[f]!
    const end = ends[f]!
    if (end === start) {
      setMissing(column, row + r)
      continue
    }
    let value = end < 0 ? NaN : parseNumber(bytes, start, end, decimal)
    if (Number.isNaN(value)) {
      const text = fieldText(bytes, start, end)
      if (isMissingWord(text, style)) {
        setMissing(column, row + r)
        continue
      }
      value = parseOddNumber(text, style, column.given)
      if (Number.isNaN(value)) return r
    }
    if (whole && (value | 0) !== value) return r
    values[row + r] = value
  }
  return records
}

function fillDates(column: Builder, slice: Slice, from: number, style: Style): number {
  const { bytes, view, block, stride, records, row } = slice
  const { starts, ends } = block
  const { values } = column
  let format = column.format!
  let lastStart = -1
  let lastLength = -1
  let last = 0
  for (let r = from, f = from * stride + column.place; r < records; r++, f += stride) {
    const start = starts[f]!
    const end = ends[f]!
    const length = end - start
    if (length === 0) {
      setMissing(column, row + r)
      continue
    }
    // Lines of one order repeat its time.
    if (length !== lastLength || !sameBytes(view, start, view, lastStart, length)) {
      const ms = end < 0 ? NaN : parseDate(bytes, start, end, format)
      if (Number.isNaN(ms)) {
        if (!isMissingWord(fieldText(bytes, start, end), style)) return r
        setMissing(column, row + r)
        continue
      }
      if (format.order === 'either' && lastWasDayFirst()) format = settled(column, 'dmy')
      if (lastWasTimed()) column.timed = true
      if (lastWasZoned()) column.zoned = true
      last = ms
      lastStart = start
      lastLength = length
    }
    values[row + r] = last
  }
  return records
}

/** 1 and 0 for true and false in any case, −1 for anything else. */
export function parseBoolean(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length !== 4 && length !== 5) return -1
  const word = fieldText(bytes, start, end).toLowerCase()
  return word === 'true' ? 1 : word === 'false' ? 0 : -1
}

function fillBooleans(column: Builder, slice: Slice, from: number, style: Style): number {
  const { bytes, block, stride, records, row } = slice
  for (let r = from, f = from * stride + column.place; r < records; r++, f += stride) {
    const start = block.starts[f]!
    const end = block.ends[f]!
    const value = end < 0 ? -1 : parseBoolean(bytes, start, end)
    if (value >= 0) column.values[row + r] = value
    else {
      const text = fieldText(bytes, start, end)
      if (isMissingWord(text, style)) setMissing(column, row + r)
      else if (column.given && (text === '0' || text === '1')) column.values[row + r] = Number(text)
      else return r
    }
  }
  return records
}

function fillText(column: Builder, slice: Slice, from: number, style: Style): number {
  const odd = style.missing.size > 1 || style.trim
  for (let r = from; r < slice.records;) {
    r = column.plain ? fillPlain(column, slice, r, style, odd) : fillCodes(column, slice, r, style, odd)
  }
  const rows = slice.row + slice.records
  // Once most values turn out distinct, a dictionary costs more than it saves.
  if (!column.plain && !column.stored && rows > 32_768 && column.words.count > (rows - column.nulls) / 2) {
    column.plain = spellOut(column.words, column.values as Int32Array, rows, column.values.length)
    column.words = makeWords()
  }
  return slice.records
}

function fillCodes(column: Builder, slice: Slice, from: number, style: Style, odd: boolean): number {
  const { bytes, view, block, stride, records, row } = slice
  const { starts, ends } = block
  const { words } = column
  const codes = column.values as Int32Array
  let lastStart = -1
  let lastLength = -1
  let last = 0
  for (let r = from, f = from * stride + column.place; r < records; r++, f += stride) {
    const start = starts[f]!
    const end = ends[f]!
    const length = end - start
    if (length === 0) {
      setMissing(column, row + r)
      codes[row + r] = -1
    } else if (end < 0 || odd) {
      const text = plainText(bytes, start, end, style)
      codes[row + r] = text ? wordCode(words, new DataView(text.buffer, text.byteOffset), 0, text.length) : -1
      if (!text) setMissing(column, row + r)
    } else {
      if (length !== lastLength || !sameBytes(view, start, view, lastStart, length)) {
        last = wordCode(words, view, start, length)
        lastStart = start
        lastLength = length
      }
      codes[row + r] = last
    }
  }
  return records
}

function fillPlain(column: Builder, slice: Slice, from: number, style: Style, odd: boolean): number {
  const { bytes, block, stride, records, row } = slice
  const { starts, ends } = block
  const plain = column.plain!
  for (let r = from, f = from * stride + column.place; r < records; r++, f += stride) {
    const start = starts[f]!
    const end = ends[f]!
    if (end >= start && !odd) {
      if (end === start) setMissing(column, row + r)
      appendText(plain, row + r, bytes, start, end)
      continue
    }
    const text = end === start ? undefined : plainText(bytes, start, end, style)
    if (text) appendText(plain, row + r, text, 0, text.length)
    else {
      setMissing(column, row + r)
      appendText(plain, row + r, bytes, start, start)
    }
  }
  return records
}

const encoder = new TextEncoder()

/** A field without doubled quotes, trimmed if that is wanted; undefined where it means that there is no value. */
function plainText(bytes: Uint8Array, start: number, end: number, style: Style): Uint8Array | undefined {
  const field = end < 0 ? unquote(bytes, start, -end) : bytes.subarray(start, end)
  if (style.missing.size <= 1 && !style.trim) return field
  const text = fieldText(field, 0, field.length)
  const trimmed = style.trim ? text.trim() : text
  if (trimmed === '' || style.missing.has(trimmed)) return undefined
  return trimmed.length === text.length ? field : encoder.encode(trimmed)
}

/** Makes an integer column one of doubles: every value so far stays what it is. */
export function widenToFloat(column: Builder): void {
  column.kind = 'float'
  column.values = Float64Array.from(column.values)
}

function settled(column: Builder, order: 'dmy' | 'mdy'): DateFormat {
  const { mark, shortYear } = column.format!
  return (column.format = { order, mark, shortYear })
}

/** Settles which comes first, day or month, in a column where no value told until now. */
export function settleOrder(column: Builder, order: 'dmy' | 'mdy', rows: number): void {
  settled(column, order)
  if (order === 'dmy') return
  for (let i = 0; i < rows; i++) {
    const ms = column.values[i]!
    const missing = column.bits && (column.bits[i >> 3]! & (1 << (i & 7))) === 0
    if (!missing) column.values[i] = swapDayAndMonth(ms)
  }
}

/** Whole days of epoch milliseconds. */
export function wholeDays(ms: Float64Array, rows: number): Int32Array {
  const days = new Int32Array(rows)
  for (let i = 0; i < rows; i++) days[i] = Math.floor(ms[i]! / MS_A_DAY)
  return days
}
