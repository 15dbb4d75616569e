import type { Lives } from './readLives.js'

/** What happened at each distinct duration, in ascending order. */
export interface LifeTable {
  readonly times: Float64Array
  /** Under observation just before that time. */
  readonly atRisk: Float64Array
  readonly events: Float64Array
  readonly censored: Float64Array
}

/** Whole durations up to this are counted in place; others are sorted. */
const MOST_SLOTS = 1 << 20

/** Counts (or sums the weights of) those who were at risk, left and were still there, at each duration that occurs, or at given times among which all are. */
export function lifeTable(lives: Lives, times: Float64Array = distinctTimes(lives.durations)): LifeTable {
  const { events, censored } = countEnds(lives, times)
  const ends = new Float64Array(times.length)
  for (let t = 0; t < times.length; t++) ends[t] = events[t]! + censored[t]!
  return { times, atRisk: countAtRisk(ends, entered(lives, times)), events, censored }
}

/** Those who come in just before each time, if any; undefined where all are there from the start. */
function entered({ entries, weights }: Lives, times: Float64Array): Float64Array | undefined {
  if (!entries) return undefined
  const starts = new Float64Array(times.length)
  // Somebody who enters at a time is at risk from the next one on.
  for (let i = 0; i < entries.length; i++)
    starts[firstAbove(times, entries[i]!)]! += weights ? weights[i]! : 1
  return starts
}

function countAtRisk(ends: Float64Array, starts: Float64Array | undefined): Float64Array {
  const n = ends.length
  const atRisk = new Float64Array(n)
  let count = 0
  // Summed from the end, so that weights that are no whole numbers leave nothing behind.
  for (let t = n - 1; t >= 0; t--) {
    count += ends[t]!
    atRisk[t] = count
    if (starts) count -= starts[t]!
  }
  return atRisk
}

/** The largest of small whole durations; −1 where they are not. */
function largestSlot(durations: Float64Array): number {
  let largest = 0
  for (let i = 0; i < durations.length; i++) {
    const v = durations[i]!
    if (v > MOST_SLOTS || v !== (v | 0)) return -1
    if (v > largest) largest = v
  }
  return largest
}

/** The distinct durations, ascending. */
function distinctTimes(durations: Float64Array): Float64Array {
  const largest = largestSlot(durations)
  if (largest >= 0) {
    const seen = new Uint8Array(largest + 1)
    for (let i = 0; i < durations.length; i++) seen[durations[i]!] = 1
    const times = new Float64Array(seen.reduce((n, s) => n + s, 0))
    let t = 0
    for (let v = 0; v <= largest; v++) if (seen[v] === 1) times[t++] = v
    return times
  }
  const sorted = durations.slice().sort()
  let t = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[t++] = sorted[i]!
  return sorted.slice(0, t)
}

function countEnds(
  { durations, events, weights }: Lives,
  times: Float64Array,
): { events: Float64Array; censored: Float64Array } {
  // Those who stayed at even places, those who left at odd ones.
  const ends = new Float64Array(2 * times.length)
  const largest = largestSlot(times)
  if (largest >= 0) {
    const places = new Int32Array(largest + 1)
    for (let t = 0; t < times.length; t++) places[times[t]!] = 2 * t
    if (weights)
      for (let i = 0; i < durations.length; i++) ends[places[durations[i]!]! + events[i]!]! += weights[i]!
    else for (let i = 0; i < durations.length; i++) ends[places[durations[i]!]! + events[i]!]!++
  } else {
    for (let i = 0; i < durations.length; i++) {
      ends[2 * firstAtLeast(times, durations[i]!) + events[i]!]! += weights ? weights[i]! : 1
    }
  }
  return { events: times.map((_, t) => ends[2 * t + 1]!), censored: times.map((_, t) => ends[2 * t]!) }
}

/** The first place whose time is not below. */
export function firstAtLeast(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < time) low = middle + 1
    else high = middle
  }
  return low
}

/** The first place whose time is above. */
export function firstAbove(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! <= time) low = middle + 1
    else high = middle
  }
  return low
}
