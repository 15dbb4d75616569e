import { shortWord, view } from './summarizeHash.js'
import type { Chunk, Scratch } from './summarizePartition.js'

/* Loops that move what each row says to the row's place, `row` being the place of row `from` in the block. */

export function moveIntegers(
  integers: Int32Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  key: Int32Array,
  length: Int32Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    const place = target[i + shift]!
    key[place] = integers[2 * i]!
    length[place] = integers[2 * i + 1]!
  }
}

export function moveBytes(
  chunk: Chunk,
  from: number,
  to: number,
  { hash, target, key, length }: Scratch,
  row: number,
  mask: number,
  nextWord: Int32Array,
  words: Int32Array,
): void {
  const shift = row - from
  const offsets = chunk.offsets!
  const bytes = view(chunk.bytes!)
  for (let i = from; i < to; i++) {
    const partition = (hash[i + shift]! >>> 24) & mask
    const place = target[i + shift]!
    let at = offsets[i]!
    let word = nextWord[partition]!
    const size = offsets[i + 1]! - at
    key[place] = word
    length[place] = size
    if (size >= 4) {
      const last = at + size - 4
      for (; at < last; at += 4) words[word++] = bytes.getInt32(at, true)
      words[word++] = bytes.getInt32(last, true)
    } else if (size > 0) words[word++] = shortWord(bytes, at, size)
    nextWord[partition] = word
  }
}

export function moveRows(target: Int32Array, from: number, to: number, out: Int32Array): void {
  for (let i = from; i < to; i++) out[target[i]!] = i
}

export function moveWords(
  values: Int32Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Int32Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) out[target[i + shift]!] = values[i]!
}

export function moveDoubles(
  values: Float64Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Float64Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) out[target[i + shift]!] = values[i]!
}

export function movePairs(
  pairs: Int32Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Float64Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    out[target[i + shift]!] = pairs[2 * i + 1]! * 4294967296 + (pairs[2 * i]! >>> 0)
  }
}
