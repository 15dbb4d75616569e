import type { Scratch } from './summarizePartition.js'

/** A growing table of keys with open addressing; keys are numbered in order of first appearance. */
export interface KeyTable {
  readonly kind: 'bytes' | 'int64'
  size: number
  /** Four words a slot: hash and first word of the key, or its two words; its length; one more than its number. */
  slots: Int32Array
  /** The words of all keys. */
  words: Int32Array
  used: number
  /** By key: where its words start and how many bytes it has, or its two words. */
  entries: Int32Array
}

export function makeKeyTable(kind: 'bytes' | 'int64'): KeyTable {
  return {
    kind,
    size: 0,
    slots: new Int32Array(4 * 1024),
    words: new Int32Array(kind === 'bytes' ? 1024 : 0),
    used: 0,
    entries: new Int32Array(2 * 512),
  }
}

/** The number of each row's key, for keys of bytes; rows from `from` to `to` of the scratch memory. */
export function groupBytes(
  table: KeyTable,
  scratch: Scratch,
  from: number,
  to: number,
  out: Int32Array,
): void {
  const { movedHash, key, length, words } = scratch
  let { slots } = table
  let mask = (slots.length >> 2) - 1
  for (let i = from; i < to; i++) {
    const hash = movedHash[i]!
    const start = key[i]!
    const bytes = length[i]!
    let j = hash & mask
    for (;;) {
      const slot = 4 * j
      const number = slots[slot + 3]!
      if (number === 0) {
        out[i - from] = addBytes(table, slot, hash, words, start, bytes)
        slots = table.slots
        mask = (slots.length >> 2) - 1
        break
      }
      if (slots[slot] === hash && slots[slot + 2] === bytes) {
        const known = table.words
        const other = slots[slot + 1]!
        const size = (bytes + 3) >>> 2
        let k = 0
        while (k < size && words[start + k] === known[other + k]) k++
        if (k === size) {
          out[i - from] = number - 1
          break
        }
      }
      j = (j + 1) & mask
    }
  }
}

/** As `groupBytes` for 64-bit integers. */
export function groupIntegers(
  table: KeyTable,
  scratch: Scratch,
  from: number,
  to: number,
  out: Int32Array,
): void {
  const { movedHash, key, length } = scratch
  let { slots } = table
  let mask = (slots.length >> 2) - 1
  for (let i = from; i < to; i++) {
    const low = key[i]!
    const high = length[i]!
    let j = movedHash[i]! & mask
    for (;;) {
      const slot = 4 * j
      const number = slots[slot + 3]!
      if (number === 0) {
        slots[slot] = low
        slots[slot + 1] = high
        slots[slot + 2] = movedHash[i]!
        out[i - from] = addEntry(table, slot, low, high)
        slots = table.slots
        mask = (slots.length >> 2) - 1
        break
      }
      if (slots[slot] === low && slots[slot + 1] === high) {
        out[i - from] = number - 1
        break
      }
      j = (j + 1) & mask
    }
  }
}

function addBytes(
  table: KeyTable,
  slot: number,
  hash: number,
  words: Int32Array,
  start: number,
  bytes: number,
): number {
  const size = (bytes + 3) >>> 2
  if (table.used + size > table.words.length) table.words = larger(table.words, table.used + size)
  for (let k = 0; k < size; k++) table.words[table.used + k] = words[start + k]!
  table.slots[slot] = hash
  table.slots[slot + 1] = table.used
  table.slots[slot + 2] = bytes
  const number = addEntry(table, slot, table.used, bytes)
  table.used += size
  return number
}

/** Numbers the key in the slot, and makes the table larger when it is half full. */
function addEntry(table: KeyTable, slot: number, first: number, second: number): number {
  const number = table.size++
  table.slots[slot + 3] = table.size
  if (2 * table.size > table.entries.length) table.entries = larger(table.entries, 2 * table.size)
  table.entries[2 * number] = first
  table.entries[2 * number + 1] = second
  if (8 * table.size > table.slots.length) rehash(table)
  return number
}

function larger(array: Int32Array, least: number): Int32Array {
  const copy = new Int32Array(Math.max(2 * array.length, least))
  copy.set(array)
  return copy
}

function rehash(table: KeyTable): void {
  const old = table.slots
  const slots = new Int32Array(2 * old.length)
  const mask = (slots.length >> 2) - 1
  const hashAt = table.kind === 'bytes' ? 0 : 2
  for (let slot = 0; slot < old.length; slot += 4) {
    if (old[slot + 3] === 0) continue
    let j = old[slot + hashAt]! & mask
    while (slots[4 * j + 3] !== 0) j = (j + 1) & mask
    for (let k = 0; k < 4; k++) slots[4 * j + k] = old[slot + k]!
  }
  table.slots = slots
}
