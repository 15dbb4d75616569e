import {
  Data,
  type DataType,
  type Date_,
  DateUnit,
  Field,
  type Float,
  type Int,
  Int32,
  Int64,
  Precision,
  Table,
  type Timestamp,
  TimestampMicrosecond,
  TimeUnit,
  Type,
  Utf8,
} from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { adopt, recordBatch } from './adopt.js'
import { date, float64, utf8 } from './build.js'
import { byteChunks, dictionaryCodes } from './bytes.js'
import { allColumns, asColumn, type Column, hasNulls, isPresent, wrongType } from './column.js'
import { readNumbers } from './numbers.js'
import { schemaOf } from './schema.js'
import { takeColumn } from './take.js'
import { MS_A_DAY, readTimes } from './times.js'
import type { TableLike } from './types.js'

/**
 * The table in the few types that every database takes: Bool, Int32, Int64, Float32, Float64, Decimal, Utf8, Date in
 * days, Timestamp in microseconds. Dictionaries become text, narrow and unsigned integers wider signed ones, a column
 * without any value text. Lists, structs, binary values, times of day and durations are an error that names the column.
 * Costs a copy of what is changed, nothing for the rest.
 */
export function portable(table: TableLike, who: string): Table {
  const own = adopt(table, who)
  const columns = allColumns(own, who)
  const parts = columns.map((column) => column.chunks.map((chunk) => convert(column, chunk, who)))
  const fields = columns.map(({ name, type }, i) => new Field(name, parts[i]![0]?.type ?? type, true))
  const schema = schemaOf(fields, own.schema.metadata)
  const batches = own.batches.map(({ numRows }, b) =>
    recordBatch(
      schema,
      numRows,
      parts.map((chunks) => chunks[b]!),
    ),
  )
  return new Table(schema, batches)
}

function convert({ name, type }: Column, chunk: Data, who: string): Data {
  const column = asColumn(name, type, [chunk])
  switch (type.typeId) {
    case Type.Bool:
    case Type.Decimal:
    case Type.Utf8:
      return chunk
    case Type.Int:
      return integers(column, chunk, who)
    case Type.Float:
      return (type as Float).precision === Precision.HALF ? float64(readNumbers(column, who)).data[0]! : chunk
    case Type.Date:
      if ((type as Date_).unit === DateUnit.DAY) return chunk
      return date(readTimes(column, who).map((ms) => Math.floor(ms / MS_A_DAY))).data[0]!
    case Type.Timestamp:
      return microseconds(chunk)
    case Type.LargeUtf8:
    case Type.Utf8View:
      return plainText(column, chunk, who)
    case Type.Dictionary:
      return labels(column, chunk, who)
    case Type.Null:
      return utf8(Array.from({ length: chunk.length }, () => null)).data[0]!
    default:
      throw wrongType(
        who,
        column,
        'databases take numbers, text, booleans, dates and timestamps',
        'convert it or leave it out',
      )
  }
}

function integers(column: Column, chunk: Data, who: string): Data {
  const { isSigned, bitWidth } = chunk.type as Int
  if (isSigned && bitWidth >= 32) return chunk
  if (bitWidth < 32) {
    const values = Int32Array.from(readNumbers(column, who))
    return withValues(chunk, new Int32(), values)
  }
  const values = BigInt64Array.from((chunk.values as Uint32Array).subarray(0, chunk.length), BigInt)
  const nullable = hasNulls(chunk)
  const tooLarge = values.findIndex((value, i) => value < 0n && (!nullable || isPresent(chunk, i)))
  if (tooLarge < 0) return withValues(chunk, new Int64(), values)
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds an integer of 2⁶³ or more in row ${tooLarge + 1} of its chunk, which databases do not take; make it text.`,
  )
}

const MICROSECONDS: Readonly<Record<TimeUnit, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000n,
  [TimeUnit.MILLISECOND]: 1000n,
  [TimeUnit.MICROSECOND]: 1n,
  [TimeUnit.NANOSECOND]: 1n,
}

/** Rounded down, before 1970 too. */
const thousandth = (value: bigint): bigint => (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n

function microseconds(chunk: Data): Data {
  const { unit, timezone } = chunk.type as Timestamp
  if (unit === TimeUnit.MICROSECOND) return chunk
  const factor = MICROSECONDS[unit]
  const values = (chunk.values as BigInt64Array).subarray(0, chunk.length)
  const scaled = values.map(unit === TimeUnit.NANOSECOND ? thousandth : (value) => value * factor)
  return withValues(chunk, new TimestampMicrosecond(timezone ?? null), scaled)
}

/** A dictionary's label for each row. */
function labels(column: Column, chunk: Data, who: string): Data {
  const words = chunk.dictionary
  if (!words) return utf8(Array.from({ length: chunk.length }, () => null)).data[0]!
  const codes = dictionaryCodes(chunk)
  const nullable = hasNulls(chunk)
  const rows = Int32Array.from({ length: chunk.length }, (_, i) =>
    nullable && !isPresent(chunk, i) ? -1 : codes[i]!,
  )
  const taken = takeColumn(asColumn(column.name, words.type, words.data), rows)
  return convert(asColumn(column.name, taken.type, [taken]), taken, who)
}

function plainText({ name }: Column, chunk: Data, who: string): Data {
  const [part, ...more] = byteChunks(chunk)
  if (more.length > 0) {
    throw new ClienteleError(
      'unsupported',
      `${who}: column '${name}' holds 2 GiB of text or more in one batch; give it in smaller batches.`,
    )
  }
  const { offsets, bytes } = part ?? { offsets: new Int32Array(1), bytes: new Uint8Array(0) }
  const { bits, nulls } = validity(chunk)
  return new Data(new Utf8(), 0, chunk.length, nulls, [offsets, bytes, bits] as any)
}

/** The same rows with other values and the chunk's own nulls. */
function withValues(chunk: Data, type: DataType, values: Int32Array | BigInt64Array): Data {
  const { bits, nulls } = validity(chunk)
  return new Data(type, 0, chunk.length, nulls, [undefined, values, bits] as any)
}

/** Which rows are there, counted from the chunk's own first row. */
function validity(chunk: Data): { bits: Uint8Array | undefined; nulls: number } {
  if (!hasNulls(chunk)) return { bits: undefined, nulls: 0 }
  const bits = new Uint8Array(((chunk.length + 63) & ~63) >> 3 || 8)
  for (let i = 0; i < chunk.length; i++) if (isPresent(chunk, i)) bits[i >> 3]! |= 1 << (i & 7)
  return { bits, nulls: chunk.nullCount }
}
