import { type Data, type DataType, type Dictionary, type Int, Type, type Vector } from 'apache-arrow'
import { byteChunks } from './bytes.js'
import { asColumn, type Column } from './column.js'
import { groupRows } from './group.js'

/** One batch's keys: dense codes, text as bytes between offsets, or 64-bit integers as pairs of words. */
export interface KeyChunk {
  readonly codes?: Int32Array | undefined
  readonly offsets?: Int32Array | undefined
  readonly bytes?: Uint8Array | undefined
  readonly integers?: Int32Array | undefined
}

/** A key column without missing values in the form in which its rows are told apart fastest. */
export interface Keys {
  /** Short keys have at most eight bytes. */
  readonly kind: 'codes' | 'short' | 'bytes'
  /** Codes are below this. */
  readonly limit?: number
  readonly chunks: readonly KeyChunk[]
}

/**
 * The keys of a column that has no missing values, a chunk for each of the column's. Text and 64-bit integers
 * are not copied, nor are codes of a dictionary whose labels differ; anything else is numbered by `groupRows`.
 */
export function readKeys(column: Column, who: string): Keys {
  const { type } = column
  if (type.typeId === Type.Dictionary) return dictionaryKeys(column, who) ?? numbered(column, who)
  if (type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8) {
    const parts = column.chunks.map(byteChunks)
    // A chunk of more than 2 GiB comes in parts.
    if (parts.every((part) => part.length <= 1)) {
      const chunks = parts.map(([part]) => part ?? NO_BYTES)
      return { kind: chunks.every(({ offsets }) => isShort(offsets)) ? 'short' : 'bytes', chunks }
    }
  }
  if (isLong(type)) return { kind: 'short', chunks: column.chunks.map(integers) }
  return numbered(column, who)
}

/** Whether all texts between these offsets have at most eight bytes. */
export function isShort(offsets: Int32Array): boolean {
  for (let i = 1; i < offsets.length; i++) if (offsets[i]! - offsets[i - 1]! > 8) return false
  return true
}

const NO_BYTES = { offsets: new Int32Array(1), bytes: new Uint8Array(0) }

function isLong(type: DataType): boolean {
  return type.typeId === Type.Int && (type as Int).bitWidth === 64
}

function integers({ values, length }: Data): KeyChunk {
  const { buffer, byteOffset } = values as BigInt64Array
  return { integers: new Int32Array(buffer, byteOffset, 2 * length) }
}

/** Dictionaries that were looked at, and whether each label is there once. */
const areDistinct = new WeakMap<Vector, boolean>()

/** The codes as they are where all chunks share one dictionary in which no label is there twice. */
function dictionaryKeys({ name, type, chunks, length }: Column, who: string): Keys | undefined {
  const { indices } = type as Dictionary
  const labels = chunks[0]?.dictionary
  if (!labels || indices.bitWidth !== 32 || chunks.some(({ dictionary }) => dictionary !== labels))
    return undefined
  // Labels that no row has would take memory for nothing.
  if (labels.length > length) return undefined
  let distinct = areDistinct.get(labels)
  if (distinct === undefined) {
    distinct = groupRows([asColumn(name, labels.type, labels.data)], who).size === labels.length
    areDistinct.set(labels, distinct)
  }
  if (!distinct) return undefined
  const codes = chunks.map(({ values, length }) => ({ codes: (values as Int32Array).subarray(0, length) }))
  return { kind: 'codes', limit: labels.length, chunks: codes }
}

function numbered(column: Column, who: string): Keys {
  const { codes, size } = groupRows([column], who)
  let start = 0
  const chunks = column.chunks.map(({ length }) => ({ codes: codes.subarray(start, (start += length)) }))
  return { kind: 'codes', limit: size, chunks }
}
