import { type Builder, setMissing, settled, type Slice, type Style } from './builder.js'
import { lastWasDayFirst, lastWasTimed, lastWasZoned, parseDate } from './dates.js'
import { parseNumber, parseOddNumber } from './numbers.js'
import { sameBytes } from './text.js'
import { fillText } from './textColumns.js'
import { fieldText } from './scan.js'

/**
 * Reads a column's fields of a block from record `from` on, one tight loop a kind. Answers the first record whose
 * value does not fit the column's kind, or the number of records where all fit.
 */
export function fillColumn(column: Builder, slice: Slice, from: number): number {
  const { style } = column
  switch (column.kind) {
    case 'none':
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
  const none = column.kind === 'none'
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
    if (none || (whole && (value | 0) !== value)) return r
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
