/*
 * Words of bits of which few are set, packed: eight bytes, those of two words, become a byte that has a bit for each
 * that is not zero, and these. Where all are zero, a zero and how many more of such eight follow.
 */

import { makeShared } from '../../parallel/shared.js'

/** Where a thread keeps packed words: pages that are filled one after the other, large enough to be of use later. */
export interface Attic {
  readonly shared: boolean
  readonly pages: Uint8Array[]
  /** How much of the last page is in use. */
  used: number
}

/** The end of a page that nobody writes to takes no memory. */
const PAGE_BYTES = 1 << 25

export function makeAttic(shared: boolean): Attic {
  return { shared, pages: [], used: 0 }
}

/** Packs words; where that would take more memory than they do, these are a copy. */
export function packWords(words: Int32Array, attic: Attic): Uint8Array | Int32Array {
  const most = 9 * ((words.length + 1) >> 1)
  if (attic.used + most > (attic.pages.at(-1)?.length ?? 0)) {
    attic.pages.push(makeShared(Uint8Array, Math.max(PAGE_BYTES, most), attic.shared))
    attic.used = 0
  }
  const out = attic.pages.at(-1)!
  const start = attic.used
  let size = start
  let zeros = 0
  for (let i = 0; i < words.length; i += 2) {
    const first = words[i]!
    const second = i + 1 < words.length ? words[i + 1]! : 0
    if ((first | second) !== 0) {
      out[size] = filled(first) | (filled(second) << 4)
      size = putWord(out, putWord(out, size + 1, first), second)
      zeros = 0
    } else if (zeros > 0 && zeros < 256) out[size - 1] = zeros++
    else {
      out[size] = out[size + 1] = 0
      size += 2
      zeros = 1
    }
  }
  if (size - start > 4 * words.length) return words.slice()
  attic.used = size
  return out.subarray(start, size)
}

/** Which of the word's four bytes are not zero; nobody can foresee that, so there are no branches. */
function filled(word: number): number {
  const half = ((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word
  return ((half >>> 7) & 1) | ((half >>> 14) & 2) | ((half >>> 21) & 4) | ((half >>> 28) & 8)
}

/** Puts the word's bytes that are not zero; where the next one goes. */
function putWord(out: Uint8Array, at: number, word: number): number {
  out[at] = word
  let next = at + (((word & 255) + 255) >>> 8)
  out[next] = word >>> 8
  next += (((word >>> 8) & 255) + 255) >>> 8
  out[next] = word >>> 16
  next += (((word >>> 16) & 255) + 255) >>> 8
  out[next] = word >>> 24
  return next + (((word >>> 24) + 255) >>> 8)
}

/** The words again, `length` of them. */
export function unpackWords(packed: Uint8Array, length: number): Int32Array {
  const words = new Int32Array(length)
  let byte = 0
  for (let i = 0; i < packed.length;) {
    const mask = packed[i++]!
    if (mask === 0) byte += 8 * packed[i++]!
    for (let k = 0; k < 8; k++, byte++) {
      if ((mask >>> k) & 1) words[byte >> 2]! |= packed[i++]! << (8 * (byte & 3))
    }
  }
  return words
}
