import { Data, type DataType, MapRow, StructRow, Type, Vector, vectorFromArray } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { byteChunks, type ByteChunk, bytesData, MOST_BYTES } from './bytes.js'
import { type Column, hasNulls, isPresent } from './column.js'

/** Where each wanted row lies: its chunk (−1 where it is to be null) and its place in the chunk. */
export interface Places {
  readonly chunk: Int32Array
  readonly place: Int32Array
  readonly bits: Uint8Array | undefined
  readonly nulls: number
}

export function locate({ chunks }: Column, rows: Int32Array): Places {
  const starts = [0]
  for (const chunk of chunks) starts.push(starts.at(-1)! + chunk.length)
  const chunk = new Int32Array(rows.length)
  const place = new Int32Array(rows.length)
  const nullable = chunks.map(hasNulls)
  let bits: Uint8Array | undefined
  let nulls = 0
  let c = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (row >= 0 && (row < starts[c]! || row >= starts[c + 1]!)) c = chunkOf(starts, row)
    const p = row - starts[c]!
    const present = row >= 0 && (!nullable[c] || isPresent(chunks[c]!, p))
    chunk[i] = present ? c : -1
    place[i] = p
    if (present) continue
    bits ??= new Uint8Array(((rows.length + 63) & ~63) >> 3 || 8).fill(255)
    bits[i >> 3]! &= ~(1 << (i & 7))
    nulls++
  }
  return { chunk, place, bits, nulls }
}

/** The values of a column that is no dictionary at those places. */
export function takePlaces(column: Column, at: Places): Data {
  const { type } = column
  switch (type.typeId) {
    case Type.Null:
      return new Data(type, 0, at.chunk.length, at.chunk.length)
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
      return takeBytes(column, at)
    case Type.Bool:
      return takeBits(column, at)
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
    case Type.Date:
    case Type.Timestamp:
    case Type.Time:
    case Type.Duration:
    case Type.FixedSizeBinary:
      return takeFixed(column, at)
    default:
      return takeAny(column, at)
  }
}

function chunkOf(starts: readonly number[], row: number): number {
  let low = 0
  let high = starts.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= row) low = middle
    else high = middle - 1
  }
  return low
}

function takeFixed({ chunks, type }: Column, { chunk, place, bits, nulls }: Places): Data {
  const n = chunk.length
  const first = chunks[0]?.values as Float64Array | undefined
  const { stride } = new Data(type, 0, 0)
  const out = new (type.ArrayType as Float64ArrayConstructor)(n * stride)
  const values = chunks.map((part) => part.values as Float64Array)
  if (stride === 1 && chunks.length === 1 && nulls === 0) {
    for (let i = 0; i < n; i++) out[i] = first![place[i]!]!
  } else {
    for (let i = 0; i < n; i++) {
      if (chunk[i]! < 0) continue
      const source = values[chunk[i]!]!
      for (let k = 0; k < stride; k++) out[i * stride + k] = source[place[i]! * stride + k]!
    }
  }
  return new Data(type, 0, n, nulls, [undefined, out, bits] as any)
}

function takeBits({ chunks, type }: Column, { chunk, place, bits, nulls }: Places): Data {
  const n = chunk.length
  const out = new Uint8Array(((n + 63) & ~63) >> 3 || 8)
  for (let i = 0; i < n; i++) {
    if (chunk[i]! < 0) continue
    const part = chunks[chunk[i]!]!
    const bit = part.offset + place[i]!
    if ((part.values as Uint8Array)[bit >> 3]! & (1 << (bit & 7))) out[i >> 3]! |= 1 << (i & 7)
  }
  return new Data(type, 0, n, nulls, [undefined, out, bits] as any)
}

function takeBytes(column: Column, { chunk, place, bits, nulls }: Places): Data {
  const n = chunk.length
  const parts = column.chunks.map((part) => onlyPart(part, column))
  const offsets = new Int32Array(n + 1)
  let total = 0
  for (let i = 0; i < n; i++) {
    if (chunk[i]! >= 0) {
      const from = parts[chunk[i]!]!.offsets
      total += from[place[i]! + 1]! - from[place[i]!]!
    }
    if (total > MOST_BYTES) throw tooMuchText(column)
    offsets[i + 1] = total
  }
  const bytes = new Uint8Array(total)
  for (let i = 0, next = 1; i < n; i = next++) {
    const c = chunk[i]!
    if (c < 0) continue
    // Rows that follow one another are copied together.
    while (next < n && chunk[next] === c && place[next] === place[next - 1]! + 1) next++
    const source = parts[c]!
    copyBytes(source.bytes, source.offsets[place[i]!]!, bytes, offsets[i]!, offsets[next]!)
  }
  return bytesData(column.type, { length: n, offsets, bytes }, bits, nulls)
}

/** Few bytes are copied faster by a loop than by subarray and set. */
function copyBytes(source: Uint8Array, from: number, target: Uint8Array, start: number, end: number): void {
  if (end - start > 64) target.set(source.subarray(from, from + end - start), start)
  else for (let to = start, at = from; to < end; to++, at++) target[to] = source[at]!
}

function onlyPart(chunk: Data, column: Column): ByteChunk {
  const parts = byteChunks(chunk)
  if (parts.length > 1) throw tooMuchText(column)
  return parts[0] ?? { length: 0, offsets: new Int32Array(1), bytes: new Uint8Array(0) }
}

function tooMuchText({ name }: Column): ClienteleError {
  return new ClienteleError(
    'unsupported',
    `Column '${name}' holds 2 GiB of text or more in one batch, which cannot be taken; read it as a dictionary or in smaller batches.`,
  )
}

/** Nested and rare types, value by value. */
function takeAny({ chunks, type }: Column, { chunk, place }: Places): Data {
  const vectors = chunks.map((part) => new Vector([part]))
  const values = Array.from(chunk, (c, i) => (c < 0 ? null : asPlain(vectors[c]!.get(place[i]!))))
  return vectorFromArray(values, type as DataType).data[0]!
}

/** Lists and structures as builders take them: a Vector in place of a list would be read as empty. */
function asPlain(value: any): unknown {
  if (value instanceof Vector) return Array.from(value, asPlain)
  if (value instanceof MapRow) return new Map(Array.from(value, ([key, part]) => [key, asPlain(part)]))
  if (value instanceof StructRow) {
    return Object.fromEntries(Object.entries(value.toJSON()).map(([key, part]) => [key, asPlain(part)]))
  }
  return value
}
