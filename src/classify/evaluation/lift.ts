import { countSteps, type Ranking, rowsOfPart } from './ranking.js'

/** What has been counted down to the end of each part, and the scores that it spans (NaN where it is empty). */
export interface LiftParts {
  readonly rows: Float64Array
  readonly hits: Float64Array
  readonly from: Float64Array
  readonly to: Float64Array
}

/** Cuts ranked rows into parts; tied rows on both sides of a cut are shared out evenly. */
export function liftParts(ranking: Ranking, bins: number): LiftParts {
  const { scores, hits, misses } = countSteps(ranking)
  const reached = hits.map((count, g) => count + misses[g]!)
  const all = reached.at(-1)!
  const rows = Float64Array.from({ length: bins }, (_, k) => rowsOfPart(all, k + 1, bins))
  // The last border is the total itself, not what is rounded to it.
  rows[bins - 1] = all
  const parts = {
    rows,
    hits: new Float64Array(bins),
    from: new Float64Array(bins).fill(NaN),
    to: new Float64Array(bins).fill(NaN),
  }
  let g = 0
  for (let k = 0; k < bins; k++) {
    const start = k === 0 ? 0 : rows[k - 1]!
    const end = rows[k]!
    const isEmpty = end <= start
    if (!isEmpty) {
      while (reached[g]! <= start) g++
      parts.from[k] = scores[g]!
      while (reached[g]! < end) g++
      parts.to[k] = scores[g]!
    }
    parts.hits[k] = isEmpty ? (parts.hits[k - 1] ?? 0) : hitsAt(hits, reached, g, end)
  }
  return parts
}

function hitsAt(hits: Float64Array, reached: Float64Array, g: number, end: number): number {
  if (reached[g] === end) return hits[g]!
  const before = g === 0 ? 0 : reached[g - 1]!
  const hitsBefore = g === 0 ? 0 : hits[g - 1]!
  return hitsBefore + ((end - before) / (reached[g]! - before)) * (hits[g]! - hitsBefore)
}
