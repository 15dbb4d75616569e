const C1 = 0x9e3779b1 | 0
const C2 = 0x85ebca6b | 0
const C3 = 0xc2b2ae35 | 0

/** Bytes as they lie in memory, to be read at any offset. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Hashes keys four bytes at a time, the last four overlapping; up to three bytes make one word. */
export function hashBytes(
  offsets: Int32Array,
  bytes: DataView,
  from: number,
  to: number,
  hash: Int32Array,
  row: number,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
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
    hash[i + shift] = h ^ (h >>> 16)
  }
}

/** One, two or three bytes as a word; with the length they can be told apart. */
export function shortWord(bytes: DataView, at: number, length: number): number {
  return (
    bytes.getUint8(at) | (bytes.getUint8(at + (length >> 1)) << 8) | (bytes.getUint8(at + length - 1) << 16)
  )
}

export function hashIntegers(
  integers: Int32Array,
  from: number,
  to: number,
  hash: Int32Array,
  row: number,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    let h = Math.imul(integers[2 * i]!, C1)
    h ^= h >>> 15
    h = Math.imul(h ^ integers[2 * i + 1]!, C2)
    h ^= h >>> 13
    h = Math.imul(h, C3)
    hash[i + shift] = h ^ (h >>> 16)
  }
}
