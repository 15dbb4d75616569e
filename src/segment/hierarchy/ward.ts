import type { Points } from '../features/points.js'

/** Merges of clusters in order of height. Points are numbered from 0, the cluster of merge i is points + i. */
export interface Merges {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly height: Float64Array
  /** Points of the merged cluster. */
  readonly size: Int32Array
}

/** Clusters that are not merged yet, packed into the first `count` places. */
interface Active {
  count: number
  readonly stride: number
  readonly centers: Float64Array
  readonly masses: Float64Array
  /** Which cluster stands in a place, and in which place a cluster stands. */
  readonly ids: Int32Array
  readonly places: Int32Array
}

/**
 * Ward's hierarchy by nearest-neighbour chains (Murtagh 1983): follow nearest neighbours until two clusters are each other's, and
 * merge them. Distances come from centres and masses, √(2ab / (a + b)) times that of the centres, as scipy's
 * `ward` defines it, so memory is linear; time is quadratic in points.
 */
export function ward(points: Points, onMerge: (done: number) => void): Merges {
  const { rows, stride, data, weights } = points
  const active: Active = {
    count: rows,
    stride,
    centers: data.slice(),
    masses: weights.length > 0 ? weights.slice() : new Float64Array(rows).fill(1),
    ids: Int32Array.from({ length: rows }, (_, i) => i),
    places: Int32Array.from({ length: 2 * rows }, (_, i) => i),
  }
  const merges = Math.max(0, rows - 1)
  const first = new Int32Array(merges)
  const second = new Int32Array(merges)
  const squared = new Float64Array(merges)
  const chain = new Int32Array(rows)
  let length = 0
  for (let done = 0; done < merges; done++) {
    if (length === 0) chain[length++] = active.ids[0]!
    for (;;) {
      const last = chain[length - 1]!
      const before = length > 1 ? chain[length - 2]! : -1
      const { id, cost } = nearestCluster(active, last, before)
      if (id === before) {
        first[done] = before
        second[done] = last
        squared[done] = cost
        break
      }
      chain[length++] = id
    }
    length -= 2
    mergeClusters(active, first[done]!, second[done]!, rows + done)
    onMerge(done + 1)
  }
  return inOrder(first, second, squared, rows)
}

/** The cluster whose merger with this one adds least to the sum of squares; of equals the one before in the chain. */
function nearestCluster(
  { count, stride, centers, masses, ids, places }: Active,
  id: number,
  before: number,
): { id: number; cost: number } {
  const own = places[id]!
  const mass = masses[own]!
  let nearest = before < 0 ? (own === 0 ? 1 : 0) : places[before]!
  // Added up in the same order as below: a cost must be the same from both sides, or the chain might turn in circles.
  let apart = 0
  for (let j = 0; j < stride; j++) apart += (centers[own * stride + j]! - centers[nearest * stride + j]!) ** 2
  let least = ((mass * masses[nearest]!) / (mass + masses[nearest]!)) * apart
  const x0 = centers[own * stride]!
  const x1 = centers[own * stride + 1]!
  for (let place = 0, p = 0; place < count; place++, p += stride) {
    const other = masses[place]!
    const factor = (mass * other) / (mass + other)
    const d0 = x0 - centers[p]!
    const d1 = x1 - centers[p + 1]!
    let squared = d0 * d0 + d1 * d1
    // Two features are mostly enough to see that a cluster is too far away.
    if (factor * squared >= least) continue
    for (let j = 2; j < stride; j++) {
      const d = centers[own * stride + j]! - centers[p + j]!
      squared += d * d
    }
    if (factor * squared < least && place !== own) {
      least = factor * squared
      nearest = place
    }
  }
  return { id: ids[nearest]!, cost: least }
}

/** Puts the merged cluster in the place of the first, and the last cluster in the place of the second. */
function mergeClusters(active: Active, first: number, second: number, merged: number): void {
  const { stride, centers, masses, ids, places } = active
  const a = places[first]!
  const b = places[second]!
  const mass = masses[a]! + masses[b]!
  for (let j = 0; j < stride; j++) {
    const x = centers[a * stride + j]!
    centers[a * stride + j] = x + (masses[b]! / mass) * (centers[b * stride + j]! - x)
  }
  masses[a] = mass
  ids[a] = merged
  places[merged] = a
  const last = --active.count
  centers.copyWithin(b * stride, last * stride, (last + 1) * stride)
  masses[b] = masses[last]!
  ids[b] = ids[last]!
  places[ids[b]!] = b
}

/** Chains find merges in no order: sorts them by height and numbers the clusters anew. */
function inOrder(first: Int32Array, second: Int32Array, squared: Float64Array, points: number): Merges {
  const merges = squared.length
  const order = Int32Array.from({ length: merges }, (_, i) => i).sort(
    (a, b) => squared[a]! - squared[b]! || a - b,
  )
  const numbers = Int32Array.from({ length: points + merges }, (_, i) => i)
  order.forEach((old, now) => (numbers[points + old] = points + now))
  const left = new Int32Array(merges)
  const right = new Int32Array(merges)
  const size = new Int32Array(merges)
  const sizeOf = (id: number) => (id < points ? 1 : size[id - points]!)
  order.forEach((old, now) => {
    const a = numbers[first[old]!]!
    const b = numbers[second[old]!]!
    left[now] = Math.min(a, b)
    right[now] = Math.max(a, b)
    size[now] = sizeOf(a) + sizeOf(b)
  })
  return { left, right, height: Float64Array.from(order, (old) => Math.sqrt(2 * squared[old]!)), size }
}
