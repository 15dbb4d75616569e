import type { Ranking } from './ranking.js'

/** Rows, those with the outcome, and the sum of probabilities, of each bin. */
export interface CalibrationBins {
  readonly rows: Float64Array
  readonly hits: Float64Array
  readonly sums: Float64Array
}

/** Counts rows by bin; one on a border belongs to the lower bin. */
export function calibrationBins(
  { scores, outcomes, weights }: Ranking,
  edges: Float64Array,
): CalibrationBins {
  const bins = edges.length - 1
  const found = { rows: new Float64Array(bins), hits: new Float64Array(bins), sums: new Float64Array(bins) }
  let bin = bins - 1
  for (let i = 0; i < scores.length; i++) {
    while (bin > 0 && scores[i]! <= edges[bin]!) bin--
    const mass = weights ? weights[i]! : 1
    found.rows[bin]! += mass
    found.hits[bin]! += mass * outcomes[i]!
    found.sums[bin]! += mass * scores[i]!
  }
  return found
}

/**
 * The probabilities below which k / bins of the weight lie: between two sorted values where the place is not whole, as if each row
 * stood there as often as it weighs.
 */
export function quantileEdges({ scores, weights }: Ranking, bins: number): Float64Array {
  const n = scores.length
  const ends = new Float64Array(n)
  let all = 0
  for (let i = 0; i < n; i++) ends[i] = all += weights ? weights[n - 1 - i]! : 1
  let at = 0
  // The value at a place, from the lowest up; places only grow.
  const valueAt = (place: number) => {
    while (at < n - 1 && ends[at]! <= place) at++
    return scores[n - 1 - at]!
  }
  return Float64Array.from({ length: bins + 1 }, (_, k) => {
    const place = (k / bins) * Math.max(0, all - 1)
    const whole = Math.floor(place)
    const low = valueAt(whole)
    if (place === whole) return low
    const kept = at
    const high = valueAt(whole + 1)
    at = kept
    return low + (place - whole) * (high - low)
  })
}
