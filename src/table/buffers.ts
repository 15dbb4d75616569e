import {
  Bool,
  Data,
  type DataType,
  DateDay,
  Dictionary,
  Float64,
  Int32,
  Int64,
  Null,
  TimestampMicrosecond,
  TimestampMillisecond,
  Utf8,
  Vector,
} from 'apache-arrow'

/** Which rows hold a value: a bit a row, undefined where all do. */
export interface Validity {
  readonly bits: Uint8Array | undefined
  readonly nulls: number
}

function vector<T extends DataType>(
  type: T,
  rows: number,
  { bits, nulls }: Validity,
  buffers: readonly unknown[],
  words?: Vector,
): Vector<T> {
  return new Vector([new Data(type, 0, rows, nulls, [...buffers, bits] as any, [], words)])
}

/** A column without a value. */
export function nullBuffer(rows: number): Vector<Null> {
  return new Vector([new Data(new Null(), 0, rows, rows, [] as any)])
}

/** Integers, doubles, bits, days or category codes that are ready to be a column: nothing is copied or scanned. */
export function int32Buffer(values: Int32Array, rows: number, valid: Validity): Vector<Int32> {
  return vector(new Int32(), rows, valid, [undefined, values])
}

export function int64Buffer(values: BigInt64Array, rows: number, valid: Validity): Vector<Int64> {
  return vector(new Int64(), rows, valid, [undefined, values])
}

export function float64Buffer(values: Float64Array, rows: number, valid: Validity): Vector<Float64> {
  return vector(new Float64(), rows, valid, [undefined, values])
}

export function bitBuffer(bits: Uint8Array, rows: number, valid: Validity): Vector<Bool> {
  return vector(new Bool(), rows, valid, [undefined, bits])
}

export function dayBuffer(days: Int32Array, rows: number, valid: Validity): Vector<DateDay> {
  return vector(new DateDay(), rows, valid, [undefined, days])
}

export function microsecondBuffer(
  values: BigInt64Array,
  rows: number,
  valid: Validity,
  timeZone?: string,
): Vector<TimestampMicrosecond> {
  return vector(new TimestampMicrosecond(timeZone ?? null), rows, valid, [undefined, values])
}

/** Timestamps from the low and high halves of their milliseconds. */
export function millisecondBuffer(
  halves: Int32Array,
  rows: number,
  valid: Validity,
  timeZone?: string,
): Vector<TimestampMillisecond> {
  const values = new BigInt64Array(halves.buffer, halves.byteOffset, rows)
  return vector(new TimestampMillisecond(timeZone ?? null), rows, valid, [undefined, values])
}

export function utf8Buffer(
  offsets: Int32Array,
  bytes: Uint8Array,
  rows: number,
  valid: Validity,
): Vector<Utf8> {
  return vector(new Utf8(), rows, valid, [offsets, bytes])
}

export function codeBuffer(
  codes: Int32Array,
  words: Vector<Utf8>,
  rows: number,
  valid: Validity,
): Vector<Dictionary<Utf8, Int32>> {
  return vector(new Dictionary(new Utf8(), new Int32()), rows, valid, [undefined, codes], words)
}
