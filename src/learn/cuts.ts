import { sortNumbers } from '../table/sort.js'
import { takeRows } from './take.js'

/** Beyond so many rows the quantiles are those of an even sample. */
export const SAMPLE = 25_000
/** From so many on, sorting digit by digit takes less than the engine's own sort, even before it is compiled. */
const MANY = 5_000

/**
 * Where to cut a numeric feature into at most `most` bins: halfway between neighbours where there are few different values, else such
 * that bins hold about equally many rows. NaN is left out. A sample of 25,000 evenly spread rows decides for larger tables.
 */
export function chooseCuts(values: Float64Array, most: number): Float64Array {
  const sorted = sortedSample(values)
  const distinct = distinctValues(sorted)
  if (distinct.values.length <= most) return halfways(distinct.values)
  return quantileCuts(distinct, sorted.length, most)
}

export function sortedSample(values: Float64Array): Float64Array {
  const step = Math.max(1, values.length / SAMPLE)
  const count = Math.min(values.length, SAMPLE)
  const sample = new Float64Array(count)
  let kept = 0
  for (let s = 0; s < count; s++) {
    const v = values[Math.floor(s * step)]!
    if (!Number.isNaN(v)) sample[kept++] = v === 0 ? 0 : v
  }
  const known = sample.subarray(0, kept)
  return kept < MANY ? known.sort() : takeRows(known, sortNumbers(known))
}

export interface Distinct {
  readonly values: Float64Array
  readonly counts: Int32Array
}

export function distinctValues(sorted: Float64Array): Distinct {
  const values = new Float64Array(sorted.length)
  const counts = new Int32Array(sorted.length)
  let d = -1
  for (let i = 0; i < sorted.length; i++) {
    if (d < 0 || sorted[i] !== values[d]) values[++d] = sorted[i]!
    counts[d]!++
  }
  return { values: values.subarray(0, d + 1), counts: counts.subarray(0, d + 1) }
}

/** A cut between each two neighbours, such that the lower one is not above it and the upper one is. */
export function halfways(distinct: Float64Array): Float64Array {
  const cuts = new Float64Array(Math.max(0, distinct.length - 1))
  for (let i = 0; i < cuts.length; i++) cuts[i] = halfway(distinct[i]!, distinct[i + 1]!)
  return cuts
}

export function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle < high && middle >= low ? middle : low
}

/** Greedily fills bins; a value with more rows than a bin's share has one of its own. */
function quantileCuts({ values, counts }: Distinct, rows: number, most: number): Float64Array {
  const cuts: number[] = []
  let left = rows
  let inBin = 0
  for (let d = 0; d + 1 < values.length && cuts.length < most - 1; d++) {
    inBin += counts[d]!
    const share = left / (most - cuts.length)
    const isFull = inBin >= share || inBin + counts[d + 1]! / 2 > share
    if (!isFull) continue
    cuts.push(halfway(values[d]!, values[d + 1]!))
    left -= inBin
    inBin = 0
  }
  return Float64Array.from(cuts)
}

/** The bin of a value: how many cuts are below it. */
export function binOf(value: number, cuts: Float64Array): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > cuts[middle]!) low = middle + 1
    else high = middle
  }
  return low
}
