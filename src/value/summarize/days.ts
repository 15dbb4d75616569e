import { packWords, unpackWords } from './packedDays.js'

/**
 * The days on which each customer bought. Those near the rows that are summed up have a bit each, in windows of 32 days
 * that have a word for each customer; windows that a stream has left behind are packed. The few days outside of
 * either are in a set of numbers, so that one date of 1900 does not cost memory for each customer.
 */
export interface DaySets {
  /** Window after window. */
  bits: Int32Array
  /** How many windows are open, and the number of the first: the day of its first bit by 32. */
  windows: number
  first: number
  /** Words that each window has. */
  customers: number
  /** By number the windows that are not open: packed, or words again where a late row needed them. */
  readonly left: Map<number, Uint8Array | Int32Array>
  readonly far: Set<number>
}

/** The most windows that are open: 45 years. */
const WIDEST = 512

export function makeDaySets(): DaySets {
  return { bits: new Int32Array(0), windows: 0, first: 0, customers: 0, left: new Map(), far: new Set() }
}

/**
 * Opens the windows of these days for that many customers, and the one before for rows that come late. Uses the memory
 * `reuse`, if it is large enough, and returns what is free then.
 */
export function openDays(
  sets: DaySets,
  customers: number,
  lowDay: number,
  highDay: number,
  reuse: Int32Array,
): Int32Array {
  const isFresh = sets.windows === 0
  const last = highDay >> 5
  const first = Math.max((lowDay >> 5) - (isFresh ? 0 : 1), last - WIDEST + 1)
  const isOpen = first >= sets.first && last < sets.first + sets.windows
  // What lies before may stay open for a while: moving costs time too.
  const isNear = isOpen && first - sets.first <= 2 + (sets.windows >> 1)
  if (isNear && customers <= sets.customers) return reuse
  // Streams have ever more customers.
  const room = isFresh ? customers : customers + (customers >> 4)
  if (isNear) return moveTo(sets, room, sets.first, sets.windows, reuse)
  return moveTo(sets, room, first, last - first + 1, reuse)
}

function moveTo(
  sets: DaySets,
  customers: number,
  first: number,
  windows: number,
  reuse: Int32Array,
): Int32Array {
  const { bits: old, windows: known, customers: width, left } = sets
  const words = windows * customers
  const isEnough = reuse.length >= words
  const bits = isEnough ? reuse.fill(0, 0, words) : new Int32Array(words)
  for (let w = 0; w < known; w++) {
    const number = sets.first + w
    const window = old.subarray(w * width, (w + 1) * width)
    if (number >= first && number < first + windows) bits.set(window, (number - first) * customers)
    else left.set(number, packWords(window))
  }
  for (let w = 0; w < windows && left.size > 0; w++) {
    const window = left.get(first + w)
    if (!window) continue
    bits.set(wordsOf(window, customers), w * customers)
    left.delete(first + w)
  }
  Object.assign(sets, { bits, windows, first, customers })
  takeIn(sets)
  return isEnough || old.length > reuse.length ? old : reuse
}

/** Gives far days that a window has come to a bit. */
function takeIn(sets: DaySets): void {
  const { far } = sets
  for (const key of far) {
    const customer = Math.floor(key / FAR_DAYS)
    const day = key - customer * FAR_DAYS - FAR_DAYS / 2
    if (isOpen(sets, day)) {
      addOpen(sets, customer, day)
      far.delete(key)
    }
  }
}

function isOpen({ first, windows }: DaySets, day: number): boolean {
  return day >> 5 >= first && day >> 5 < first + windows
}

function addOpen({ bits, first, customers }: DaySets, customer: number, day: number): number {
  return addBit(bits, ((day >> 5) - first) * customers + customer, day)
}

/** Sets the day's bit of a word; 1 where it was not set, else 0. */
export function addBit(bits: Int32Array, word: number, day: number): number {
  const known = bits[word]!
  bits[word] = known | (1 << (day & 31))
  return 1 - ((known >>> (day & 31)) & 1)
}

/** Days that a calendar can have: 273,790 years around 1970. */
const DAYS_IN_RANGE = 1e8

/** Adds any day; 1 where the customer has not bought on it, 0 where so, −1 where no calendar has it. */
export function addDay(sets: DaySets, customer: number, day: number): number {
  if (isOpen(sets, day)) return addOpen(sets, customer, day)
  if (Math.abs(day) > DAYS_IN_RANGE) return -1
  const { left, far, customers } = sets
  const window = left.get(day >> 5)
  if (window) {
    const words =
      customer < window.length && window instanceof Int32Array ? window : wordsOf(window, customers)
    if (words !== window) left.set(day >> 5, words)
    return addBit(words, customer, day)
  }
  const before = far.size
  return far.add(customer * FAR_DAYS + (day + FAR_DAYS / 2)).size - before
}

const FAR_DAYS = 268_435_456

/** The words of a window that has been left, for that many customers. */
function wordsOf(window: Uint8Array | Int32Array, customers: number): Int32Array {
  if (window instanceof Uint8Array) return unpackWords(window, customers)
  const words = new Int32Array(customers)
  words.set(window)
  return words
}

/**
 * The days between which nearly all rows lie, from a sample, with some room at both ends.
 */
export function dayWindow(dayAt: (row: number) => number, rows: number): { lowDay: number; highDay: number } {
  const sample = new Float64Array(Math.min(rows, 1000))
  for (let i = 0; i < sample.length; i++) sample[i] = dayAt(Math.floor((i * rows) / sample.length))
  sample.sort()
  const low = sample[Math.floor(0.005 * sample.length)] ?? 0
  const high = sample[Math.ceil(0.995 * sample.length) - 1] ?? low
  const room = 8 + Math.ceil((high - low) / 16)
  return { lowDay: Math.max(-1e8, low - room), highDay: Math.min(1e8, high + room) }
}
