import { type Builder, setMissing, type Slice, type Style } from './builder.js'
import { appendText, makeWords, sameBytes, spellOut, wordCode } from './text.js'
import { fieldText, unquote } from './scan.js'

/** Text as codes of words, or, once most turn out distinct, one after the other; any text fits. */
export function fillText(column: Builder, slice: Slice, from: number, style: Style): number {
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
