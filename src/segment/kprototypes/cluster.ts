import { makeRandom, type Random } from '../../numeric/random.js'
import type { Points } from '../features/points.js'
import { type Mixed, type Prototypes, costOf, makePrototypes, nearestPrototype } from './prototypes.js'
import { takeMeans, takeModes } from './update.js'

/** What k-prototypes is asked for. */
export interface MixedPlan {
  readonly k: number
  readonly starts: number
  readonly seed: number
  readonly maxIterations: number
  readonly onStart: (done: number) => void
}

/** Clusters as they were found, not yet numbered. */
export interface MixedClusters {
  readonly labels: Int32Array
  readonly prototypes: Prototypes
  readonly cost: number
  readonly iterations: number
  readonly converged: boolean
  readonly repaired: number
}

/** k-prototypes from several starts; the one of least cost. */
export function clusterMixed(data: Mixed, plan: MixedPlan): MixedClusters {
  let best: MixedClusters | undefined
  for (let start = 0; start < plan.starts; start++) {
    const prototypes = chooseRows(data, plan.k, makeRandom(plan.seed, start))
    const found = improve(data, prototypes, plan.maxIterations)
    if (!best || found.cost < best.cost) best = found
    plan.onStart(start + 1)
  }
  return best!
}

/** Assigns rows and renews prototypes in turn until no row changes. */
function improve(data: Mixed, prototypes: Prototypes, maxIterations: number): MixedClusters {
  const { rows } = data.points
  const labels = new Int32Array(rows).fill(-1)
  const costs = new Float64Array(rows)
  let iterations = 0
  let repaired = 0
  let changed = assign(data, prototypes, labels, costs)
  while (changed > 0 && iterations < maxIterations) {
    iterations++
    const mended = fillEmpty(data.points, labels, costs, prototypes.k)
    repaired += mended
    takeMeans(data.points, labels, prototypes)
    takeModes(data, labels, prototypes)
    changed = assign(data, prototypes, labels, costs) + mended
  }
  let cost = 0
  for (let i = 0; i < rows; i++) cost += weightOf(data.points, i) * costs[i]!
  return { labels, prototypes, cost, iterations, converged: changed === 0, repaired }
}

/** How many rows changed. */
function assign(data: Mixed, prototypes: Prototypes, labels: Int32Array, costs: Float64Array): number {
  let changed = 0
  for (let i = 0; i < labels.length; i++) {
    const nearest = nearestPrototype(data, i, prototypes)
    costs[i] = costOf(data, i, prototypes, nearest)
    if (labels[i] === nearest) continue
    labels[i] = nearest
    changed++
  }
  return changed
}

/** Gives each empty cluster the row that costs most where it is; how many there were. */
function fillEmpty(points: Points, labels: Int32Array, costs: Float64Array, k: number): number {
  const sizes = new Int32Array(k)
  for (let i = 0; i < labels.length; i++) sizes[labels[i]!]!++
  let filled = 0
  for (let c = 0; c < k; c++) {
    if (sizes[c]! > 0) continue
    let most = -1
    for (let i = 0; i < labels.length; i++) {
      const gain = weightOf(points, i) * costs[i]!
      if (gain > 0 && sizes[labels[i]!]! > 1 && (most < 0 || gain > weightOf(points, most) * costs[most]!)) {
        most = i
      }
    }
    if (most < 0) break
    sizes[labels[most]!]!--
    sizes[c]!++
    labels[most] = c
    costs[most] = 0
    filled++
  }
  return filled
}

function weightOf({ weights }: Points, i: number): number {
  return weights.length > 0 ? weights[i]! : 1
}

/** Greedy k-means++ with the dissimilarity in place of the squared distance. */
function chooseRows(data: Mixed, k: number, random: Random): Prototypes {
  const { points } = data
  const prototypes = makePrototypes(data, k)
  const nearest = new Float64Array(points.rows).fill(1)
  const trials = 2 + Math.floor(Math.log(k))
  const draw = () => {
    let total = 0
    for (let i = 0; i < nearest.length; i++) total += weightOf(points, i) * nearest[i]!
    let left = random.uniform() * total
    let last = 0
    for (let i = 0; i < nearest.length; i++) {
      const mass = weightOf(points, i) * nearest[i]!
      if (mass > left) return i
      if (mass > 0) last = i
      left -= mass
    }
    return last
  }
  const leftAfter = (row: number, c: number) => {
    prototypes.take(row, c)
    let sum = 0
    for (let i = 0; i < nearest.length; i++) {
      sum += weightOf(points, i) * Math.min(c === 0 ? Infinity : nearest[i]!, costOf(data, i, prototypes, c))
    }
    return sum
  }
  for (let c = 0; c < k; c++) {
    let best = draw()
    let least = c === 0 ? 0 : leftAfter(best, c)
    for (let t = c === 0 ? trials : 1; t < trials; t++) {
      const row = draw()
      const left = leftAfter(row, c)
      if (left >= least) continue
      least = left
      best = row
    }
    prototypes.take(best, c)
    for (let i = 0; i < nearest.length; i++) {
      const cost = costOf(data, i, prototypes, c)
      if (c === 0 || cost < nearest[i]!) nearest[i] = cost
    }
  }
  return prototypes
}
