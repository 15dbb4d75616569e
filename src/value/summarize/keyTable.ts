import { hashShort } from './hash.js'
import type { Scratch } from './partition.js'

/** Words that `entries` has for each key. */
export const ENTRY = 4

/** A growing table of keys with open addressing; keys are numbered in order of first appearance. */
export interface KeyTable {
  readonly kind: 'short' | 'bytes'
  size: number
  /** Four words a slot: an entry's first three, and one more than the key's number. */
  slots: Int32Array
  /** By key: its two words, or its hash and where its words start; its bytes; the place where it was found. */
  entries: Int32Array
  /** The words of keys that are not short. */
  words: Int32Array
  used: number
}

export function makeKeyTable(kind: 'short' | 'bytes'): KeyTable {
  return {
    kind,
    size: 0,
    slots: new Int32Array(4 * 1024),
    entries: new Int32Array(ENTRY * 512),
    words: new Int32Array(kind === 'bytes' ? 1024 : 0),
    used: 0,
  }
}

/** Has the table use memory that another one no longer needs. */
export function reuseSlots(table: KeyTable, slots: Int32Array): void {
  if (table.size === 0 && slots.length > table.slots.length) table.slots = slots.fill(0)
}

/** What `touch…` functions found: nobody asks, but what nobody keeps need not be read. */
export const touched = { trace: 0 }

/**
 * Reads the slots where the keys of rows are looked for first. In a large table they are far away: reads that wait for
 * nothing are under way at the same time, while those of a search wait until each comparison is decided.
 */
export function touchSlots({ slots }: KeyTable, { cells }: Scratch, from: number, to: number): void {
  const mask = (slots.length >> 2) - 1
  let trace = 0
  for (let i = from; i < to; i++) trace ^= slots[4 * (cells[4 * i]! & mask)]!
  touched.trace = trace
}

/** The number of each row's key, for keys of bytes; rows from `from` to `to` of the scratch memory. */
export function groupBytes(
  table: KeyTable,
  scratch: Scratch,
  from: number,
  to: number,
  out: Int32Array,
): void {
  const { cells, words } = scratch
  let { slots } = table
  let mask = (slots.length >> 2) - 1
  for (let i = from; i < to; i++) {
    const hash = cells[4 * i]!
    const start = cells[4 * i + 1]!
    const bytes = cells[4 * i + 2]!
    let j = hash & mask
    for (;;) {
      const slot = 4 * j
      const number = slots[slot + 3]!
      if (number === 0) {
        out[i - from] = addBytes(table, slot, hash, words, start, bytes, i)
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

/** As `groupBytes`, for keys of up to eight bytes. */
export function groupShort(
  table: KeyTable,
  scratch: Scratch,
  from: number,
  to: number,
  out: Int32Array,
): void {
  const { cells } = scratch
  let { slots } = table
  let mask = (slots.length >> 2) - 1
  for (let i = from; i < to; i++) {
    const first = cells[4 * i + 1]!
    const last = cells[4 * i + 2]!
    const bytes = cells[4 * i + 3]! >>> 24
    let j = cells[4 * i]! & mask
    for (;;) {
      const slot = 4 * j
      const number = slots[slot + 3]!
      if (number === 0) {
        out[i - from] = addEntry(table, slot, first, last, bytes, i)
        slots = table.slots
        mask = (slots.length >> 2) - 1
        break
      }
      if (slots[slot] === first && slots[slot + 1] === last && slots[slot + 2] === bytes) {
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
  place: number,
): number {
  const size = (bytes + 3) >>> 2
  if (table.used + size > table.words.length) table.words = larger(table.words, table.used + size)
  for (let k = 0; k < size; k++) table.words[table.used + k] = words[start + k]!
  const used = table.used
  table.used += size
  return addEntry(table, slot, hash, used, bytes, place)
}

/** Numbers the key in the slot, and makes the table larger when it is half full. */
function addEntry(
  table: KeyTable,
  slot: number,
  first: number,
  second: number,
  bytes: number,
  place: number,
): number {
  const number = table.size++
  if (ENTRY * table.size > table.entries.length) table.entries = larger(table.entries, ENTRY * table.size)
  const { slots, entries } = table
  slots[slot] = first
  slots[slot + 1] = second
  slots[slot + 2] = bytes
  slots[slot + 3] = table.size
  entries[ENTRY * number] = first
  entries[ENTRY * number + 1] = second
  entries[ENTRY * number + 2] = bytes
  entries[ENTRY * number + 3] = place
  if (8 * table.size > slots.length) rehash(table)
  return number
}

function larger(array: Int32Array, least: number): Int32Array {
  const copy = new Int32Array(Math.max(Math.ceil(1.25 * array.length), least))
  copy.set(array)
  return copy
}

function rehash(table: KeyTable): void {
  const old = table.slots
  const slots = new Int32Array(2 * old.length)
  const mask = (slots.length >> 2) - 1
  const isShort = table.kind === 'short'
  for (let slot = 0; slot < old.length; slot += 4) {
    if (old[slot + 3] === 0) continue
    const first = old[slot]!
    let j = (isShort ? hashShort(first, old[slot + 1]!, old[slot + 2]!) : first) & mask
    while (slots[4 * j + 3] !== 0) j = (j + 1) & mask
    for (let k = 0; k < 4; k++) slots[4 * j + k] = old[slot + k]!
  }
  table.slots = slots
}
