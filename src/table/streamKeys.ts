import { Data, type DataType, Dictionary, type Int, Int32, Type, Utf8, Vector } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { byteChunks, dictionaryCodes } from './bytes.js'
import { asColumn, type Column, wrongType } from './column.js'
import type { KeyChunk } from './keys.js'
import { float64 } from './build.js'
import { readNumbers } from './numbers.js'
import { isText } from './strings.js'
import { takeColumn } from './take.js'

/** Keys that can be compared with those of other tables: a chunk for each of the column's. */
export interface StreamKeys {
  /** 64-bit integers, as pairs of words, or bytes. */
  readonly kind: 'short' | 'bytes'
  /** Keys of different families cannot be compared. */
  readonly family: 'text' | 'whole numbers' | 'doubles'
  readonly chunks: readonly KeyChunk[]
}

/** The keys of a column of text or numbers; dictionaries are spelled out, numbers widened to 64 bits. */
export function readStreamKeys(column: Column, who: string, role = 'customer'): StreamKeys {
  const { type, chunks } = column
  if (isText(type))
    return { kind: 'bytes', family: 'text', chunks: chunks.map((chunk) => textKeys(chunk, who)) }
  if (type.typeId === Type.Int) {
    return { kind: 'short', family: 'whole numbers', chunks: chunks.map(integerKeys) }
  }
  if (type.typeId === Type.Float) {
    const parts = chunks.map((chunk) => doubleKeys(asColumn(column.name, type, [chunk]), who))
    return { kind: 'short', family: 'doubles', chunks: parts }
  }
  // An empty day's file: its columns have no type, for want of values.
  if (type.typeId === Type.Null) return { kind: 'bytes', family: 'text', chunks: chunks.map(noTexts) }
  const mend = 'convert it (readTable has the option types), or give one table'
  throw wrongType(who, column, `in a stream of tables the ${role} must be text or a number`, mend)
}

function textKeys(chunk: Data, who: string): KeyChunk {
  if (chunk.type.typeId !== Type.Dictionary) return onePart(chunk, who)
  const labels = chunk.dictionary
  if (!labels || chunk.length === 0) return NO_TEXTS
  const codes = dictionaryCodes(chunk)
  const rows = Int32Array.from({ length: chunk.length }, (_, i) => codes[i]!)
  return onePart(takeColumn(asColumn('', labels.type, labels.data), rows), who)
}

function noTexts({ length }: Data): KeyChunk {
  return { offsets: new Int32Array(length + 1), bytes: new Uint8Array(0) }
}

const NO_TEXTS: KeyChunk = { offsets: new Int32Array(1), bytes: new Uint8Array(0) }

function onePart(chunk: Data, who: string): KeyChunk {
  const [part, more] = byteChunks(chunk)
  if (!more) return part ?? NO_TEXTS
  throw new ClienteleError(
    'unsupported',
    `${who}: a batch of a stream has more than 2 GiB of text; give smaller batches.`,
  )
}

function integerKeys({ type, values, length }: Data): KeyChunk {
  const { bitWidth, isSigned } = type as Int
  if (bitWidth === 64) {
    const { buffer, byteOffset } = values as BigInt64Array
    return { integers: new Int32Array(buffer, byteOffset, 2 * length) }
  }
  const integers = new Int32Array(2 * length)
  for (let i = 0; i < length; i++) {
    const value = (values as Int32Array)[i]!
    integers[2 * i] = value
    integers[2 * i + 1] = isSigned ? value >> 31 : 0
  }
  return { integers }
}

/** Doubles by their bits: equal numbers have equal ones, but for 0 and −0. */
function doubleKeys(column: Column, who: string): KeyChunk {
  const doubles = Float64Array.from(readNumbers(column, who), (value) => value + 0)
  return { integers: new Int32Array(doubles.buffer) }
}

/** A column of that type of numbers from pairs of words. */
export function numbersFromWords(type: DataType, words: Int32Array): Vector {
  const rows = words.length / 2
  if (type.typeId === Type.Float) return float64(new Float64Array(words.buffer as ArrayBuffer))
  const Values = type.ArrayType as Int32ArrayConstructor
  const long = (type as Int).bitWidth === 64
  const values = long ? new Values(words.buffer as ArrayBuffer) : new Values(rows)
  if (!long) for (let i = 0; i < rows; i++) values[i] = words[2 * i]!
  return new Vector([new Data(type, 0, rows, 0, [undefined, values] as any)])
}

/** A column of distinct texts: a dictionary where `type` is one, else plain. */
export function textsFromBytes(type: DataType, offsets: Int32Array, bytes: Uint8Array): Vector {
  const rows = offsets.length - 1
  const texts = new Vector([new Data(new Utf8(), 0, rows, 0, [offsets, bytes] as any)])
  if (type.typeId !== Type.Dictionary) return texts
  const codes = Int32Array.from({ length: rows }, (_, i) => i)
  const encoded = new Dictionary(new Utf8(), new Int32())
  return new Vector([new Data(encoded, 0, rows, 0, [undefined, codes] as any, [], texts)])
}
