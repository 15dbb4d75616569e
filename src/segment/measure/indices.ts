import { momentsOf, type Points } from '../features/points.js'

interface Clustering {
  readonly labels: ArrayLike<number>
  readonly centers: readonly Float64Array[]
  readonly sizes: readonly number[]
  readonly inertia: number
}

/** The variance between clusters over that within (Caliński and Harabasz 1974); null where there is none within. */
export function calinskiHarabasz(points: Points, { centers, sizes, inertia }: Clustering): number | null {
  const k = centers.length
  if (k < 2 || points.rows <= k || inertia === 0) return null
  const { means } = momentsOf(points)
  let between = 0
  centers.forEach((center, c) => {
    for (let j = 0; j < means.length; j++) between += sizes[c]! * (center[j]! - means[j]!) ** 2
  })
  return between / (k - 1) / (inertia / (points.rows - k))
}

/**
 * How alike each cluster is to its most similar one, on average: the sum of their spreads over the distance of
 * their centres (Davies and Bouldin 1979); lower is better.
 */
export function daviesBouldin(
  { rows, width, stride, data }: Points,
  { labels, centers, sizes }: Clustering,
): number | null {
  const k = centers.length
  if (k < 2) return null
  const spread = new Float64Array(k)
  for (let i = 0; i < rows; i++) {
    const c = labels[i]!
    let squared = 0
    for (let j = 0; j < width; j++) squared += (data[i * stride + j]! - centers[c]![j]!) ** 2
    spread[c]! += Math.sqrt(squared) / sizes[c]!
  }
  let sum = 0
  for (let a = 0; a < k; a++) {
    let worst = 0
    for (let b = 0; b < k; b++) {
      if (a === b) continue
      const apart = Math.hypot(...centers[a]!.map((x, j) => x - centers[b]![j]!))
      worst = Math.max(worst, apart > 0 ? (spread[a]! + spread[b]!) / apart : 0)
    }
    sum += worst
  }
  return sum / k
}
