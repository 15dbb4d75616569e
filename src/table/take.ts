import { Data, type DataType, type Dictionary, Table, Type, Vector, vectorFromArray } from 'apache-arrow'
import { recordBatch } from './adopt.js'
import { utf8 } from './build.js'
import { asColumn, type Column, hasNulls, isPresent } from './column.js'
import { readStrings } from './strings.js'

/** The rows of those numbers, in that order, as a table of one batch; −1 gives a row of nulls. */
export function takeRows(table: Table, rows: Int32Array): Table {
  const { schema } = table
  const children = schema.fields.map((field, index) => {
    const chunks = table.batches.map((batch) => batch.data.children[index]!)
    return takeColumn(asColumn(field.name, field.type, chunks), rows)
  })
  return new Table(schema, [recordBatch(schema, rows.length, children)])
}

/** One column's values at those rows, in that order; −1 gives null. */
export function takeColumn(column: Column, rows: Int32Array): Data {
  const at = locate(column, rows)
  const { type } = column
  switch (type.typeId) {
    case Type.Null:
      return new Data(type, 0, rows.length, rows.length)
    case Type.Dictionary:
      return takeDictionary(column, at)
    case Type.Utf8:
      return takeUtf8(column, at)
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

/** Where each wanted row lies: its chunk (−1 where it is to be null) and its place in the chunk. */
interface Places {
  readonly chunk: Int32Array
  readonly place: Int32Array
  readonly bits: Uint8Array | undefined
  readonly nulls: number
}

function locate({ chunks }: Column, rows: Int32Array): Places {
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

function takeUtf8({ chunks, type }: Column, { chunk, place, bits, nulls }: Places): Data {
  const n = chunk.length
  const offsets = new Int32Array(n + 1)
  for (let i = 0; i < n; i++) {
    let length = 0
    if (chunk[i]! >= 0) {
      const from = chunks[chunk[i]!]!.valueOffsets as Int32Array
      length = from[place[i]! + 1]! - from[place[i]!]!
    }
    offsets[i + 1] = offsets[i]! + length
  }
  const bytes = new Uint8Array(offsets[n]!)
  for (let i = 0; i < n; i++) {
    if (chunk[i]! < 0) continue
    const source = chunks[chunk[i]!]!
    const start = (source.valueOffsets as Int32Array)[place[i]!]!
    const values = source.values as Uint8Array
    // Short values: a loop beats subarray and set.
    for (let to = offsets[i]!, from = start; to < offsets[i + 1]!; to++, from++) bytes[to] = values[from]!
  }
  return new Data(type, 0, n, nulls, [offsets, bytes, bits] as any)
}

function takeDictionary(column: Column, at: Places): Data {
  const { codes, labels } = unifyDictionary(column)
  const n = at.chunk.length
  const type = column.type as Dictionary
  const Codes = type.indices.ArrayType as unknown as Int32ArrayConstructor
  const out = new Codes(n)
  for (let i = 0; i < n; i++) if (at.chunk[i]! >= 0) out[i] = codes[at.chunk[i]!]![at.place[i]!]!
  return new Data(type, 0, n, at.nulls, [undefined, out, at.bits] as any, [], labels as any)
}

/**
 * The codes of each chunk over one dictionary. Chunks usually share it; where they do not, labels are
 * compared as text and the type of the indices must hold them all.
 */
export function unifyDictionary(column: Column): { codes: ArrayLike<number>[]; labels: Vector } {
  const type = column.type as Dictionary
  const { chunks } = column
  const first = chunks[0]?.dictionary ?? new Vector([new Data(type.dictionary, 0, 0)])
  if (chunks.every((chunk) => chunk.dictionary === first)) {
    return { codes: chunks.map((chunk) => chunk.values as Int32Array), labels: first }
  }
  const known = new Map<string | null, number>()
  const codes = chunks.map((chunk) => {
    const words = chunk.dictionary
      ? readStrings(asColumn(column.name, type.dictionary, chunk.dictionary.data))
      : []
    const renumbered = Int32Array.from(words, (word) => {
      let code = known.get(word)
      if (code === undefined) known.set(word, (code = known.size))
      return code
    })
    const values = chunk.values as Int32Array
    return Int32Array.from({ length: chunk.length }, (_, i) => renumbered[Number(values[i])] ?? 0)
  })
  return { codes, labels: utf8([...known.keys()]) }
}

/** Nested and rare types, value by value. */
function takeAny({ chunks, type }: Column, { chunk, place }: Places): Data {
  const vectors = chunks.map((part) => new Vector([part]))
  const values = Array.from(chunk, (c, i) => (c < 0 ? null : vectors[c]!.get(place[i]!)))
  return vectorFromArray(values, type as DataType).data[0]!
}
