import { ClienteleError } from '../../error.js'

const MOST = 2 ** 31 - 1

const C1 = 0x9e3779b1 | 0
const C2 = 0x85ebca6b | 0
const C3 = 0xc2b2ae35 | 0

/** Distinct byte strings, numbered in the order in which they were first seen. */
export interface Words {
  count: number
  /** Where each word starts in `bytes`; one more than there are words. */
  offsets: Int32Array
  bytes: Uint8Array
  view: DataView
  /** Open addressing: hash and number + 1 of a word, pair by pair. */
  slots: Int32Array
}

/** An empty dictionary: small, since a file may have thousands of columns. */
export function makeWords(): Words {
  const bytes = new Uint8Array(256)
  const view = new DataView(bytes.buffer)
  return { count: 0, offsets: new Int32Array(17), bytes, view, slots: new Int32Array(64) }
}

function hashBytes(view: DataView, start: number, length: number): number {
  let h = Math.imul(length, C3)
  let p = start
  if (length >= 4) {
    // The last word overlaps the one before, so that no byte needs a loop of its own.
    const last = p + length - 4
    for (; p < last; p += 4) {
      h = Math.imul(h ^ view.getInt32(p, true), C1)
      h ^= h >>> 15
    }
    h = Math.imul(h ^ view.getInt32(last, true), C2)
  } else if (length > 0) {
    const middle = view.getUint8(p + (length >> 1))
    h = Math.imul(h ^ (view.getUint8(p) | (middle << 8) | (view.getUint8(p + length - 1) << 16)), C2)
  }
  h ^= h >>> 13
  h = Math.imul(h, C3)
  return h ^ (h >>> 16)
}

/** Whether two equally long pieces hold the same bytes. */
export function sameBytes(a: DataView, i: number, b: DataView, j: number, length: number): boolean {
  if (length >= 4) {
    const last = length - 4
    for (let k = 0; k < last; k += 4) {
      if (a.getInt32(i + k, true) !== b.getInt32(j + k, true)) return false
    }
    return a.getInt32(i + last, true) === b.getInt32(j + last, true)
  }
  for (let k = 0; k < length; k++) if (a.getUint8(i + k) !== b.getUint8(j + k)) return false
  return true
}

/** The number of the word in those bytes; a new word gets the next number. */
export function wordCode(words: Words, view: DataView, start: number, length: number): number {
  const hash = hashBytes(view, start, length)
  const { slots, offsets } = words
  const mask = (slots.length >> 1) - 1
  for (let j = hash & mask; ; j = (j + 1) & mask) {
    const code = slots[2 * j + 1]!
    if (code === 0) return addWord(words, view, start, length, hash)
    if (slots[2 * j] !== hash) continue
    const from = offsets[code - 1]!
    if (offsets[code]! - from === length && sameBytes(view, start, words.view, from, length)) return code - 1
  }
}

function addWord(words: Words, view: DataView, start: number, length: number, hash: number): number {
  if (4 * (words.count + 1) > words.slots.length) growSlots(words)
  if (words.count + 2 > words.offsets.length) {
    const offsets = new Int32Array(2 * words.offsets.length)
    offsets.set(words.offsets)
    words.offsets = offsets
  }
  const from = words.offsets[words.count]!
  if (from + length > words.bytes.length) {
    words.bytes = enlarge(words.bytes, from + length)
    words.view = new DataView(words.bytes.buffer)
  }
  for (let k = 0; k < length; k++) words.bytes[from + k] = view.getUint8(start + k)
  words.offsets[++words.count] = from + length
  insert(words.slots, hash, words.count)
  return words.count - 1
}

function growSlots(words: Words): void {
  const slots = new Int32Array(2 * words.slots.length)
  for (let i = 0; i < words.slots.length; i += 2) {
    if (words.slots[i + 1] !== 0) insert(slots, words.slots[i]!, words.slots[i + 1]!)
  }
  words.slots = slots
}

function insert(slots: Int32Array, hash: number, code: number): void {
  const mask = (slots.length >> 1) - 1
  let j = hash & mask
  while (slots[2 * j + 1] !== 0) j = (j + 1) & mask
  slots[2 * j] = hash
  slots[2 * j + 1] = code
}

/** The same bytes in an array of at least that length, doubled as long as that is little. */
export function enlarge(bytes: Uint8Array, length: number): Uint8Array {
  if (length > MOST) {
    throw new ClienteleError(
      'unsupported',
      'readTable: one column holds more than 2 GiB of text, more than an Arrow column takes; leave it out with the option columns, or use readBatches.',
    )
  }
  const larger = new Uint8Array(Math.min(MOST, Math.max(2 * bytes.length, length)))
  larger.set(bytes)
  return larger
}

/** Text one after the other, for columns where few values repeat. */
export interface Plain {
  /** Where each row's text starts; kept for as many rows as there is room. */
  offsets: Int32Array
  bytes: Uint8Array
}

/** Appends a row's text; an empty one for a missing value. */
export function appendText(plain: Plain, row: number, bytes: Uint8Array, start: number, end: number): void {
  const from = plain.offsets[row]!
  const length = end - start
  if (from + length > plain.bytes.length) plain.bytes = enlarge(plain.bytes, from + length)
  const to = plain.bytes
  if (length > 64) to.set(bytes.subarray(start, end), from)
  else for (let k = 0; k < length; k++) to[from + k] = bytes[start + k]!
  plain.offsets[row + 1] = from + length
}

/** The rows' text written out; missing rows have code −1. `capacity` is the number of rows to make room for. */
export function spellOut(words: Words, codes: Int32Array, rows: number, capacity: number): Plain {
  const offsets = new Int32Array(capacity + 1)
  for (let i = 0; i < rows; i++) {
    const code = codes[i]!
    offsets[i + 1] = offsets[i]! + (code < 0 ? 0 : words.offsets[code + 1]! - words.offsets[code]!)
  }
  const plain = { offsets, bytes: new Uint8Array(Math.ceil((offsets[rows]! / Math.max(rows, 1)) * capacity)) }
  for (let i = 0; i < rows; i++) {
    if (codes[i]! < 0) continue
    appendText(plain, i, words.bytes, words.offsets[codes[i]!]!, words.offsets[codes[i]! + 1]!)
  }
  return plain
}
