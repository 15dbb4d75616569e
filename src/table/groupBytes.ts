import type { ByteChunk } from './bytes.js'
import { groupWords, inRowOrder } from './groupWords.js'
import {
  doubleSlots,
  emptySlots,
  type Ids,
  PARTITION_SHIFT,
  PARTITIONS,
  partitionStarts,
} from './partition.js'
import { borrowScratch, type Scratch } from './scratch.js'

/**
 * Numbers values by their bytes. Values of up to eight bytes are two words and a length; longer ones are
 * hashed, and compared byte by byte where hash and length agree. `hashBits` masks the hash: tests make
 * collisions with it.
 */
export function groupBytes(chunks: readonly ByteChunk[], hashBits = -1): Ids {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (longest(chunks) > 8) return groupLong(chunks, rows, hashBits)
  const words = new Int32Array(2 * rows)
  const lengths = new Uint8Array(rows)
  let start = 0
  for (const chunk of chunks) {
    packShort(chunk, words, lengths, start)
    start += chunk.length
  }
  return groupWords(words, lengths, hashBits)
}

function longest(chunks: readonly ByteChunk[]): number {
  let most = 0
  for (const { length, offsets } of chunks) {
    for (let i = 0; i < length; i++) most = Math.max(most, offsets[i + 1]! - offsets[i]!)
  }
  return most
}

/** First and last four bytes, which overlap; of less than four, each one. */
function packShort(chunk: ByteChunk, words: Int32Array, lengths: Uint8Array, start: number): void {
  const { offsets } = chunk
  const view = viewOf(chunk)
  for (let i = 0; i < chunk.length; i++) {
    const from = offsets[i]!
    const length = offsets[i + 1]! - from
    const row = start + i
    lengths[row] = length
    if (length >= 4) {
      words[2 * row] = view.getInt32(from, true)
      words[2 * row + 1] = view.getInt32(from + length - 4, true)
    } else if (length > 0) words[2 * row] = threeBytes(view, from, length)
  }
}

function viewOf({ bytes }: ByteChunk): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** One to three bytes in one word: first, middle, last. */
function threeBytes(view: DataView, from: number, length: number): number {
  return (
    view.getUint8(from) |
    (view.getUint8(from + (length >> 1)) << 8) |
    (view.getUint8(from + length - 1) << 16)
  )
}

/** Keys of many words, dealt to partitions: their hash, length, and where their words begin in `words`. */
interface LongKeys {
  readonly hashes: Int32Array
  readonly lengths: Int32Array
  readonly places: Int32Array
  readonly words: Int32Array
}

function groupLong(chunks: readonly ByteChunk[], rows: number, hashBits: number): Ids {
  const counts = new Int32Array(PARTITIONS)
  const wordCounts = new Int32Array(PARTITIONS)
  const total = chunks.reduce((sum, { length, offsets }) => sum + offsets[length]! - offsets[0]!, 0)
  const scratch = borrowScratch(17 * rows + total + 4 * rows + 64)
  const home = scratch.uint8(rows)
  const hashes = hashRows(chunks, rows, hashBits, home, counts, wordCounts, scratch)
  const starts = partitionStarts(counts)
  const keys = scatter(chunks, hashes, home, starts, partitionStarts(wordCounts), scratch)
  let limit = 0
  let expected = 0
  let table = emptySlots(expected)
  for (let p = 0; p < PARTITIONS; p++) {
    const from = starts[p]!
    const to = starts[p + 1]!
    table = emptySlots(Math.min(to - from, expected), table)
    const before = limit
    ;({ limit, table } = numberPartition(keys, from, to, limit, table))
    expected = Math.ceil((limit - before) * 1.1)
  }
  const ids = inRowOrder(keys.places, home, starts)
  scratch.release()
  return { ids, limit }
}

function hashRows(
  chunks: readonly ByteChunk[],
  rows: number,
  hashBits: number,
  home: Uint8Array,
  counts: Int32Array,
  wordCounts: Int32Array,
  scratch: Scratch,
): Int32Array {
  const hashes = scratch.int32(rows)
  let row = 0
  for (const chunk of chunks) {
    const { offsets } = chunk
    const view = viewOf(chunk)
    for (let i = 0; i < chunk.length; i++, row++) {
      const length = offsets[i + 1]! - offsets[i]!
      const h = hashBytes(view, offsets[i]!, length) & hashBits
      const p = h >>> PARTITION_SHIFT
      hashes[row] = h
      home[row] = p
      counts[p]!++
      wordCounts[p]! += (length + 3) >>> 2
    }
  }
  return hashes
}

/** Multiply and shift over whole words; the last word overlaps the one before. */
function hashBytes(view: DataView, from: number, length: number): number {
  let h = Math.imul(length, 0xc2b2ae35)
  if (length >= 4) {
    const last = from + length - 4
    for (let p = from; p < last; p += 4) {
      h = Math.imul(h ^ view.getInt32(p, true), 0x9e3779b1)
      h ^= h >>> 15
    }
    h = Math.imul(h ^ view.getInt32(last, true), 0x85ebca6b)
  } else if (length > 0) h = Math.imul(h ^ threeBytes(view, from, length), 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** The words are copied on the way: comparing them where they came from would double the time. */
function scatter(
  chunks: readonly ByteChunk[],
  rowHashes: Int32Array,
  home: Uint8Array,
  starts: Int32Array,
  wordStarts: Int32Array,
  scratch: Scratch,
): LongKeys {
  const rows = home.length
  const next = starts.slice()
  const nextWord = wordStarts.slice()
  const words = scratch.int32(wordStarts[PARTITIONS]!)
  const [hashes, lengths, places] = [scratch.int32(rows), scratch.int32(rows), scratch.int32(rows)]
  let row = 0
  for (const chunk of chunks) {
    const { offsets } = chunk
    const view = viewOf(chunk)
    for (let i = 0; i < chunk.length; i++, row++) {
      const p = home[row]!
      const at = next[p]!++
      const from = offsets[i]!
      const length = offsets[i + 1]! - from
      let w = nextWord[p]!
      hashes[at] = rowHashes[row]!
      lengths[at] = length
      places[at] = w
      if (length >= 4) {
        const last = from + length - 4
        for (let q = from; q < last; q += 4) words[w++] = view.getInt32(q, true)
        words[w++] = view.getInt32(last, true)
      } else if (length > 0) words[w++] = threeBytes(view, from, length)
      nextWord[p] = w
    }
  }
  return { hashes, lengths, places, words }
}

type Table = ReturnType<typeof emptySlots>

/** Numbers the keys of one partition from `limit` on, into `places`. A slot is hash, place, length, number. */
function numberPartition(
  { hashes, lengths, places, words }: LongKeys,
  from: number,
  to: number,
  limit: number,
  table: Table,
): { limit: number; table: Table } {
  let { slots, mask } = table
  let room = (mask + 1) >> 1
  for (let i = from; i < to; i++) {
    const h = hashes[i]!
    const place = places[i]!
    const length = lengths[i]!
    const count = (length + 3) >>> 2
    let j = h & mask
    let number = 0
    while ((number = slots[4 * j + 3]!) !== 0) {
      if (slots[4 * j] === h && slots[4 * j + 2] === length) {
        const other = slots[4 * j + 1]!
        let k = 0
        while (k < count && words[place + k] === words[other + k]) k++
        if (k === count) break
      }
      j = (j + 1) & mask
    }
    if (number === 0) {
      slots[4 * j] = h
      slots[4 * j + 1] = place
      slots[4 * j + 2] = length
      slots[4 * j + 3] = number = ++limit
      if (--room === 0) {
        ;({ slots, mask } = doubleSlots({ slots, mask }, (s, at) => s[at]!))
        room = (mask + 1) >> 2
      }
    }
    places[i] = number - 1
  }
  return { limit, table: { slots, mask } }
}
