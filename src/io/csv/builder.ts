import type { CountedTime } from '../countedTimes.js'
import { type DateFormat, swapDayAndMonth } from './dates.js'
import type { NumberStyle } from './numbers.js'
import { makeWords, type Plain, type Words } from './text.js'
import type { Block } from './scan.js'

/** What a column's values are read as; `none` where there are no values. */
export type Kind = 'none' | 'int' | 'float' | 'bool' | 'date' | 'text'

/** How the fields of a column are read. */
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
  /** How its numbers and missing values are written. */
  style: Style
  kind: Kind
  format: DateFormat | undefined
  /** How text, dates and numbers that count time are stored in the end; undefined where the values decide. */
  stored: 'utf8' | 'dictionary' | 'date' | 'timestamp' | CountedTime | undefined
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

/** Marks a row as missing. */
export function setMissing(column: Builder, row: number): void {
  column.bits ??= new Uint8Array(bitmapLength(column.values.length)).fill(255)
  column.bits[row >> 3]! &= ~(1 << (row & 7))
  column.nulls++
}

/** Makes an integer column one of doubles: every value so far stays what it is. */
export function widenToFloat(column: Builder): void {
  column.kind = 'float'
  column.values = Float64Array.from(column.values)
}

/** The column's format with that order. */
export function settled(column: Builder, order: 'dmy' | 'mdy'): DateFormat {
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
