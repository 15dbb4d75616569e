import { normalQuantile } from '../../numeric/normal.js'
import type { Steps } from './ranking.js'
import { sortedRows } from './sortedRows.js'

/** For each row, which share of the rows of the other outcome lies on the right side of it, ties counting half. */
export interface Placements {
  readonly auc: number
  /** Of rows with the outcome. */
  readonly hits: Float64Array
  /** Of rows without it. */
  readonly misses: Float64Array
}

/** The structural components of the area under the curve, in order of rows (Sun and Xu 2014: by one sort). */
export function placements(scores: Float64Array, outcomes: Float64Array): Placements {
  const order = sortedRows([{ values: scores }])
  const places = new Float64Array(order.length)
  let [below, missesBelow] = [0, 0]
  const all = outcomes.reduce((sum, outcome) => sum + outcome, 0)
  const others = outcomes.length - all
  for (let start = 0; start < order.length;) {
    let end = start
    let hits = 0
    while (end < order.length && scores[order[end]!] === scores[order[start]!])
      hits += outcomes[order[end++]!]!
    const misses = end - start - hits
    for (let z = start; z < end; z++) {
      const row = order[z]!
      places[row] = outcomes[row] === 1 ? (missesBelow + misses / 2) / others : 1 - (below + hits / 2) / all
    }
    below += hits
    missesBelow += misses
    start = end
  }
  const hits = places.filter((_, row) => outcomes[row] === 1)
  const misses = places.filter((_, row) => outcomes[row] !== 1)
  return { auc: mean(hits), hits, misses }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length
}

function covariance(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB)
  return sum / (a.length - 1)
}

/** The covariance of two areas over the same rows (DeLong, DeLong and Clarke-Pearson 1988). */
export function aucCovariance(a: Placements, b: Placements): number {
  return covariance(a.hits, b.hits) / a.hits.length + covariance(a.misses, b.misses) / a.misses.length
}

/** The standard error of one area, from rows of equal weight counted down to each score. */
export function aucError({ hits, misses }: Steps): number {
  const [all, others] = [hits.at(-1)!, misses.at(-1)!]
  let [wins, hitSquares, missSquares] = [0, 0, 0]
  // Placements around a half: those of hits and of misses have the same mean.
  for (let g = 0; g < hits.length; g++) {
    const [before, beforeMisses] = g === 0 ? [0, 0] : [hits[g - 1]!, misses[g - 1]!]
    const above = (hits[g]! + before) / 2 / all - 0.5
    const below = 0.5 - (misses[g]! + beforeMisses) / 2 / others
    wins += (misses[g]! - beforeMisses) * above
    hitSquares += (hits[g]! - before) * below * below
    missSquares += (misses[g]! - beforeMisses) * above * above
  }
  const mean = wins / others
  const hitVariance = (hitSquares - all * mean * mean) / (all - 1)
  const missVariance = (missSquares - others * mean * mean) / (others - 1)
  return Math.sqrt(Math.max(0, hitVariance / all + missVariance / others))
}

/** The bounds of a normal interval around a figure with that standard error. */
export function normalBounds(value: number, error: number, interval: number): [number, number] {
  const reach = normalQuantile((1 + interval) / 2) * error
  return [value - reach, value + reach]
}
