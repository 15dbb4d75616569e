import { CELLS, hashShort, keyWords } from './hash.js'
import { ROW_BITS } from './partition.js'

/** Words that `entries` has for each key. */
export const ENTRY = 4

/** The most bytes of a key that is told by its two words; they overlap where it has less, and are the same up to four. */
export const SHORT = 8

/** A growing table of keys with open addressing; keys are numbered in order of first appearance. */
export interface KeyTable {
  readonly kind: 'short' | 'bytes'
  size: number
  /** Four words a slot: an entry's first three, and one more than the key's number. */
  slots: Int32Array
  /** By key: its two words where it is short, else its hash and where its words start; its bytes; the row where it was found. */
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
    words: new Int32Array(0),
    used: 0,
  }
}

/** Has the table use memory that another one no longer needs. */
export function reuseSlots(table: KeyTable, slots: Int32Array): void {
  if (table.size === 0 && slots.length > table.slots.length) table.slots = slots.fill(0)
}

/**
 * The number of each row's key, for keys of any length: so many rows as `out` has, whose cells begin at `start`.
 */
export function groupBytes(table: KeyTable, cells: Int32Array, start: number, out: Int32Array): void {
  let { slots } = table
  let mask = (slots.length >> 2) - 1
  let at = start
  for (let i = 0; i < out.length; i++) {
    const hash = cells[at]!
    const bytes = cells[at + 1]!
    const size = keyWords(bytes)
    const isShort = bytes <= SHORT
    const first = isShort ? cells[at + CELLS]! : hash
    const last = cells[at + CELLS - 1 + size]!
    let j = hash & mask
    for (;;) {
      const slot = 4 * j
      const number = slots[slot + 3]!
      if (number === 0) {
        const second = isShort ? last : keepWords(table, cells, at + CELLS, size)
        out[i] = addEntry(table, slot, first, second, bytes, cells[at + 2]!)
        slots = table.slots
        mask = (slots.length >> 2) - 1
        break
      }
      if (slots[slot] === first && slots[slot + 2] === bytes) {
        const second = slots[slot + 1]!
        if (isShort ? second === last : isSame(table.words, second, cells, at + CELLS, size)) {
          out[i] = number - 1
          break
        }
      }
      j = (j + 1) & mask
    }
    at += CELLS + size
  }
}

function isSame(words: Int32Array, start: number, others: Int32Array, other: number, size: number): boolean {
  let k = 0
  while (k < size && words[start + k] === others[other + k]) k++
  return k === size
}

/** As `groupBytes`, for keys of up to eight bytes. */
export function groupShort(table: KeyTable, cells: Int32Array, start: number, out: Int32Array): void {
  let { slots } = table
  let mask = (slots.length >> 2) - 1
  let at = start
  for (let i = 0; i < out.length; i++, at += 4) {
    const first = cells[at + 1]!
    const last = cells[at + 2]!
    const bytes = cells[at + 3]! >>> 24
    let j = cells[at]! & mask
    for (;;) {
      const slot = 4 * j
      const number = slots[slot + 3]!
      if (number === 0) {
        out[i] = addEntry(table, slot, first, last, bytes, cells[at + 3]! & ROW_BITS)
        slots = table.slots
        mask = (slots.length >> 2) - 1
        break
      }
      if (slots[slot] === first && slots[slot + 1] === last && slots[slot + 2] === bytes) {
        out[i] = number - 1
        break
      }
      j = (j + 1) & mask
    }
  }
}

/** Copies the words of a key to the table; where they start there. */
function keepWords(table: KeyTable, words: Int32Array, from: number, size: number): number {
  const start = table.used
  table.used += size
  if (table.used > table.words.length) table.words = larger(table.words, table.used)
  for (let k = 0; k < size; k++) table.words[start + k] = words[from + k]!
  return start
}

/** Numbers the key in the slot, and makes the table larger when it is half full. */
function addEntry(
  table: KeyTable,
  slot: number,
  first: number,
  second: number,
  bytes: number,
  row: number,
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
  entries[ENTRY * number + 3] = row
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
  for (let slot = 0; slot < old.length; slot += 4) {
    if (old[slot + 3] === 0) continue
    const first = old[slot]!
    const bytes = old[slot + 2]!
    let j = (bytes <= SHORT ? hashShort(first, old[slot + 1]!, bytes) : first) & mask
    while (slots[4 * j + 3] !== 0) j = (j + 1) & mask
    for (let k = 0; k < 4; k++) slots[4 * j + k] = old[slot + k]!
  }
  table.slots = slots
}
