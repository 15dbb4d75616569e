/*
 * Words of bits of which few are set, packed: for each set bit how many bits lie between it and the last one,
 * seven bits of that a byte, the lower first; the eighth says that more follow.
 */

let scratch = new Uint8Array(0)

/** Packs words; where that would take more memory than they do, these are a copy. */
export function packWords(words: Int32Array): Uint8Array | Int32Array {
  const room = 4 * words.length
  // Five bytes a bit at most.
  if (scratch.length < room + 160) scratch = new Uint8Array(room + 160)
  let size = 0
  let next = 0
  for (let i = 0; i < words.length; i++) {
    if (size > room) return words.slice()
    for (let word = words[i]!; word !== 0; word &= word - 1) {
      const bit = 32 * i + 31 - Math.clz32(word & -word)
      let gap = bit - next
      for (; gap > 127; gap = Math.floor(gap / 128)) scratch[size++] = gap | 128
      scratch[size++] = gap
      next = bit + 1
    }
  }
  return size > room ? words.slice() : scratch.slice(0, size)
}

/** The words again, `length` of them. */
export function unpackWords(packed: Uint8Array, length: number): Int32Array {
  const words = new Int32Array(length)
  let bit = 0
  let unit = 1
  for (let i = 0; i < packed.length; i++) {
    const byte = packed[i]!
    bit += unit * (byte & 127)
    unit *= 128
    if (byte > 127) continue
    words[Math.floor(bit / 32)]! |= 1 << (bit & 31)
    bit++
    unit = 1
  }
  return words
}
