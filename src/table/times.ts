import { type Data, type DataType, type Date_, DateUnit, type Timestamp, TimeUnit, Type } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { asColumn, type Column, hasNulls, isPresent, wrongType } from './column.js'
import { fillInt64 } from './numbers.js'
import { isText, readStrings } from './strings.js'

const decoder = new TextDecoder()

export const MS_A_DAY = 86_400_000

/** Whether a column of that type holds dates or timestamps. */
export function isTime(type: DataType): boolean {
  return type.typeId === Type.Timestamp || type.typeId === Type.Date
}

/** Whether a column's values are bare dates without a time of day. */
export function isBareDate(type: DataType): boolean {
  return type.typeId === Type.Date
}

/** The time zone that a timestamp type names, null where it names none. */
export function zoneOf(type: DataType): string | null {
  return type.typeId === Type.Timestamp ? ((type as Timestamp).timezone ?? null) : null
}

/** What a text that is no date counts as; by default it is an error. */
type Unreadable = (text: string, row: number) => number

/**
 * A Date, Timestamp or ISO text column as milliseconds since 1970-01-01 UTC; missing is NaN. What has no
 * zone is read as if it were UTC (`settleZone` tells these apart); anything that is not ISO is an error that names the row, unless `unreadable` says
 * what it counts as.
 */
export function readTimes(column: Column, who: string, unreadable?: Unreadable): Float64Array {
  if (isText(column.type)) return parseTimes(column, unreadable ?? refuse(column.name, who))
  if (!isTime(column.type) && column.type.typeId !== Type.Null) {
    throw wrongType(
      who,
      column,
      'a date or timestamp is needed here',
      'convert it (readTable has the option types) or choose another column',
    )
  }
  const out = new Float64Array(column.length)
  let start = 0
  for (const chunk of column.chunks) {
    const part = out.subarray(start, start + chunk.length)
    if (chunk.type.typeId === Type.Null) part.fill(NaN)
    else fillTimes(chunk, part)
    if (hasNulls(chunk)) for (let i = 0; i < part.length; i++) if (!isPresent(chunk, i)) part[i] = NaN
    start += chunk.length
  }
  return out
}

function refuse(name: string, who: string): Unreadable {
  return (text, row) => {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' holds '${text.slice(0, 40)}' in row ${row + 1}, but a date must be ISO (2025-01-31 or 2025-01-31T14:30:00Z); readTable's option types reads other formats.`,
    )
  }
}

const MS_A_UNIT: Record<TimeUnit, number> = {
  [TimeUnit.SECOND]: 1000,
  [TimeUnit.MILLISECOND]: 1,
  [TimeUnit.MICROSECOND]: 1e-3,
  [TimeUnit.NANOSECOND]: 1e-6,
}

function fillTimes(chunk: Data, out: Float64Array): void {
  const values = chunk.values as Int32Array | BigInt64Array
  if (values instanceof BigInt64Array) {
    const isStamp = chunk.type.typeId === Type.Timestamp
    const unit = isStamp ? (chunk.type as Timestamp).unit : TimeUnit.MILLISECOND
    fillInt64(values, true, out, 1)
    // Dividing keeps whole milliseconds exact where multiplying by 0.001 would not.
    const scale = MS_A_UNIT[unit]
    if (scale > 1) for (let i = 0; i < out.length; i++) out[i]! *= scale
    else if (scale < 1) {
      const divisor = Math.round(1 / scale)
      for (let i = 0; i < out.length; i++) out[i] = Math.floor(out[i]! / divisor)
    }
    return
  }
  const isDays = (chunk.type as Date_).unit === DateUnit.DAY
  if (isDays) for (let i = 0; i < out.length; i++) out[i] = values[i]! * MS_A_DAY
  else for (let i = 0; i < out.length; i++) out[i] = values[2 * i + 1]! * 4294967296 + (values[2 * i]! >>> 0)
}

/** Text is parsed from its bytes where it is in the usual form; in dictionaries once per label. */
function parseTimes(column: Column, unreadable: Unreadable): Float64Array {
  const out = new Float64Array(column.length)
  let start = 0
  for (const chunk of column.chunks) {
    const part = out.subarray(start, start + chunk.length)
    if (chunk.type.typeId === Type.Utf8) parseUtf8(chunk, part, start, unreadable)
    else parseStrings(asColumn(column.name, column.type, [chunk]), part, start, unreadable)
    start += chunk.length
  }
  return out
}

function parseStrings(column: Column, out: Float64Array, start: number, unreadable: Unreadable): void {
  const seen = new Map<string, number>()
  readStrings(column).forEach((text, i) => {
    let ms = text === null ? NaN : seen.get(text)
    if (ms === undefined) seen.set(text!, (ms = parseText(text!)))
    out[i] = ms === Infinity ? unreadable(text!, start + i) : ms
  })
}

function parseUtf8(chunk: Data, out: Float64Array, start: number, unreadable: Unreadable): void {
  const offsets = chunk.valueOffsets as Int32Array
  const bytes = (chunk.values as Uint8Array | undefined) ?? new Uint8Array(0)
  const nullable = hasNulls(chunk)
  const days = new Map<number, number>()
  for (let i = 0; i < out.length; i++) {
    out[i] = NaN
    if (nullable && !isPresent(chunk, i)) continue
    const from = offsets[i]!
    const to = offsets[i + 1]!
    let ms = parseBytes(bytes, from, to - from, days)
    if (Number.isNaN(ms)) {
      const text = decoder.decode(bytes.subarray(from, to))
      ms = parseText(text)
      if (ms === Infinity) ms = unreadable(text, start + i)
    }
    out[i] = ms
  }
}

/** 'YYYY-MM-DD' and 'YYYY-MM-DD HH:MM:SS' (or with a T); NaN for every other form. */
function parseBytes(bytes: Uint8Array, at: number, length: number, days: Map<number, number>): number {
  if (length !== 10 && length !== 19) return NaN
  if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45) return NaN
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2)
  const key = (year * 100 + pair(bytes, at + 5)) * 100 + pair(bytes, at + 8)
  let day = days.get(key)
  if (day === undefined) {
    day = Number.isNaN(key) ? NaN : parseIsoTime(decoder.decode(bytes.subarray(at, at + 10)))
    days.set(key, day)
  }
  if (length === 10) return day
  const gap = bytes[at + 10]
  if ((gap !== 32 && gap !== 84) || bytes[at + 13] !== 58 || bytes[at + 16] !== 58) return NaN
  const hour = pair(bytes, at + 11)
  const minute = pair(bytes, at + 14)
  const second = pair(bytes, at + 17)
  if (!(hour < 24 && minute < 60 && second < 60)) return NaN
  return day + (hour * 3600 + minute * 60 + second) * 1000
}

/** The number that two digits make, NaN where they are not digits. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48
  const ones = bytes[at + 1]! - 48
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? tens * 10 + ones : NaN
}

/** Epoch milliseconds, NaN where there is nothing but space, Infinity where it cannot be read. */
function parseText(text: string): number {
  if (text.trim() === '') return NaN
  const ms = parseIsoTime(text)
  return Number.isNaN(ms) ? Infinity : ms
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/

/** An ISO date or timestamp as epoch milliseconds (UTC where no zone is given), NaN where it is not one. */
export function parseIsoTime(text: string): number {
  const m = ISO.exec(text.trim())
  if (!m) return NaN
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = m
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)))
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return NaN
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN
  const ms = Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000
  return date.getTime() + ms + Math.floor(Number(`0.${fraction || 0}`) * 1000) - zoneOffset(zone)
}

/** Whether a text that is an ISO timestamp says its zone: Z or an offset. */
export function hasZone(text: string): boolean {
  return ISO.exec(text.trim())?.[8] !== undefined
}

function zoneOffset(zone: string | undefined): number {
  if (!zone || zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone[0] === '-' ? -1 : 1) * minutes * 60_000
}
