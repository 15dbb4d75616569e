import { type Data, type DataType, type Decimal, type Float, type Int, Precision, Type } from 'apache-arrow'
import { type Column, hasNulls, isPresent, wrongType } from './column.js'
import { isText, readStrings } from './strings.js'

const TWO_32 = 4294967296

/** Whether a column of that type can be read as numbers. */
export function isNumeric(type: DataType): boolean {
  const id = type.typeId
  return id === Type.Int || id === Type.Float || id === Type.Decimal
}

/**
 * A numeric or boolean column as doubles; a missing value (null or NaN) is NaN. A single chunk of doubles
 * without nulls is not copied: treat the answer as read-only. 64-bit integers beyond 2⁵³ are rounded.
 */
export function readNumbers(column: Column, who: string): Float64Array {
  const { chunks, type } = column
  if (!isNumeric(type) && type.typeId !== Type.Bool && type.typeId !== Type.Null) {
    throw wrongType(
      who,
      column,
      'numbers are needed here',
      `${firstText(column)}convert it (readTable has the option types) or choose another column`,
    )
  }
  const only = chunks.length === 1 ? chunks[0]! : undefined
  if (
    only &&
    type.typeId === Type.Float &&
    (type as Float).precision === Precision.DOUBLE &&
    !hasNulls(only)
  ) {
    return (only.values as Float64Array).subarray(0, only.length)
  }
  const out = new Float64Array(column.length)
  let start = 0
  for (const chunk of chunks) {
    const part = out.subarray(start, start + chunk.length)
    fillNumbers(chunk, part)
    if (hasNulls(chunk)) for (let i = 0; i < part.length; i++) if (!isPresent(chunk, i)) part[i] = NaN
    start += chunk.length
  }
  return out
}

/** The first value of a text column that is no number: most often the only one, and what is to be mended. */
function firstText(column: Column): string {
  if (!isText(column.type)) return ''
  const values = readStrings(column)
  // Words first: beside 'free', '$5.00' would have been read.
  const word = values.findIndex((value) => value !== null && /^[^\d]*\p{L}[^\d]*$/u.test(value))
  const row =
    word >= 0
      ? word
      : values.findIndex((value) => value !== null && Number.isNaN(Number(value.trim() || NaN)))
  if (row < 0) return ''
  const spaced = word < 0 && /^\D*\d{1,3}(?: \d{3})+(?:[.,]\d+)?\D*$/.test(values[row]!)
  const spaces = spaced ? "say thousands: ' ' where the file is read if spaces part thousands, " : ''
  return `${spaces}mend '${values[row]!.slice(0, 40)}' in row ${row + 1}, `
}

function fillNumbers(chunk: Data, out: Float64Array): void {
  const n = chunk.length
  const { type } = chunk
  if (type.typeId === Type.Null) out.fill(NaN)
  else if (type.typeId === Type.Bool) fillBits(chunk.values as Uint8Array, chunk.offset, out)
  else if (type.typeId === Type.Decimal) fillDecimal(chunk, out)
  else if (type.typeId === Type.Float && (type as Float).precision === Precision.HALF) {
    fillHalf(chunk.values as Uint16Array, out)
  } else if (type.typeId === Type.Int && (type as Int).bitWidth === 64) {
    fillInt64(chunk.values as BigInt64Array, (type as Int).isSigned, out)
  } else out.set((chunk.values as Float64Array).subarray(0, n))
}

function fillBits(bits: Uint8Array, offset: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const bit = offset + i
    out[i] = (bits[bit >> 3]! >> (bit & 7)) & 1
  }
}

/** 64-bit integers as two 32-bit halves: reading BigInts takes two and a half times as long. */
export function fillInt64(
  values: BigInt64Array | BigUint64Array,
  signed: boolean,
  out: Float64Array,
  scale = 1,
): void {
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * out.length)
  if (signed)
    for (let i = 0; i < out.length; i++)
      out[i] = (halves[2 * i + 1]! * TWO_32 + (halves[2 * i]! >>> 0)) * scale
  else
    for (let i = 0; i < out.length; i++)
      out[i] = ((halves[2 * i + 1]! >>> 0) * TWO_32 + (halves[2 * i]! >>> 0)) * scale
}

/** Little-endian words in two's complement, times 10^−scale. */
function fillDecimal(chunk: Data, out: Float64Array): void {
  const { scale, bitWidth } = chunk.type as Decimal
  const words = bitWidth / 32
  const { buffer, byteOffset } = chunk.values as Uint32Array
  const values = new Uint32Array(buffer, byteOffset, words * out.length)
  const ten = 10 ** Math.abs(scale)
  for (let i = 0; i < out.length; i++) {
    const first = i * words
    const negative = values[first + words - 1]! >>> 31 === 1
    let magnitude = 0
    // −v = ~v + 1: the words of a negative number are inverted, so that small ones stay exact.
    for (let w = words - 1; w >= 0; w--) {
      const word = values[first + w]!
      magnitude = magnitude * TWO_32 + (negative ? ~word >>> 0 : word)
    }
    const unscaled = negative ? -(magnitude + 1) : magnitude
    out[i] = scale < 0 ? unscaled * ten : unscaled / ten
  }
}

function fillHalf(values: Uint16Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const h = values[i]!
    const sign = h & 0x8000 ? -1 : 1
    const exponent = (h >> 10) & 31
    const fraction = h & 1023
    if (exponent === 31) out[i] = fraction ? NaN : sign * Infinity
    else out[i] = sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
  }
}
