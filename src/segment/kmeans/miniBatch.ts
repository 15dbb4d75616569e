import type { Random } from '../../numeric/random.js'
import { type Points, takePoints } from '../features/points.js'

/** Centres that learn batch by batch. */
export interface MiniBatches {
  /** Learns from points, in batches of rows drawn from all of them. */
  readonly add: (points: Points, random: Random) => void
  readonly found: () => {
    readonly centers: readonly Float64Array[]
    readonly sizes: readonly number[]
    readonly inertia: number
    readonly batches: number
    /** The sum of squared moves of the centres in the last batch. */
    readonly moved: number
  }
}

/**
 * Mini-batch k-means (Sculley, Web-scale k-means clustering, 2010): the rows of a batch are assigned to the nearest centres, then each centre
 * becomes the mean of all rows that it was ever given, those of this batch included.
 */
export function makeMiniBatches(start: readonly Float64Array[], batchRows: number): MiniBatches {
  const k = start.length
  const width = start[0]!.length
  const centers = Float64Array.from(start.flatMap((center) => [...center]))
  const sums = new Float64Array(k * width)
  const added = new Float64Array(k)
  const seen = new Float64Array(k)
  const sizes = Array.from({ length: k }, () => 0)
  let inertia = 0
  let batches = 0
  let moved = 0

  const learn = ({ rows, stride, data, weights }: Points) => {
    sums.fill(0)
    added.fill(0)
    for (let i = 0, p = 0; i < rows; i++, p += stride) {
      const weight = weights.length > 0 ? weights[i]! : 1
      let nearest = 0
      let least = Infinity
      for (let c = 0, q = 0; c < k; c++, q += width) {
        let squared = 0
        for (let j = 0; j < width; j++) squared += (data[p + j]! - centers[q + j]!) ** 2
        if (squared < least) {
          least = squared
          nearest = c
        }
      }
      for (let j = 0; j < width; j++) {
        sums[nearest * width + j]! += weight * (data[p + j]! - centers[nearest * width + j]!)
      }
      added[nearest]! += weight
      sizes[nearest]!++
      inertia += weight * least
    }
    moved = 0
    for (let c = 0; c < k; c++) {
      if (added[c] === 0) continue
      seen[c]! += added[c]!
      for (let j = c * width; j < (c + 1) * width; j++) {
        const move = sums[j]! / seen[c]!
        centers[j]! += move
        moved += move * move
      }
    }
    batches++
  }

  return {
    add: (points, random) => {
      if (points.rows <= batchRows) return learn(points)
      const order = shuffled(points.rows, random)
      for (let from = 0; from < order.length; from += batchRows) {
        learn(takePoints(points, order.subarray(from, from + batchRows)))
      }
    },
    found: () => ({
      centers: start.map((_, c) => centers.slice(c * width, (c + 1) * width)),
      sizes,
      inertia,
      batches,
      moved,
    }),
  }
}

/** The numbers of rows in random order (Fisher and Yates). */
function shuffled(rows: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i)
  for (let z = rows - 1; z > 0; z--) {
    const other = Math.floor(random.uniform() * (z + 1))
    const row = order[other]!
    order[other] = order[z]!
    order[z] = row
  }
  return order
}
