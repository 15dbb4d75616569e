import { type Data, type DataType, type Decimal, type Dictionary, Type, Vector } from 'apache-arrow'
import { binaryStrings, isBinary } from './binary.js'
import { utf8 } from './build.js'
import { byteChunks, decodeText, dictionaryCodes } from './bytes.js'
import { asColumn, type Column, hasNulls, isPresent } from './column.js'
import { isTime, readTimes } from './times.js'

/** Whether a column of that type holds text, plain or as a dictionary. */
export function isText(type: DataType): boolean {
  const id = type.typeId
  if (id === Type.Dictionary) return isText((type as Dictionary).dictionary)
  return id === Type.Utf8 || id === Type.LargeUtf8 || id === Type.Utf8View
}

/**
 * The values of a column as strings, null where missing. Dates are ISO, bare where they have no time of day;
 * decimals have all their places; bytes are printed by `binaryStrings`; whatever else is not text is printed. Labels of a dictionary are decoded
 * once; other text value by value, a quarter of a microsecond each.
 */
export function readStrings(column: Column): (string | null)[] {
  if (isBinary(column.type)) return binaryStrings(column)
  const out: (string | null)[] = []
  for (const chunk of column.chunks) for (const text of chunkStrings(chunk)) out.push(text)
  return out
}

/** The column as text: identifiers are often stored as bytes that are not said to be text. */
export function printed(column: Column): Column {
  const { type, data } = utf8(readStrings(column))
  return asColumn(column.name, type, data)
}

function chunkStrings(chunk: Data): (string | null)[] {
  const { type, length } = chunk
  if (type.typeId === Type.Dictionary) return dictionaryStrings(chunk)
  if (isText(type)) return textStrings(chunk)
  if (isBinary(type)) return binaryStrings(asColumn('', type, [chunk]))
  if (isTime(type)) {
    const ms = readTimes(asColumn('', type, [chunk]), 'readStrings')
    return Array.from(ms, (v) => isoTime(v, type))
  }
  if (type.typeId === Type.Decimal) return decimalStrings(chunk)
  const vector = new Vector([chunk])
  return Array.from({ length }, (_, i) => {
    const value: unknown = vector.get(i)
    return value === null || value === undefined || Number.isNaN(value) ? null : String(value)
  })
}

function isoTime(ms: number, type: DataType): string | null {
  if (Number.isNaN(ms)) return null
  if (Math.abs(ms) > 8.64e15) return String(ms)
  const iso = new Date(ms).toISOString()
  return type.typeId === Type.Date ? iso.slice(0, iso.indexOf('T')) : iso
}

function dictionaryStrings(chunk: Data): (string | null)[] {
  const codes = dictionaryCodes(chunk)
  const nullable = hasNulls(chunk)
  const label = labelReader(chunk)
  return Array.from({ length: chunk.length }, (_, i) =>
    nullable && !isPresent(chunk, i) ? null : label(codes[i]!),
  )
}

/** Gives labels by code: all are decoded at once, unless these are few rows of a large dictionary. */
function labelReader({ dictionary, length }: Data): (code: number) => string | null {
  if (!dictionary) return () => null
  if (dictionary.type.typeId === Type.Utf8 && 8 * length < dictionary.length) {
    return (code) => dictionary.get(code) as string | null
  }
  const labels = dictionary.data.flatMap(chunkStrings)
  return (code) => labels[code] ?? null
}

function textStrings(chunk: Data): (string | null)[] {
  const nullable = hasNulls(chunk)
  const out: (string | null)[] = []
  for (const { bytes, offsets, length } of byteChunks(chunk)) {
    for (let i = 0; i < length; i++) {
      const missing = nullable && !isPresent(chunk, out.length)
      out.push(missing ? null : decodeText(bytes, offsets[i]!, offsets[i + 1]!))
    }
  }
  return out
}

function decimalStrings(chunk: Data): (string | null)[] {
  const { scale, bitWidth } = chunk.type as Decimal
  const words = bitWidth / 32
  const { buffer, byteOffset } = chunk.values as Uint32Array
  const values = new Uint32Array(buffer, byteOffset, words * chunk.length)
  const nullable = hasNulls(chunk)
  return Array.from({ length: chunk.length }, (_, i) => {
    if (nullable && !isPresent(chunk, i)) return null
    let unscaled = 0n
    for (let w = words - 1; w >= 0; w--) unscaled = (unscaled << 32n) | BigInt(values[i * words + w]!)
    return printDecimal(BigInt.asIntN(bitWidth, unscaled), scale)
  })
}

/** −1230 at scale 2 as '-12.30'. */
function printDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
