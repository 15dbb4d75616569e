import {
  Data,
  type DataType,
  type Decimal,
  Dictionary,
  Float64,
  type Int,
  Int32,
  Int64,
  type Timestamp,
  TimestampMillisecond,
  TimeUnit,
  Type,
  Utf8,
  Vector,
} from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { float64, timestamp, utf8FromBytes } from './build.js'
import { byteChunks } from './bytes.js'
import { asColumn, type Column, hasNulls, isPresent, list, typeName } from './column.js'
import { groupRows } from './group.js'
import { isNumeric, readNumbers } from './numbers.js'
import { isText } from './strings.js'
import { takeColumn, unifyDictionary } from './take.js'
import { isTime, readTimes } from './times.js'

/**
 * Columns that hold the same thing in different types (text plain and as a dictionary, whole numbers and doubles, dates and timestamps)
 * brought to one type, which is theirs where they agree. What cannot be one type is an error that names the column
 * and `places`, where each comes from.
 */
export function reconcile(
  columns: readonly Column[],
  places: readonly string[],
  who: string,
): { type: DataType; columns: Column[] } {
  const known = columns.filter(({ type }) => type.typeId !== Type.Null)
  const type = commonType(known) ?? (known.length === 0 ? columns[0]!.type : undefined)
  if (!type) {
    const found = columns.map((column, i) => `${typeName(column.type)} in ${places[i]!}`)
    throw new ClienteleError(
      'contradiction',
      `${who}: column '${columns[0]!.name}' is ${list([...new Set(found)])}, which cannot be one type; convert the one or the other.`,
    )
  }
  return { type, columns: columns.map((column) => convert(column, type, who)) }
}

function commonType(columns: readonly Column[]): DataType | undefined {
  const types = columns.map(({ type }) => type)
  const [first] = types
  if (!first) return undefined
  if (types.every(isText)) {
    if (types.some(({ typeId }) => typeId === Type.Dictionary)) return new Dictionary(new Utf8(), new Int32())
    return types.every(({ typeId }) => typeId === first.typeId) ? first : new Utf8()
  }
  if (types.every((type) => isSame(type, first))) return first
  if (types.every(isNumeric)) return commonNumber(columns)
  if (types.every(isTime)) return commonTime(types)
  return undefined
}

function isSame(a: DataType, b: DataType): boolean {
  const isLike = a.typeId === b.typeId && String(a) === String(b) && a.typeId !== Type.Dictionary
  return isLike && (a as Decimal).bitWidth === (b as Decimal).bitWidth
}

/** The narrowest type that holds every value, or none where 64-bit integers would be rounded. */
function commonNumber(columns: readonly Column[]): DataType | undefined {
  const types = columns.map(({ type }) => type)
  if (types.every(({ typeId }) => typeId === Type.Int)) {
    const ints = types as Int[]
    const small = ints.every(({ bitWidth, isSigned }) => bitWidth + (isSigned ? 0 : 1) <= 32)
    if (small) return new Int32()
    if (ints.every(({ bitWidth, isSigned }) => bitWidth + (isSigned ? 0 : 1) <= 64)) return new Int64()
  }
  const exact = columns.every((column) => {
    const isLong = column.type.typeId === Type.Int && (column.type as Int).bitWidth === 64
    const isWide = column.type.typeId === Type.Decimal && (column.type as Decimal).precision > 15
    if (!isLong && !isWide) return true
    return readNumbers(column, 'reconcile').every((v) => Number.isNaN(v) || Math.abs(v) <= 2 ** 53 - 1)
  })
  return exact ? new Float64() : undefined
}

/** Milliseconds, where no column is finer. */
function commonTime(types: readonly DataType[]): DataType | undefined {
  const stamps = types.filter(({ typeId }) => typeId === Type.Timestamp) as Timestamp[]
  const fine = stamps.find(({ unit }) => unit === TimeUnit.MICROSECOND || unit === TimeUnit.NANOSECOND)
  if (fine)
    return types.every((type) => isTime(type) && (type as Timestamp).unit === fine.unit) ? fine : undefined
  const zones = new Set(stamps.map(({ timezone }) => timezone ?? null))
  if (zones.size === 1) return new TimestampMillisecond([...zones][0]!)
  return new TimestampMillisecond(zones.has(null) ? null : 'UTC')
}

/** The column as that type, which must be able to hold it. */
function convert(column: Column, type: DataType, who: string): Column {
  const from = column.type
  if (isSame(from, type)) return column
  const of = (...chunks: Data[]): Column => asColumn(column.name, type, chunks)
  if (from.typeId === Type.Null) {
    return of(takeColumn(asColumn(column.name, type, []), new Int32Array(column.length).fill(-1)))
  }
  if (type.typeId === Type.Dictionary) return from.typeId === Type.Dictionary ? column : encodeText(column)
  if (type.typeId === Type.Utf8) return of(...column.chunks.flatMap(toUtf8))
  if (type.typeId === Type.Timestamp) {
    const sameUnit = from.typeId === Type.Timestamp && (from as Timestamp).unit === (type as Timestamp).unit
    // Only the zone's name differs: the moments are the same.
    if (sameUnit) return of(...column.chunks.map((chunk) => chunk.clone(type)))
    return of(timestamp(readTimes(column, who)).data[0]!.clone(type))
  }
  if (type.typeId === Type.Float) return of(float64(readNumbers(column, who)).data[0]!)
  return of(...column.chunks.map((chunk) => toInt(chunk, type as Int)))
}

function bitsOf(chunk: Data): Uint8Array | undefined {
  if (!hasNulls(chunk)) return undefined
  const bits = new Uint8Array((chunk.length >> 3) + 1)
  for (let i = 0; i < chunk.length; i++) if (isPresent(chunk, i)) bits[i >> 3]! |= 1 << (i & 7)
  return bits
}

function toUtf8(chunk: Data): Data[] {
  let row = 0
  return byteChunks(chunk).map(({ length, offsets, bytes }) => {
    const bitmap = bitsOf(chunk.slice(row, length))
    row += length
    return new Data(new Utf8(), 0, length, -1, [offsets, bytes, bitmap] as any)
  })
}

function toInt(chunk: Data, type: Int): Data {
  const source = chunk.values as Int32Array
  const values =
    type.bitWidth === 64
      ? BigInt64Array.from({ length: chunk.length }, (_, i) => BigInt(source[i]!))
      : Int32Array.from({ length: chunk.length }, (_, i) => source[i]!)
  return new Data(type, 0, chunk.length, -1, [undefined, values, bitsOf(chunk)] as any)
}

/** Plain text as a dictionary. */
function encodeText(column: Column): Column {
  const { codes, firstRows } = groupRows([column])
  const labels = takeColumn(column, firstRows)
  const type = new Dictionary(labels.type, new Int32())
  const words = new Vector([labels])
  let start = 0
  const chunks = column.chunks.map((chunk) => {
    const part = codes.subarray(start, (start += chunk.length))
    return new Data(type, 0, chunk.length, -1, [undefined, part, bitsOf(chunk)] as any, [], words as any)
  })
  return asColumn(column.name, type, chunks)
}

/** All chunks of a dictionary column over one dictionary of plain text, whatever theirs are. */
export function mergeDictionaries(column: Column): Data {
  const { codes, labels } = unifyDictionary(column)
  const plain = labels.data.flatMap(toUtf8)
  const out = new Int32Array(column.length)
  const bits = new Uint8Array((column.length >> 3) + 1)
  let row = 0
  column.chunks.forEach((chunk, c) => {
    const nullable = hasNulls(chunk)
    for (let i = 0; i < chunk.length; i++, row++) {
      if (nullable && !isPresent(chunk, i)) continue
      out[row] = codes[c]![i]!
      bits[row >> 3]! |= 1 << (row & 7)
    }
  })
  const words = plain.length > 0 ? new Vector(plain) : utf8FromBytes(new Int32Array(1), new Uint8Array(0))
  const type = new Dictionary(new Utf8(), new Int32())
  return new Data(type, 0, column.length, -1, [undefined, out, bits] as any, [], words as any)
}
