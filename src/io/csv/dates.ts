import { MS_A_DAY } from '../../table/times.js'
import { readWordDate, type WordOrder } from './wordDates.js'

/** Which part of a date comes first. `either`: day and month cannot be told apart yet. */
export type Order = 'ymd' | 'dmy' | 'mdy' | 'either' | WordOrder

/** How dates are written: the order of the parts and the byte between them, 0 for yyyymmdd. */
export interface DateFormat {
  readonly order: Order
  readonly mark: number
  /** Two-digit years: 70 to 99 are 19xx, 00 to 69 are 20xx. Only where the caller says so. */
  readonly shortYear: boolean
}

// What the parsers below found beside their answer. Plain variables: an object a value would cost more than parsing.
let after = 0
let first = 0
let second = 0
let timed = false
let zoned = false

/** Whether the last value that was parsed had a time of day. */
export function lastWasTimed(): boolean {
  return timed
}

/** Whether the last value that was parsed as day, month could not have been month, day. */
export function lastWasDayFirst(): boolean {
  return first > 12
}

/** Whether the last value that was parsed had a time zone. */
export function lastWasZoned(): boolean {
  return zoned
}

/**
 * Milliseconds since 1970 UTC of a date, and the time of day after it if there is one; NaN where the bytes are
 * not a date in that format. In `either` order values are read as day, month; the caller looks at
 * `parseMonthFirst` where that fails.
 */
export function parseDate(bytes: Uint8Array, start: number, end: number, format: DateFormat): number {
  const day = parseDay(bytes, start, end, format)
  timed = after < end
  zoned = false
  if (!timed || Number.isNaN(day)) return day * MS_A_DAY
  return day * MS_A_DAY + parseClock(bytes, after, end)
}

function parseDay(bytes: Uint8Array, start: number, end: number, format: DateFormat): number {
  const { mark, order } = format
  let year: number
  let month: number
  let day: number
  if (order === 'ymd') {
    year = digits(bytes, start, end, 4, 4)
    if (mark !== 0 && bytes[after] !== mark) return NaN
    const wide = mark === 0 ? 2 : 1
    month = digits(bytes, mark === 0 ? after : after + 1, end, wide, 2)
    if (mark !== 0 && bytes[after] !== mark) return NaN
    day = digits(bytes, mark === 0 ? after : after + 1, end, wide, 2)
  } else if (order === 'dMy' || order === 'Mdy' || order === 'yMd') {
    const found = readWordDate(bytes, start, end)
    if (found?.order !== order || found.mark !== mark) return NaN
    after = start + found.length
    ;({ year, month, day } = found)
  } else {
    first = digits(bytes, start, end, mark === 0 ? 2 : 1, 2)
    if (mark !== 0 && bytes[after] !== mark) return NaN
    second = digits(bytes, mark === 0 ? after : after + 1, end, mark === 0 ? 2 : 1, 2)
    if (mark !== 0 && bytes[after] !== mark) return NaN
    const width = format.shortYear ? 2 : 4
    year = digits(bytes, mark === 0 ? after : after + 1, end, width, width)
    if (format.shortYear) year += year < 70 ? 2000 : 1900
    month = order === 'mdy' ? first : second
    day = order === 'mdy' ? second : first
  }
  return dayNumber(year, month, day)
}

/** Between `least` and `most` digits as a number, NaN otherwise; `after` is moved behind them. */
function digits(bytes: Uint8Array, start: number, end: number, least: number, most: number): number {
  let value = 0
  let p = start
  const stop = start + most < end ? start + most : end
  for (; p < stop; p++) {
    const d = bytes[p]! - 48
    if (d < 0 || d > 9) break
    value = value * 10 + d
  }
  after = p
  return p - start < least ? NaN : value
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970-01-01 in the Gregorian calendar, NaN for a day that is not in it. */
export function dayNumber(year: number, month: number, day: number): number {
  if (!(year > 0 && month >= 1 && month <= 12 && day >= 1)) return NaN
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > LENGTHS[month - 1]! + (leap && month === 2 ? 1 : 0)) return NaN
  // Years that begin in March have the leap day at their end.
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = ((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0
  return era * 146_097 + ofEra * 365 + ((ofEra / 4) | 0) - ((ofEra / 100) | 0) + ofYear + day - 1 - 719_468
}

/** The milliseconds of ' 8:26', ', 8:26', 'T08:26:00.250Z', ' 8:26:00 PM', ' 08:26+01:00', ' 08:26 UTC'; NaN where it is none. */
function parseClock(bytes: Uint8Array, start: number, end: number): number {
  let p = start
  if (bytes[p] === 44) p++
  if (bytes[p] !== 32 && bytes[p] !== 84) return NaN
  p++
  let hour = digits(bytes, p, end, 1, 2)
  if (after >= end || bytes[after] !== 58) return NaN
  const minute = digits(bytes, after + 1, end, 2, 2)
  let second = 0
  let ms = 0
  if (after < end && bytes[after] === 58) {
    second = digits(bytes, after + 1, end, 2, 2)
    if (after < end && (bytes[after] === 46 || bytes[after] === 44)) ms = fraction(bytes, after + 1, end)
  }
  p = after
  if (p < end && bytes[p] === 32 && p + 1 < end) p++
  const half = p + 1 < end && (bytes[p + 1]! | 32) === 109 ? bytes[p]! | 32 : 0
  if (half === 97 || half === 112) {
    if (!(hour >= 1 && hour <= 12)) return NaN
    hour = (hour % 12) + (half === 112 ? 12 : 0)
    p += 2
  }
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return NaN
  const offset = p < end ? parseZone(bytes, p, end) : 0
  return hour * 3_600_000 + minute * 60_000 + second * 1000 + ms - offset
}

/** Milliseconds of a fraction of a second; digits beyond them are cut. */
function fraction(bytes: Uint8Array, start: number, end: number): number {
  let unit = 100
  let ms = 0
  let p = start
  for (; p < end && p < start + 9; p++) {
    const d = bytes[p]! - 48
    if (d < 0 || d > 9) break
    if (unit >= 1) ms += d * unit
    unit /= 10
  }
  after = p
  return p === start ? NaN : ms
}

const UTC_NAMES: ReadonlySet<string> = new Set(['UTC', 'GMT'])

function parseZone(bytes: Uint8Array, start: number, end: number): number {
  zoned = true
  if (bytes[start] === 90) return end === start + 1 ? 0 : NaN
  if (end === start + 3 && UTC_NAMES.has(String.fromCharCode(...bytes.subarray(start, end)))) return 0
  const sign = bytes[start] === 43 ? 1 : bytes[start] === 45 ? -1 : NaN
  const hours = digits(bytes, start + 1, end, 2, 2)
  const minutes = after < end ? digits(bytes, bytes[after] === 58 ? after + 1 : after, end, 2, 2) : 0
  return after === end && hours <= 14 && minutes <= 59 ? sign * (hours * 60 + minutes) * 60_000 : NaN
}

/** The format that those bytes are a date of, undefined where they are none. Never two-digit years. */
export function dateFormatOf(bytes: Uint8Array, start: number, end: number): DateFormat | undefined {
  if (end - start < 8 || end - start > 40) return undefined
  const words = readWordDate(bytes, start, end)
  if (words) return fits(bytes, start, end, { order: words.order, mark: words.mark, shortYear: false })
  let mark = start
  while (mark < end && bytes[mark]! >= 48 && bytes[mark]! <= 57) mark++
  const width = mark - start
  const byte = bytes[mark]!
  if (byte !== 45 && byte !== 47 && byte !== 46) return undefined
  if (width === 4) return fits(bytes, start, end, { order: 'ymd', mark: byte, shortYear: false })
  if (width < 1 || width > 2) return undefined
  const found =
    fits(bytes, start, end, { order: 'dmy', mark: byte, shortYear: false }) ??
    fits(bytes, start, end, { order: 'mdy', mark: byte, shortYear: false })
  // With dots the day comes first everywhere that dots are used.
  const open = found && byte !== 46 && first <= 12 && second <= 12
  return open ? { ...found, order: 'either' } : found
}

function fits(bytes: Uint8Array, start: number, end: number, format: DateFormat): DateFormat | undefined {
  return Number.isNaN(parseDate(bytes, start, end, format)) ? undefined : format
}

/** A date that was read as day, month read as month, day instead. */
export function swapDayAndMonth(ms: number): number {
  const date = new Date(ms)
  const day = dayNumber(date.getUTCFullYear(), date.getUTCDate(), date.getUTCMonth() + 1)
  return day * MS_A_DAY + (ms - Math.floor(ms / MS_A_DAY) * MS_A_DAY)
}

/** 'dd/mm/yyyy', 'mm-dd-yy', 'yyyy.mm.dd', 'yyyymmdd' as a format, undefined for anything else. */
export function readDateFormat(text: string): DateFormat | undefined {
  const match = /^(?:(dd|mm)([-/. ]?)(dd|mm)\2(yyyy|yy)|yyyy([-/. ]?)mm\5dd)$/.exec(text.toLowerCase())
  if (!match || (match[1] !== undefined && match[1] === match[3])) return undefined
  const mark = (match[2] || match[5] || '').charCodeAt(0) || 0
  if (match[1] === undefined) return { order: 'ymd', mark, shortYear: false }
  return { order: match[1] === 'dd' ? 'dmy' : 'mdy', mark, shortYear: match[4] === 'yy' }
}

/** A format's name, as the option types takes it. */
export function dateFormatName({ order, mark, shortYear }: DateFormat): string {
  const parts = order === 'ymd' ? 'yyyy mm dd' : order === 'mdy' ? 'mm dd yyyy' : 'dd mm yyyy'
  const named = parts.replaceAll(' ', mark === 0 ? '' : String.fromCharCode(mark))
  return shortYear ? named.replace('yyyy', 'yy') : named
}
