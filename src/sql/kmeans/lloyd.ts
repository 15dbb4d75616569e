import type { Select } from '../expression/query.js'
import { type AskTable, farthest, type Sums, sumClusters } from './rounds.js'

/** How Lloyd's algorithm ended. */
export interface Ended {
  readonly centers: readonly (readonly number[])[]
  readonly sizes: readonly number[]
  readonly inertia: number
  readonly iterations: number
  readonly converged: boolean
  readonly repaired: number
}

/** When to stop. */
export interface Stop {
  readonly maxIterations: number
  /** The sum of squared moves of the centres that counts as standing still. */
  readonly tolerance: number
  /** The sum of squared moves that may come from adding up the same rows in another order. */
  readonly rounding: number
}

/** Lloyd's algorithm of which the database does the work: rounds of assigning and adding up, until no row changes its cluster. */
export async function lloyd(
  askTable: AskTable,
  points: Select,
  start: readonly (readonly number[])[],
  stop: Stop,
  onRound: (done: number) => void,
): Promise<Ended> {
  let centers = start
  let found = await sumClusters(askTable, points, centers)
  let iterations = 0
  let repaired = 0
  let converged = false
  while (!converged && iterations < stop.maxIterations) {
    const empty = found.sizes.flatMap((size, c) => (size === 0 ? [c] : []))
    const far = empty.length > 0 ? await farthest(askTable, points, centers, empty.length) : []
    const next = meansOf(found, centers).map((mean, c) => far[empty.indexOf(c)] ?? mean)
    const moved = squaredMoves(centers, next)
    const { sizes } = found
    centers = next
    found = await sumClusters(askTable, points, centers)
    iterations++
    repaired += far.length
    // Labels stay there: sums that stay the same tell that none of them changed.
    const isSame = found.sizes.every((size, c) => size === sizes[c])
    const stands = isSame && squaredMoves(centers, meansOf(found, centers)) <= stop.rounding
    converged = far.length === 0 && (stands || moved <= stop.tolerance)
    onRound(iterations)
  }
  const { sizes, inertia } = found
  return { centers, sizes, inertia, iterations, converged, repaired }
}

/** The means of the clusters; of one without rows the centre that it has. */
function meansOf({ sizes, sums }: Sums, centers: readonly (readonly number[])[]): (readonly number[])[] {
  return centers.map((center, c) => (sizes[c]! > 0 ? sums[c]!.map((sum) => sum / sizes[c]!) : center))
}

function squaredMoves(from: readonly (readonly number[])[], to: readonly (readonly number[])[]): number {
  let sum = 0
  from.forEach((center, c) => center.forEach((value, j) => (sum += (value - to[c]![j]!) ** 2)))
  return sum
}
