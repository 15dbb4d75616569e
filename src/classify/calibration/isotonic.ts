import type { Scored } from '../evaluation/ranking.js'
import { sortedRows } from '../evaluation/sortedRows.js'

/** A rising curve through points, straight between them and level beyond them. */
export interface Isotonic {
  /** Rising. */
  readonly from: readonly number[]
  /** Never falling. */
  readonly to: readonly number[]
}

/** The probability that a curve makes of one. */
export function applyIsotonic({ from, to }: Isotonic, p: number): number {
  if (p <= from[0]!) return to[0]!
  let [low, high] = [0, from.length - 1]
  if (p >= from[high]!) return to[high]!
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (from[middle]! <= p) low = middle
    else high = middle
  }
  const part = (p - from[low]!) / (from[high]! - from[low]!)
  return to[low]! + part * (to[high]! - to[low]!)
}

/**
 * The never falling curve with the least squared error: pools adjacent violators (Ayer et al. 1955). Tied scores are one point with
 * their mean; points within a level stretch are left out, since the curve is straight there.
 */
export function fitIsotonic({ scores, outcomes, weights }: Scored): Isotonic {
  const { x, sums, masses } = distinctScores({ scores, outcomes, weights })
  // Blocks of points that share a level: where each starts, and its sums.
  const starts = new Int32Array(x.length)
  let blocks = 0
  for (let i = 0; i < x.length; i++) {
    starts[blocks] = i
    sums[blocks] = sums[i]!
    masses[blocks] = masses[i]!
    blocks++
    while (blocks > 1 && sums[blocks - 2]! * masses[blocks - 1]! >= sums[blocks - 1]! * masses[blocks - 2]!) {
      sums[blocks - 2]! += sums[blocks - 1]!
      masses[blocks - 2]! += masses[blocks - 1]!
      blocks--
    }
  }
  const from: number[] = []
  const to: number[] = []
  for (let b = 0; b < blocks; b++) {
    const level = Math.min(1, Math.max(0, sums[b]! / masses[b]!))
    const last = (b + 1 < blocks ? starts[b + 1]! : x.length) - 1
    for (const at of last > starts[b]! ? [starts[b]!, last] : [last]) {
      from.push(x[at]!)
      to.push(level)
    }
  }
  return Object.freeze({ from: Object.freeze(from), to: Object.freeze(to) })
}

/** Different scores from the lowest up, with the weight of their rows and of those that had the outcome. */
function distinctScores({ scores, outcomes, weights }: Scored) {
  const keys = [{ values: scores }, { values: outcomes }]
  const order = sortedRows(weights ? [...keys, { values: weights }] : keys)
  const x: number[] = []
  const sums: number[] = []
  const masses: number[] = []
  for (const row of order) {
    const mass = weights ? weights[row]! : 1
    if (x.length === 0 || scores[row]! > x.at(-1)!) {
      x.push(scores[row]!)
      sums.push(0)
      masses.push(0)
    }
    sums[x.length - 1]! += mass * outcomes[row]!
    masses[x.length - 1]! += mass
  }
  return { x, sums, masses }
}
