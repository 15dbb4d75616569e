const C1 = 0x9e3779b1 | 0
const C2 = 0x85ebca6b | 0
const C3 = 0xc2b2ae35 | 0

/** Bytes as they lie in memory, to be read at any offset. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Integers that a row takes before its key's words. */
export const CELLS = 3

/** How many words a key of that many bytes takes: one at least. */
export function keyWords(bytes: number): number {
  return bytes > 4 ? (bytes + 3) >>> 2 : 1
}

/**
 * Hashes keys four bytes at a time, the last four overlapping; up to three bytes make one word. Counts rows and
 * cells by partition, which is the top eight bits of the hash under `mask`.
 */
export function hashBytes(
  offsets: Int32Array,
  bytes: DataView,
  to: number,
  hash: Int32Array,
  row: number,
  mask: number,
  rows: Int32Array,
  cells: Int32Array,
): void {
  for (let i = 0; i < to; i++) {
    let at = offsets[i]!
    const length = offsets[i + 1]! - at
    let h = Math.imul(length, C3)
    if (length >= 4) {
      const last = at + length - 4
      for (; at < last; at += 4) {
        h = Math.imul(h ^ bytes.getInt32(at, true), C1)
        h ^= h >>> 15
      }
      h = Math.imul(h ^ bytes.getInt32(last, true), C2)
    } else if (length > 0) h = Math.imul(h ^ shortWord(bytes, at, length), C2)
    h ^= h >>> 13
    h = Math.imul(h, C3)
    h ^= h >>> 16
    hash[i + row] = h
    const partition = (h >>> 24) & mask
    rows[partition]!++
    cells[partition]! += CELLS + keyWords(length)
  }
}

/** One, two or three bytes as a word; with the length they can be told apart. */
export function shortWord(bytes: DataView, at: number, length: number): number {
  return (
    bytes.getUint8(at) | (bytes.getUint8(at + (length >> 1)) << 8) | (bytes.getUint8(at + length - 1) << 16)
  )
}

/** The hash of a key of up to eight bytes from its two words, which overlap where it has less. */
export function hashShort(first: number, second: number, length: number): number {
  let h = Math.imul(length, C3)
  if (length > 4) {
    h = Math.imul(h ^ first, C1)
    h ^= h >>> 15
  }
  if (length > 0) h = Math.imul(h ^ second, C2)
  h ^= h >>> 13
  h = Math.imul(h, C3)
  return h ^ (h >>> 16)
}

/** As `hashBytes`, for 64-bit integers. */
export function hashIntegers(
  integers: Int32Array,
  to: number,
  hash: Int32Array,
  row: number,
  mask: number,
  rows: Int32Array,
): void {
  for (let i = 0; i < to; i++) {
    const h = hashShort(integers[2 * i]!, integers[2 * i + 1]!, 8)
    hash[i + row] = h
    rows[(h >>> 24) & mask]!++
  }
}
