import { Data, type DataType, type Dictionary, Type } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { hasNulls, isPresent } from './column.js'

/** Values of any length as bytes: row `i` is `bytes[offsets[i]]` up to `bytes[offsets[i + 1]]`. */
export interface ByteChunk {
  readonly length: number
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
}

const NO_BYTES = new Uint8Array(0)
/** How many bytes 32-bit offsets can count. */
export const MOST_BYTES = 2_147_483_647

/** Whether values of that type can be had as bytes by `byteChunks`. */
export function hasBytes(typeId: Type): boolean {
  return BYTE_TYPES.has(typeId)
}

const BYTE_TYPES: ReadonlySet<Type> = new Set([
  Type.Utf8,
  Type.LargeUtf8,
  Type.Utf8View,
  Type.Binary,
  Type.LargeBinary,
  Type.BinaryView,
  Type.FixedSizeBinary,
  Type.Decimal,
  Type.Interval,
])

/**
 * A chunk of text, binary or wide fixed values in the layout of plain Utf8. Nothing is copied but offsets,
 * except for views, whose bytes are gathered; more than 2 GiB comes as several chunks. Missing rows are there
 * too, with whatever bytes they have.
 */
export function byteChunks(chunk: Data): ByteChunk[] {
  if (chunk.length === 0) return []
  switch (chunk.type.typeId) {
    case Type.Utf8:
    case Type.Binary:
      return [{ length: chunk.length, offsets: chunk.valueOffsets, bytes: chunk.values ?? NO_BYTES }]
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return largeChunks(chunk)
    case Type.Utf8View:
    case Type.BinaryView:
      return [gatherViews(chunk)]
    default:
      return [fixedChunk(chunk)]
  }
}

function fixedChunk({ length, values, stride }: Data): ByteChunk {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = values as Uint8Array
  const width = stride * BYTES_PER_ELEMENT
  const offsets = Int32Array.from({ length: length + 1 }, (_, i) => i * width)
  return { length, offsets, bytes: new Uint8Array(buffer, byteOffset, byteLength) }
}

/** 64-bit offsets, made relative to where each stretch of less than 2 GiB begins. */
function largeChunks(chunk: Data): ByteChunk[] {
  const { buffer, byteOffset } = chunk.valueOffsets as unknown as BigInt64Array
  const halves = new Int32Array(buffer, byteOffset, 2 * (chunk.length + 1))
  const bytes = (chunk.values as Uint8Array | undefined) ?? NO_BYTES
  const at = (i: number): number => halves[2 * i + 1]! * 4294967296 + (halves[2 * i]! >>> 0)
  const parts: ByteChunk[] = []
  for (let start = 0; start < chunk.length;) {
    const base = at(start)
    const offsets = new Int32Array(chunk.length - start + 1)
    let n = 0
    while (start + n < chunk.length && at(start + n + 1) - base <= MOST_BYTES) {
      n++
      offsets[n] = at(start + n) - base
    }
    if (n === 0) throw new ClienteleError('unsupported', 'A text value of 2 GiB or more cannot be read.')
    parts.push({ length: n, offsets, bytes: bytes.subarray(base) })
    start += n
  }
  return parts
}

/** Views hold short values in place and point into other buffers for long ones. */
function gatherViews(chunk: Data): ByteChunk {
  const { length, values, variadicBuffers } = chunk
  const nullable = hasNulls(chunk)
  const views = values as Uint8Array
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength)
  const offsets = new Int32Array(length + 1)
  for (let i = 0; i < length; i++) {
    // What stands in the view of a missing value is not defined.
    const size = nullable && !isPresent(chunk, i) ? 0 : view.getInt32(16 * i, true)
    offsets[i + 1] = offsets[i]! + size
  }
  const bytes = new Uint8Array(offsets[length]!)
  for (let i = 0; i < length; i++) {
    const size = offsets[i + 1]! - offsets[i]!
    const inline = size <= 12
    const source = inline ? views : variadicBuffers[view.getInt32(16 * i + 8, true)]!
    const start = inline ? 16 * i + 4 : view.getInt32(16 * i + 12, true)
    for (let k = 0; k < size; k++) bytes[offsets[i]! + k] = source[start + k]!
  }
  return { length, offsets, bytes }
}

/** The other way: plain layout as a chunk of any text or binary type. */
export function bytesData(
  type: DataType,
  part: ByteChunk,
  bits: Uint8Array | undefined,
  nulls: number,
): Data {
  const { length, offsets, bytes } = part
  const isView = type.typeId === Type.Utf8View || type.typeId === Type.BinaryView
  if (isView) {
    const buffers = [undefined, makeViews(part), bits]
    return new Data(type, 0, length, nulls, buffers as any, [], undefined, [bytes])
  }
  const isLarge = type.typeId === Type.LargeUtf8 || type.typeId === Type.LargeBinary
  const starts = isLarge ? BigInt64Array.from(offsets, BigInt) : offsets
  return new Data(type, 0, length, nulls, [starts, bytes, bits] as any)
}

function makeViews({ length, offsets, bytes }: ByteChunk): Uint8Array {
  const views = new Uint8Array(16 * length)
  const view = new DataView(views.buffer)
  for (let i = 0; i < length; i++) {
    const from = offsets[i]!
    const size = offsets[i + 1]! - from
    view.setInt32(16 * i, size, true)
    views.set(bytes.subarray(from, from + (size <= 12 ? size : 4)), 16 * i + 4)
    if (size > 12) view.setInt32(16 * i + 12, from, true)
  }
  return views
}

/** The codes of a dictionary's chunk as 32-bit integers, whatever the width of its indices. */
export function dictionaryCodes(chunk: Data): ArrayLike<number> {
  const { indices } = chunk.type as Dictionary
  if (indices.bitWidth < 64) return chunk.values as Int32Array
  const { buffer, byteOffset } = chunk.values as unknown as BigInt64Array
  const halves = new Int32Array(buffer, byteOffset, 2 * chunk.length)
  return Int32Array.from({ length: chunk.length }, (_, i) => halves[2 * i]!)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** One value as a string. Short ASCII, which most values are, is quicker without the decoder. */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 40) return decodeLong(bytes, from, to)
  let text = ''
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte > 127) return decodeLong(bytes, from, to)
    text += String.fromCharCode(byte)
  }
  return text
}

/** Decoders of some platforms refuse shared memory: only copied bytes are never shared. */
function decodeLong(bytes: Uint8Array, from: number, to: number): string {
  const isShared = typeof SharedArrayBuffer !== 'undefined' && bytes.buffer instanceof SharedArrayBuffer
  return decoder.decode(isShared ? bytes.slice(from, to) : bytes.subarray(from, to))
}
