import { ClienteleError } from '../../error.js'
import {
  type Data,
  type DataType,
  type Dictionary,
  type Table,
  Type,
  type Timestamp,
} from '../../table/arrow.js'
import { type Column, findColumn, hasNulls, isPresent, typeName } from '../../table/column.js'
import { isBinary } from '../../table/binary.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import { isText, printed, readStrings } from '../../table/strings.js'
import { isBareDate, isTime, readTimes } from '../../table/times.js'

/** Where bytes are put, with room made in time. */
export interface Sink {
  bytes: Uint8Array
  pos: number
}

/** Writes one column's value in a row; a missing one leaves no bytes. */
export type Cell = (row: number, sink: Sink) => void

/** How text is written. */
export interface CellStyle {
  readonly delimiter: number
  /** Whether text that a spreadsheet would run as a formula gets an apostrophe before it. */
  readonly neutralize: boolean
}

/** The most bytes that a number or a date takes. */
export const WIDEST = 32

/** Makes room for that many bytes. */
export function makeRoom(sink: Sink, more: number): void {
  if (sink.pos + more <= sink.bytes.length) return
  const larger = new Uint8Array(2 * sink.bytes.length + more)
  larger.set(sink.bytes.subarray(0, sink.pos))
  sink.bytes = larger
}

/** How the values of a column are written. */
export function cellOf(table: Table, name: string, style: CellStyle, who: string): Cell {
  const column = findColumn(table, name, who)
  const { type } = column
  if (type.typeId === Type.Null) return () => undefined
  if (type.typeId === Type.Bool) return wordCell(readNumbers(column, who), ['false', 'true'])
  if (type.typeId === Type.Int && (type as { bitWidth?: number }).bitWidth === 64) return longCell(column)
  if (isNumeric(type)) return numberCell(readNumbers(column, who))
  if (isTime(type)) return timeCell(readTimes(column, who), type)
  if (isText(type)) return textCell(column, style)
  if (isBinary(type)) return textCell(printed(column), style)
  throw new ClienteleError(
    'column-type',
    `${who}: column '${name}' is ${typeName(type)}, which a CSV file cannot hold; leave it out or write Parquet.`,
  )
}

const encoder = new TextEncoder()

function wordCell(values: Float64Array, words: readonly string[]): Cell {
  const bytes = words.map((word) => encoder.encode(word))
  return (row, sink) => {
    const value = values[row]!
    if (!Number.isNaN(value)) put(sink, bytes[value]!, 0, bytes[value]!.length)
  }
}

function put(sink: Sink, bytes: Uint8Array, start: number, end: number): void {
  makeRoom(sink, end - start + WIDEST)
  const out = sink.bytes
  let { pos } = sink
  // Short pieces: a loop beats subarray and set.
  if (end - start < 64) for (let k = start; k < end; k++) out[pos++] = bytes[k]!
  else {
    out.set(bytes.subarray(start, end), pos)
    pos += end - start
  }
  sink.pos = pos
}

function putText(sink: Sink, text: string): void {
  for (let k = 0; k < text.length; k++) sink.bytes[sink.pos++] = text.charCodeAt(k)
}

/** 64-bit integers exactly, also beyond 2⁵³. */
function longCell({ chunks }: Column): Cell {
  const starts = [0]
  for (const chunk of chunks) starts.push(starts.at(-1)! + chunk.length)
  let c = 0
  return (row, sink) => {
    while (row >= starts[c + 1]!) c++
    while (row < starts[c]!) c--
    const chunk = chunks[c]!
    const i = row - starts[c]!
    if (hasNulls(chunk) && !isPresent(chunk, i)) return
    const value = (chunk.values as BigInt64Array)[i]!
    const small = Number(value)
    if (Number.isSafeInteger(small)) putNumber(sink, small)
    else putText(sink, String(value))
  }
}

function numberCell(values: Float64Array): Cell {
  return (row, sink) => putNumber(sink, values[row]!)
}

/** A number as JavaScript prints it: the shortest decimal that reads back as the same double. */
function putNumber(sink: Sink, value: number): void {
  if (Number.isNaN(value)) return
  const whole = value | 0
  if (whole === value && !Object.is(value, -0)) {
    putInteger(sink, whole)
    return
  }
  // Hundredths below 2³¹ have fewer than 15 digits, so their plain decimal is the shortest one.
  const hundredths = Math.round(value * 100)
  if (value > 0 && hundredths < 2_147_483_647 && hundredths / 100 === value) {
    putInteger(sink, (hundredths / 100) | 0)
    const rest = hundredths % 100
    sink.bytes[sink.pos++] = 46
    sink.bytes[sink.pos++] = 48 + ((rest / 10) | 0)
    if (rest % 10 !== 0) sink.bytes[sink.pos++] = 48 + (rest % 10)
    return
  }
  putText(sink, Object.is(value, -0) ? '-0' : String(value))
}

function putInteger(sink: Sink, value: number): void {
  const { bytes } = sink
  let left = value
  if (left < 0) {
    bytes[sink.pos++] = 45
    left = -left
  }
  let digits = 1
  for (let ten = 10; ten <= left; ten *= 10) digits++
  for (let at = sink.pos + digits - 1; at >= sink.pos; at--) {
    const rest = (left / 10) | 0
    // 2³¹ itself does not fit the quick division.
    const tenth = left > 2_147_483_647 ? Math.floor(left / 10) : rest
    bytes[at] = 48 + (left - 10 * tenth)
    left = tenth
  }
  sink.pos += digits
}

/** ISO dates; with a time of day after a space, which spreadsheets understand and T not. */
function timeCell(values: Float64Array, type: DataType): Cell {
  const bare = isBareDate(type)
  const zone = !bare && (type as Timestamp).timezone ? 'Z' : ''
  let last = NaN
  let text = encoder.encode('')
  return (row, sink) => {
    const ms = values[row]!
    if (Number.isNaN(ms)) return
    if (ms !== last) {
      const iso = new Date(ms).toISOString()
      const at = iso.indexOf('T')
      const time = iso.slice(at + 1, -1).replace('.000', '')
      text = encoder.encode(bare ? iso.slice(0, at) : `${iso.slice(0, at)} ${time}${zone}`)
      last = ms
    }
    put(sink, text, 0, text.length)
  }
}

function textCell(column: Column, style: CellStyle): Cell {
  const cells = column.chunks.map((chunk) => chunkCell(chunk, style))
  if (cells.length === 1) return cells[0]!
  const starts = [0]
  for (const chunk of column.chunks) starts.push(starts.at(-1)! + chunk.length)
  let c = 0
  return (row, sink) => {
    while (row >= starts[c + 1]!) c++
    while (row < starts[c]!) c--
    cells[c]!(row - starts[c]!, sink)
  }
}

function chunkCell(chunk: Data, style: CellStyle): Cell {
  const { typeId } = chunk.type
  if (typeId === Type.Dictionary) return dictionaryCell(chunk, style)
  if (typeId === Type.Utf8) {
    const offsets = chunk.valueOffsets as Int32Array
    const bytes = (chunk.values as Uint8Array | undefined) ?? new Uint8Array(0)
    const nulls = hasNulls(chunk)
    return (row, sink) => {
      if (!nulls || isPresent(chunk, row)) putField(sink, bytes, offsets[row]!, offsets[row + 1]!, style)
    }
  }
  const column = { name: '', type: chunk.type, chunks: [chunk], length: chunk.length, nullCount: 0 }
  const texts = readStrings(column).map((text) => text && encoder.encode(text))
  return (row, sink) => {
    const text = texts[row]
    if (text) putField(sink, text, 0, text.length, style)
  }
}

/** Each word is quoted and neutralised once; all lie in one buffer, since cells jump about in it. */
function dictionaryCell(chunk: Data, style: CellStyle): Cell {
  const { dictionary } = chunk.type as Dictionary
  const chunks = chunk.dictionary?.data ?? []
  const words: Sink = { bytes: new Uint8Array(1024), pos: 0 }
  const labels = readStrings({ name: '', type: dictionary, chunks, length: 0, nullCount: 0 })
  const ends = Int32Array.from(labels, (label) => {
    const bytes = encoder.encode(label ?? '')
    if (label !== null) putField(words, bytes, 0, bytes.length, style)
    return words.pos
  })
  const { bytes } = words
  const codes = chunk.values as Int32Array
  const nulls = hasNulls(chunk)
  return (row, sink) => {
    if (nulls && !isPresent(chunk, row)) return
    const code = Number(codes[row])
    const start = code === 0 ? 0 : ends[code - 1]!
    put(sink, bytes, start, ends[code]!)
  }
}

/** Text as the bytes of a field. */
export function fieldBytes(text: string, style: CellStyle): Uint8Array {
  const bytes = encoder.encode(text)
  const sink: Sink = { bytes: new Uint8Array(2 * bytes.length + 8), pos: 0 }
  putField(sink, bytes, 0, bytes.length, style)
  return sink.bytes.slice(0, sink.pos)
}

/** What begins a formula in one spreadsheet or another: = + - @ tab, newlines. */
function beginsFormula(b: number): boolean {
  return b === 61 || b === 43 || b === 45 || b === 64 || b === 9 || b === 13 || b === 10
}

function putField(sink: Sink, bytes: Uint8Array, start: number, end: number, style: CellStyle): void {
  makeRoom(sink, 2 * (end - start) + WIDEST)
  const { delimiter, neutralize } = style
  const out = sink.bytes
  const begin = sink.pos
  let pos = begin
  if (neutralize && end > start && beginsFormula(bytes[start]!)) out[pos++] = 39
  let quotes = false
  for (let k = start; k < end; k++) {
    const b = bytes[k]!
    out[pos++] = b
    if (b === delimiter || b === 34 || b === 10 || b === 13) {
      quotes = true
      break
    }
  }
  if (!quotes) {
    // Empty text in quotes: nothing at all is a missing value.
    if (end === start) {
      out[pos++] = 34
      out[pos++] = 34
    }
    sink.pos = pos
    return
  }
  pos = begin
  out[pos++] = 34
  if (neutralize && beginsFormula(bytes[start]!)) out[pos++] = 39
  for (let k = start; k < end; k++) {
    const b = bytes[k]!
    if (b === 34) out[pos++] = 34
    out[pos++] = b
  }
  out[pos++] = 34
  sink.pos = pos
}
