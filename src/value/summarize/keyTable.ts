import { CELLS, hashShort, keyWords } from './hash.js'
import { ROW_BITS } from './partition.js'

/** Words that `entries` has for each key. */
export const ENTRY = 4

/** The most bytes of a key that is told by its two words; they overlap where it has less, and are the same up to four. */
export const SHORT = 8

/** A growing table of keys with open addressing; keys are numbered in order of first appearance. */
export interface KeyTable {
  size: number
  /**
   * As many as a power of two, at least twice the keys: zero, or the key's number and one in as many low bits as that
   * takes, and above them those of its hash, so that other keys' entries need hardly ever be looked at.
   */
  slots: Int32Array
  /** By key: its two words where it is short, else its hash and where its words start; its bytes; the row where it was found. */
  entries: Int32Array
  /** The words of keys that are not short. */
  words: Int32Array
  used: number
}

/** A table without keys. */
export function makeKeyTable(): KeyTable {
  return {
    size: 0,
    slots: new Int32Array(1024),
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
  let { slots, entries } = table
  let mask = slots.length - 1
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
      const slot = slots[j]!
      if (slot === 0) {
        const second = isShort ? last : keepWords(table, cells, at + CELLS, size)
        out[i] = addEntry(table, j, hash, first, second, bytes, cells[at + 2]!)
        ;({ slots, entries } = table)
        mask = slots.length - 1
        break
      }
      if (((slot ^ hash) & ~mask) === 0) {
        const entry = ENTRY * ((slot & mask) - 1)
        const second = entries[entry + 1]!
        if (
          entries[entry] === first &&
          entries[entry + 2] === bytes &&
          (isShort ? second === last : isSame(table.words, second, cells, at + CELLS, size))
        ) {
          out[i] = (slot & mask) - 1
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

/** As `groupBytes`, for rows that begin with a key of up to eight bytes. */
export function groupShort(table: KeyTable, cells: Int32Array, start: number, out: Int32Array): void {
  let { slots, entries } = table
  let mask = slots.length - 1
  let at = start
  for (let i = 0; i < out.length; i++, at += 8) {
    const hash = cells[at]!
    const first = cells[at + 1]!
    const last = cells[at + 2]!
    const bytes = cells[at + 3]! >>> 24
    let j = hash & mask
    for (;;) {
      const slot = slots[j]!
      if (slot === 0) {
        out[i] = addEntry(table, j, hash, first, last, bytes, cells[at + 3]! & ROW_BITS)
        ;({ slots, entries } = table)
        mask = slots.length - 1
        break
      }
      if (((slot ^ hash) & ~mask) === 0) {
        const entry = ENTRY * ((slot & mask) - 1)
        if (entries[entry] === first && entries[entry + 1] === last && entries[entry + 2] === bytes) {
          out[i] = (slot & mask) - 1
          break
        }
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

/** Numbers the key, whose slot is `j`, and makes the table larger when it is half full. */
function addEntry(
  table: KeyTable,
  j: number,
  hash: number,
  first: number,
  second: number,
  bytes: number,
  row: number,
): number {
  const number = table.size++
  if (ENTRY * table.size > table.entries.length) table.entries = larger(table.entries, ENTRY * table.size)
  const { slots, entries } = table
  slots[j] = (hash & -slots.length) | table.size
  const entry = ENTRY * number
  entries[entry] = first
  entries[entry + 1] = second
  entries[entry + 2] = bytes
  entries[entry + 3] = row
  if (2 * table.size >= slots.length) rehash(table)
  return number
}

function larger(array: Int32Array, least: number): Int32Array {
  const copy = new Int32Array(Math.max(2 * array.length, least))
  copy.set(array)
  return copy
}

function rehash(table: KeyTable): void {
  const { entries, size } = table
  const slots = new Int32Array(2 * table.slots.length)
  const mask = slots.length - 1
  for (let number = 0; number < size; number++) {
    const entry = ENTRY * number
    const first = entries[entry]!
    const bytes = entries[entry + 2]!
    const hash = bytes <= SHORT ? hashShort(first, entries[entry + 1]!, bytes) : first
    let j = hash & mask
    while (slots[j] !== 0) j = (j + 1) & mask
    slots[j] = (hash & ~mask) | (number + 1)
  }
  table.slots = slots
}
