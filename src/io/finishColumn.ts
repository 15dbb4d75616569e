import type { Vector } from '../table/arrow.js'
import {
  bitBuffer,
  codeBuffer,
  dayBuffer,
  float64Buffer,
  int32Buffer,
  millisecondBuffer,
  nullBuffer,
  utf8Buffer,
  type Validity,
} from '../table/buffers.js'
import { MS_A_DAY } from '../table/times.js'
import { countedTimes, isCountedTime } from './countedTimes.js'
import type { Builder } from './csv/builder.js'
import { spellOut } from './csv/text.js'

/** A column that was read as an Arrow vector of its first `rows` rows. */
export function finishColumn(column: Builder, rows: number): Vector {
  const valid: Validity = { bits: column.nulls > 0 ? column.bits : undefined, nulls: column.nulls }
  switch (column.kind) {
    case 'none':
      return nullBuffer(rows)
    case 'int':
      return int32Buffer(fit(column.values as Int32Array, rows), rows, valid)
    case 'float':
      return finishNumbers(column, rows, valid)
    case 'bool':
      return bitBuffer(packBits(column.values, rows), rows, valid)
    case 'date':
      return finishDates(column, rows, valid)
    case 'text':
      return finishText(column, rows, valid)
  }
}

/** The used part of a buffer; a copy where much room was left. */
function fit<T extends Int32Array | Float64Array>(values: T, rows: number): T {
  return (values.length > 1.25 * rows + 64 ? values.slice(0, rows) : values.subarray(0, rows)) as T
}

function finishNumbers({ name, stored, values }: Builder, rows: number, valid: Validity): Vector {
  const numbers = fit(values as Float64Array, rows)
  if (!stored || !isCountedTime(stored)) return float64Buffer(numbers, rows, valid)
  const { bits } = valid
  const present = bits ? numbers.map((value, i) => (bits[i >> 3]! & (1 << (i & 7)) ? value : NaN)) : numbers
  return countedTimes(present, stored, name, 'readTable')
}

function packBits(values: ArrayLike<number>, rows: number): Uint8Array {
  const bits = new Uint8Array(((rows + 63) & ~63) >> 3 || 8)
  for (let i = 0; i < rows; i++) if (values[i] === 1) bits[i >> 3]! |= 1 << (i & 7)
  return bits
}

function finishDates(column: Builder, rows: number, valid: Validity): Vector {
  const ms = column.values as Float64Array
  if (column.stored === 'date' || (column.stored === undefined && !column.timed)) {
    return dayBuffer(wholeDays(ms, rows), rows, valid)
  }
  const halves = new Int32Array(2 * rows)
  for (let i = 0; i < rows; i++) {
    const v = ms[i]!
    const high = Math.floor(v / 4294967296)
    halves[2 * i] = (v - high * 4294967296) | 0
    halves[2 * i + 1] = high
  }
  return millisecondBuffer(halves, rows, valid, (column.zone ?? column.zoned) ? 'UTC' : undefined)
}

/** Text that mostly repeats is a dictionary, other text is plain. */
function finishText(column: Builder, rows: number, valid: Validity): Vector {
  const { words } = column
  const codes = column.values as Int32Array
  let { plain } = column
  if (!plain && column.stored === undefined && words.count > (rows - column.nulls) / 2) {
    plain = spellOut(words, codes, rows, rows)
  }
  if (plain) {
    const offsets = plain.offsets.subarray(0, rows + 1)
    return utf8Buffer(offsets, plain.bytes.slice(0, offsets[rows]!), rows, valid)
  }
  const wordOffsets = words.offsets.slice(0, words.count + 1)
  const bytes = words.bytes.slice(0, wordOffsets[words.count]!)
  const labels = utf8Buffer(wordOffsets, bytes, words.count, { bits: undefined, nulls: 0 })
  return codeBuffer(fit(codes, rows), labels, rows, valid)
}

/** Whole days of epoch milliseconds. */
function wholeDays(ms: Float64Array, rows: number): Int32Array {
  const days = new Int32Array(rows)
  for (let i = 0; i < rows; i++) days[i] = Math.floor(ms[i]! / MS_A_DAY)
  return days
}
