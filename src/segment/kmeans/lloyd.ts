import type { Lockstep } from '../../parallel/lockstep.js'
import { addRow, makeBlockWork } from './block.js'
import { BLOCK, type Memory } from './memory.js'
import { squaredDistance } from './squaredDistance.js'

/** When to stop. */
export interface Stop {
  readonly maxIterations: number
  /** The sum of squared moves of the centres that counts as standing still. */
  readonly tolerance: number
}

/** How Lloyd's algorithm ended; labels and centres are in the shared memory. */
export interface Ended {
  readonly inertia: number
  readonly iterations: number
  readonly converged: boolean
  /** How often a cluster was left without rows and got the row that was farthest from its centre. */
  readonly repaired: number
}

/**
 * Lloyd's algorithm from the centres in the shared memory: the same labels as by comparing every row with every centre, but a row is
 * compared again only when its cluster and the fastest other one have moved so far that its nearest centre may have
 * changed. (After Hamerly 2010, with one number a row.) Every thread runs this; what is gathered by parts is added in
 * their order, so all see the same sums, whatever their number.
 */
export function lloyd(memory: Memory, { everyPart, sync }: Lockstep, thread: number, stop: Stop): Ended {
  const { rows, stride, k, parts, blocksPerPart, points, weights, labels, slack, sums, found, foundRow } =
    memory
  const size = stride + 2
  const centers = memory.centers.slice()
  const totals = new Float64Array(k * size)
  const drift = new Float64Array(k + 1)
  const moves = new Float64Array(k)
  const origin = new Float64Array(stride)
  const partRows = blocksPerPart * BLOCK
  const endOf = (part: number) => Math.min(rows, (part + 1) * partRows)
  let repaired = 0

  everyPart(parts, (part) => {
    const end = endOf(part)
    labels.fill(k, part * partRows, end)
    slack.fill(-1, part * partRows, end)
    let longest = 0
    for (let i = part * partRows; i < end; i++) {
      longest = Math.max(longest, squaredDistance(points, i * stride, origin, 0, stride))
    }
    found[part] = longest
  })
  let longest = 0
  for (let part = 0; part < parts; part++) longest = Math.max(longest, found[part]!)
  sync()
  const work = makeBlockWork(memory, 1e-7 * Math.sqrt(longest))

  /** Assigns the rows that need it; how many changed. The sums have two places, so that nobody waits for readers. */
  let half = 0
  const assign = (): number => {
    const start = half * parts * k * size
    half = 1 - half
    work.setCenters(centers)
    everyPart(parts, (part) => {
      const at = start + part * k * size
      sums.fill(0, at, at + k * size)
      const end = endOf(part)
      let changed = 0
      for (let from = part * partRows; from < end; from += BLOCK) {
        changed += work.assign(from, Math.min(end, from + BLOCK), drift, at)
      }
      found[part] = changed
    })
    let changed = 0
    for (let part = 0; part < parts; part++) {
      changed += found[part]!
      const at = start + part * k * size
      for (let j = 0; j < k * size; j++) totals[j]! += sums[at + j]!
    }
    sync()
    return changed
  }

  const setMean = (next: Float64Array, c: number) => {
    for (let j = 0; j < stride; j++) next[c * stride + j] = totals[c * size + j]! / totals[c * size + stride]!
  }

  /** Gives an empty cluster the row that is farthest from its centre. */
  const repair = (next: Float64Array, c: number): void => {
    everyPart(parts, (part) => findFarthest(memory, next, part, part * partRows, endOf(part)))
    let most = 0
    for (let part = 1; part < parts; part++) if (found[part]! > found[most]!) most = part
    const row = foundRow[most]!
    const donor = labels[row]!
    const distance = found[most]!
    sync()
    if (!(distance > 0)) return
    const weight = weights.length > 0 ? weights[row]! : 1
    addRow(totals, donor * size, points, row * stride, stride, -weight, -1)
    totals.fill(0, c * size, (c + 1) * size)
    addRow(totals, c * size, points, row * stride, stride, weight, 1)
    setMean(next, donor)
    next.set(points.subarray(row * stride, (row + 1) * stride), c * stride)
    if (thread === 0) {
      labels[row] = c
      slack[row] = -1
    }
    repaired++
    sync()
  }

  /** Moves the centres to the means of their rows; the sum of squared moves. */
  const moveCenters = (): number => {
    const next = centers.slice()
    for (let c = 0; c < k; c++) if (totals[c * size + stride + 1]! > 0) setMean(next, c)
    for (let c = 0; c < k; c++) if (totals[c * size + stride + 1] === 0) repair(next, c)
    let sum = 0
    for (let c = 0; c < k; c++) {
      const squared = squaredDistance(next, c * stride, centers, c * stride, stride)
      moves[c] = Math.sqrt(squared)
      sum += squared
    }
    centers.set(next)
    addDrift(drift, moves, k)
    return sum
  }

  let changed = assign()
  let iterations = 0
  let converged = false
  while (!converged && iterations < stop.maxIterations) {
    iterations++
    const before = repaired
    const moved = moveCenters()
    changed = assign()
    converged = repaired === before && (changed === 0 || moved <= stop.tolerance)
  }
  everyPart(parts, (part) => {
    let sum = 0
    for (let i = part * partRows; i < endOf(part); i++) {
      const squared = squaredDistance(points, i * stride, centers, labels[i]! * stride, stride)
      sum += weights.length > 0 ? weights[i]! * squared : squared
    }
    found[part] = sum
  })
  let inertia = 0
  for (let part = 0; part < parts; part++) inertia += found[part]!
  if (thread === 0) memory.centers.set(centers)
  sync()
  return { inertia, iterations, converged, repaired }
}

/** A row's slack is used up by its own centre's move and the largest move of another. */
function addDrift(drift: Float64Array, moves: Float64Array, k: number): void {
  let fastest = 0
  let largest = 0
  let next = 0
  for (let c = 0; c < k; c++) {
    if (moves[c]! > largest) {
      next = largest
      largest = moves[c]!
      fastest = c
    } else if (moves[c]! > next) next = moves[c]!
  }
  for (let c = 0; c < k; c++) drift[c]! += moves[c]! + (c === fastest ? next : largest)
}

/** The row of a part that adds most to the inertia, among those of clusters that can spare one. */
function findFarthest(memory: Memory, centers: Float64Array, part: number, from: number, to: number): void {
  const { stride, points, weights, labels, found, foundRow } = memory
  found[part] = -1
  for (let i = from; i < to; i++) {
    const squared = squaredDistance(points, i * stride, centers, labels[i]! * stride, stride)
    const cost = weights.length > 0 ? weights[i]! * squared : squared
    if (cost > found[part]!) {
      found[part] = cost
      foundRow[part] = i
    }
  }
}
