import { type Attic, packWords, unpackWords } from './packedDays.js'

/**
 * The days on which each customer bought. Those near the rows that are summed up have a bit each, in windows of 32 days
 * that have a word for each customer; windows that a stream has left behind are packed. The few days outside of
 * either are in a set of numbers, so that one date of 1900 does not cost memory for each customer.
 */
export interface DaySets {
  /** A word for each customer and open window. */
  bits: Int32Array
  /** Where the words of each open window start; the number of the first is its first day by 32. */
  starts: Int32Array
  first: number
  /** Words that each window has. */
  customers: number
  /** By number the windows that are not open: packed, or words again where a late row needed them. */
  readonly left: Map<number, Uint8Array | Int32Array>
  /** Those that have been opened again: they stay words, since what is packed is there until the end. */
  readonly reopened: Set<number>
  readonly far: Set<number>
}

/** The most windows that are open: 45 years. */
const WIDEST = 512

export function makeDaySets(): DaySets {
  const none = new Int32Array(0)
  return {
    bits: none,
    starts: none,
    first: 0,
    customers: 0,
    left: new Map(),
    reopened: new Set(),
    far: new Set(),
  }
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
  attic: Attic,
): Int32Array {
  const { starts } = sets
  const isFresh = starts.length === 0
  const last = highDay >> 5
  const first = Math.max((lowDay >> 5) - (isFresh ? 0 : 1), last - WIDEST + 1)
  const windows = last - first + 1
  if (customers <= sets.customers && windows <= starts.length && starts.length <= 2 * windows + 2) {
    if (first < sets.first) turnTo(sets, first, attic)
    else if (last >= sets.first + starts.length) turnTo(sets, last - starts.length + 1, attic)
    return reuse
  }
  // Streams have ever more customers.
  return moveTo(sets, isFresh ? customers : customers + (customers >> 4), first, windows, reuse, attic)
}

/** Opens as many windows from `first` on, each in the memory of one that is left. */
function turnTo(sets: DaySets, first: number, attic: Attic): void {
  const { bits, starts, first: known, customers } = sets
  for (let number = known; number < known + starts.length; number++) {
    if (number >= first && number < first + starts.length) continue
    const words = bits.subarray(starts[number - known], starts[number - known]! + customers)
    leave(sets, number, words, attic)
    words.fill(0)
  }
  Object.assign(sets, { starts: startsOf(first, starts.length, customers), first })
  takeBack(sets)
}

/** Opens windows in other memory, if `reuse` is large enough in that. */
function moveTo(
  sets: DaySets,
  customers: number,
  first: number,
  windows: number,
  reuse: Int32Array,
  attic: Attic,
): Int32Array {
  const { bits: old, starts: known, first: start, customers: width } = sets
  const isEnough = reuse.length >= windows * customers
  const bits = isEnough ? reuse.fill(0, 0, windows * customers) : new Int32Array(windows * customers)
  const starts = startsOf(first, windows, customers)
  known.forEach((from, w) => {
    const number = start + w
    const words = old.subarray(from, from + width)
    if (number >= first && number < first + windows) bits.set(words, starts[number - first])
    else leave(sets, number, words, attic)
  })
  Object.assign(sets, { bits, starts, first, customers })
  takeBack(sets)
  return isEnough || old.length > reuse.length ? old : reuse
}

function leave({ left, reopened }: DaySets, number: number, words: Int32Array, attic: Attic): void {
  left.set(number, reopened.has(number) ? words.slice() : packWords(words, attic))
}

/** A window keeps its place while others are left and opened: the rest of its number by theirs. */
function startsOf(first: number, windows: number, customers: number): Int32Array {
  const rest = ((first % windows) + windows) % windows
  return Int32Array.from({ length: windows }, (_, w) => ((rest + w) % windows) * customers)
}

/** Gives what is known of windows that are open now to them. */
function takeBack(sets: DaySets): void {
  const { bits, starts, first, customers, left, reopened } = sets
  for (let w = 0; w < starts.length && left.size > 0; w++) {
    const window = left.get(first + w)
    if (!window) continue
    bits.set(wordsOf(window, customers), starts[w])
    left.delete(first + w)
    reopened.add(first + w)
  }
  takeIn(sets)
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

function isOpen({ first, starts }: DaySets, day: number): boolean {
  return day >> 5 >= first && day >> 5 < first + starts.length
}

function addOpen({ bits, starts, first }: DaySets, customer: number, day: number): number {
  return addBit(bits, starts[(day >> 5) - first]! + customer, day)
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

/** What a sample says about the days of rows. */
export interface DayWindow {
  /** Nearly all rows lie between these, which leave some room at both ends. */
  readonly lowDay: number
  readonly highDay: number
  /** Whether hardly a row is of an earlier day than the one before. */
  readonly isOrdered: boolean
}

export function dayWindow(dayAt: (row: number) => number, rows: number): DayWindow {
  const sample = new Float64Array(Math.min(rows, 1000))
  for (let i = 0; i < sample.length; i++) sample[i] = dayAt(Math.floor((i * rows) / sample.length))
  const isOrdered = sample.filter((day, i) => i > 0 && day < sample[i - 1]!).length <= 10
  sample.sort()
  const low = sample[Math.floor(0.005 * sample.length)] ?? 0
  const high = sample[Math.ceil(0.995 * sample.length) - 1] ?? low
  const room = 8 + Math.ceil((high - low) / 16)
  return { lowDay: Math.max(-1e8, low - room), highDay: Math.min(1e8, high + room), isOrdered }
}
