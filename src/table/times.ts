import { type Data, type DataType, type Date_, DateUnit, type Timestamp, TimeUnit, Type } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { type Column, hasNulls, isPresent, wrongType } from './column.js'
import { fillInt64 } from './numbers.js'
import { isText, readStrings } from './strings.js'

export const MS_A_DAY = 86_400_000

/** Whether a column of that type holds dates or timestamps. */
export function isTime(type: DataType): boolean {
  return type.typeId === Type.Timestamp || type.typeId === Type.Date
}

/** Whether a column's values are bare dates without a time of day. */
export function isBareDate(type: DataType): boolean {
  return type.typeId === Type.Date
}

/**
 * A Date, Timestamp or ISO text column as milliseconds since 1970-01-01 UTC; missing is NaN. Text without
 * a zone is read as UTC; anything that is not ISO is an error that names the row.
 */
export function readTimes(column: Column, who: string): Float64Array {
  if (isText(column.type)) return parseTimes(column, who)
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

/** Text is parsed once per distinct value. */
function parseTimes(column: Column, who: string): Float64Array {
  const out = new Float64Array(column.length)
  const seen = new Map<string, number>()
  readStrings(column).forEach((text, row) => {
    if (text === null || text.trim() === '') {
      out[row] = NaN
      return
    }
    let ms = seen.get(text)
    if (ms === undefined) {
      ms = parseIsoTime(text)
      if (Number.isNaN(ms)) {
        throw new ClienteleError(
          'value-invalid',
          `${who}: column '${column.name}' holds '${text.slice(0, 40)}' in row ${row}, but a date must be ISO (2025-01-31 or 2025-01-31T14:30:00Z); readTable's option types reads other formats.`,
        )
      }
      seen.set(text, ms)
    }
    out[row] = ms
  })
  return out
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

function zoneOffset(zone: string | undefined): number {
  if (!zone || zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone[0] === '-' ? -1 : 1) * minutes * 60_000
}
