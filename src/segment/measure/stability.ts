import { makeRandom } from '../../numeric/random.js'
import { type Points, takePoints } from '../features/points.js'

/** How well clusters are found again: on average, and the one that is found worst. */
export interface Stability {
  readonly mean: number
  readonly least: number
}

// Streams of random numbers of their own, apart from those of starts and references.
const RESAMPLES = 2_000_000

/** A bootstrap sample: the different rows drawn, and as weights how often. */
export function resample(
  points: Points,
  most: number,
  seed: number,
  number: number,
): { rows: Int32Array; points: Points } {
  const random = makeRandom(seed, RESAMPLES + number)
  const times = new Uint32Array(points.rows)
  const draws = Math.min(points.rows, most)
  for (let z = 0; z < draws; z++) times[Math.floor(random.uniform() * points.rows)]!++
  const rows = Int32Array.from(times.keys()).filter((row) => times[row]! > 0)
  return {
    rows,
    points: { ...takePoints(points, rows), weights: Float64Array.from(rows, (row) => times[row]!) },
  }
}

/**
 * For each cluster the largest Jaccard similarity with a cluster of the resample, among the rows drawn (Hennig 2007); NaN for
 * clusters of which no row was drawn.
 */
export function jaccardOf(
  labels: ArrayLike<number>,
  rows: Int32Array,
  others: ArrayLike<number>,
  k: number,
): Float64Array {
  const both = new Int32Array(k * k)
  const own = new Int32Array(k)
  const other = new Int32Array(k)
  for (let z = 0; z < rows.length; z++) {
    const a = labels[rows[z]!]!
    const b = others[z]!
    both[a * k + b]!++
    own[a]!++
    other[b]!++
  }
  return Float64Array.from(own, (size, a) => {
    if (size === 0) return NaN
    let most = 0
    for (let b = 0; b < k; b++) {
      const shared = both[a * k + b]!
      most = Math.max(most, shared / (size + other[b]! - shared))
    }
    return most
  })
}

/** Averages over resamples. */
export function stabilityOf(found: readonly Float64Array[], k: number): Stability {
  const means = Array.from({ length: k }, (_, c) => {
    const drawn = found.map((each) => each[c]!).filter((value) => !Number.isNaN(value))
    return drawn.length === 0 ? 0 : drawn.reduce((sum, value) => sum + value, 0) / drawn.length
  })
  return { mean: means.reduce((sum, value) => sum + value, 0) / k, least: Math.min(...means) }
}
