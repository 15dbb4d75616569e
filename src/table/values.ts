import { Data, type DataType, Int64, Null, Vector } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { describe } from './adopt.js'
import { bool, date, dictionary, float64, int32, timestamp, utf8 } from './build.js'
import { hasZone, MS_A_DAY, parseIsoTime } from './times.js'

/** What plain values can be made into, where it is not to be found from the values. */
export type ValueType = 'float64' | 'int32' | 'int64' | 'bool' | 'dictionary' | 'utf8' | 'date' | 'timestamp'

export const VALUE_TYPES: readonly ValueType[] = [
  'float64',
  'int32',
  'int64',
  'bool',
  'dictionary',
  'utf8',
  'date',
  'timestamp',
]

/** Which column values go into and who asked, for errors. */
interface Place {
  readonly who: string
  readonly name: string
}

/**
 * A column from plain values; null, undefined and NaN are missing. Without a type it is found from the values,
 * which must be all of one kind: numbers become doubles, strings a dictionary, dates timestamps in milliseconds, bigints 64-bit integers.
 */
export function columnFromValues(values: readonly unknown[], place: Place, type?: ValueType): Vector {
  return makeColumn(values, place, type ?? findType(values, place))
}

function findType(values: readonly unknown[], { who, name }: Place): ValueType | undefined {
  let found: ValueType | undefined
  let foundAt = 0
  values.forEach((value, row) => {
    if (value === null || value === undefined) return
    const type = typeOf(value)
    if (type === undefined) {
      throw new ClienteleError(
        'value-invalid',
        `${who}: column '${name}' holds ${describe(value)} in row ${row + 1}, but values must be numbers, strings, booleans, dates, bigints or null; flatten it first.`,
      )
    }
    if (found === undefined) {
      found = type
      foundAt = row
    } else if (type !== found) {
      throw new ClienteleError(
        'value-invalid',
        `${who}: column '${name}' holds ${nounOf(values[foundAt])} in row ${foundAt + 1} and ${nounOf(value)} in row ${row + 1}, but a column has one type; convert the one or the other.`,
      )
    }
  })
  return found
}

function typeOf(value: unknown): ValueType | undefined {
  switch (typeof value) {
    case 'number':
      return 'float64'
    case 'string':
      return 'dictionary'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int64'
    default:
      return isDate(value) ? 'timestamp' : undefined
  }
}

/** Dates of other realms too. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]'
}

function nounOf(value: unknown): string {
  return isDate(value) ? 'a date' : describe(value)
}

function makeColumn(values: readonly unknown[], place: Place, type: ValueType | undefined): Vector {
  switch (type) {
    case undefined:
      return new Vector([new Data(new Null(), 0, values.length, values.length)])
    case 'float64':
      return float64(Float64Array.from(values, (value, row) => numberOf(value, row, place)))
    case 'int32':
      return int32From(values, place)
    case 'int64':
      return int64From(values, place)
    case 'bool':
      return bool(Uint8Array.from(values, (value, row) => booleanOf(value, row, place)))
    case 'dictionary':
      return encode(values.map((value, row) => textOf(value, row, place)))
    case 'utf8':
      return utf8(values.map((value, row) => textOf(value, row, place)))
    case 'timestamp':
      return timestamp(
        Float64Array.from(values, (value, row) => timeOf(value, row, place)),
        values.some(isMoment) ? 'UTC' : null,
      )
    case 'date':
      return date(Float64Array.from(values, (value, row) => Math.floor(timeOf(value, row, place) / MS_A_DAY)))
  }
}

function unfit({ who, name }: Place, row: number, value: unknown, needs: string): ClienteleError {
  const simple = ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
  const got = simple ? `${nounOf(value)} (${String(value).slice(0, 40)})` : nounOf(value)
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${got} in row ${row + 1}, but ${needs}; mend the value or choose another type.`,
  )
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value)
}

function numberOf(value: unknown, row: number, place: Place): number {
  if (isMissing(value)) return NaN
  if (typeof value === 'number') return value
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value)
  throw unfit(place, row, value, 'float64 needs numbers')
}

function int32From(values: readonly unknown[], place: Place): Vector {
  const present = Uint8Array.from(values, (value) => (isMissing(value) ? 0 : 1))
  const whole = Int32Array.from(values, (value, row) => {
    if (isMissing(value)) return 0
    const v = numberOf(value, row, place)
    if ((v | 0) !== v) throw unfit(place, row, value, 'int32 needs whole numbers of up to 32 bits')
    return v
  })
  return int32(whole, present)
}

function int64From(values: readonly unknown[], place: Place): Vector {
  const bits = new Uint8Array((values.length >> 3) + 1)
  const whole = BigInt64Array.from(values, (value, row) => {
    if (isMissing(value)) return 0n
    bits[row >> 3]! |= 1 << (row & 7)
    const v = Number.isSafeInteger(value) ? BigInt(value as number) : value
    if (typeof v === 'bigint' && BigInt.asIntN(64, v) === v) return v
    throw unfit(place, row, value, 'int64 needs whole numbers of up to 64 bits')
  })
  return new Vector([new Data(new Int64(), 0, values.length, -1, [undefined, whole, bits] as any)])
}

function booleanOf(value: unknown, row: number, place: Place): number {
  if (isMissing(value)) return 2
  if (typeof value === 'boolean') return Number(value)
  throw unfit(place, row, value, 'bool needs true and false')
}

function textOf(value: unknown, row: number, place: Place): string | null {
  if (isMissing(value)) return null
  if (typeof value === 'string') return value
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return String(value)
  throw unfit(place, row, value, 'text is needed here')
}

function timeOf(value: unknown, row: number, place: Place): number {
  if (isMissing(value) && !isDate(value)) return NaN
  const ms = isDate(value) ? value.getTime() : typeof value === 'string' ? parseIsoTime(value) : NaN
  if (Number.isNaN(ms)) throw unfit(place, row, value, 'a valid Date or an ISO date is needed here')
  return ms
}

/** A Date is a moment, and so is text with a zone; text without one is on the wall clock. */
function isMoment(value: unknown): boolean {
  return isDate(value) || (typeof value === 'string' && hasZone(value))
}

/** Strings as a dictionary in order of first appearance. */
function encode(values: readonly (string | null)[]): Vector<DataType> {
  const known = new Map<string, number>()
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1
    let code = known.get(value)
    if (code === undefined) known.set(value, (code = known.size))
    return code
  })
  return dictionary(codes, [...known.keys()])
}
