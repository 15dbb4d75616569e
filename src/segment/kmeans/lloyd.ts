import type { Lockstep } from '../../parallel/lockstep.js'
import { makeBlockWork, MARGIN } from './block.js'
import type { Memory } from './memory.js'
import { assignRows, beginRounds, moveCenters, sumParts, sweep } from './rounds.js'
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
 * Lloyd's algorithm from the centres in the shared memory: the same labels as by comparing every row with every
 * centre, but a row is compared again only when its cluster and the fastest other one have moved so far that its nearest
 * centre may have changed. (After Hamerly 2010, with one number a row.) Every thread runs this; what is
 * gathered by parts is added in their order, so all see the same sums, whatever their number.
 */
export function lloyd(memory: Memory, lockstep: Lockstep, thread: number, stop: Stop): Ended {
  const { k } = memory
  const rounds = beginRounds(memory, lockstep, thread)
  const work = makeBlockWork(memory, roundingError(memory, lockstep))
  const drift = new Float64Array(k + 1)
  const moves = new Float64Array(k)
  let changed = assignRows(rounds, work, drift)
  let iterations = 0
  let repaired = 0
  let converged = false
  while (!converged && iterations < stop.maxIterations) {
    iterations++
    const { moved, repairs } = moveCenters(rounds, moves)
    repaired += repairs
    addDrift(drift, moves, k)
    changed = assignRows(rounds, work, drift)
    converged = repairs === 0 && (changed === 0 || moved <= stop.tolerance)
  }
  const inertia = sumInertia(memory, lockstep, rounds.centers)
  if (thread === 0) memory.centers.set(rounds.centers)
  lockstep.sync()
  return { inertia, iterations, converged, repaired }
}

/** Sets rows back to having no cluster; the error that a distance may have by rounding, from the longest row. */
function roundingError(memory: Memory, lockstep: Lockstep): number {
  const { stride, k, points, labels, slack } = memory
  const origin = new Float64Array(stride)
  const longest = sweep(memory, lockstep, (from, to) => {
    labels.fill(k, from, to)
    slack.fill(-1, from, to)
    let most = 0
    for (let i = from; i < to; i++) {
      most = Math.max(most, squaredDistance(points, i * stride, origin, 0, stride))
    }
    return most
  })
  return MARGIN * Math.sqrt(longest.reduce((most, squared) => Math.max(most, squared), 0))
}

function sumInertia(memory: Memory, lockstep: Lockstep, centers: Float64Array): number {
  const { stride, points, weights, labels } = memory
  const found = sweep(memory, lockstep, (from, to) => {
    let sum = 0
    for (let i = from; i < to; i++) {
      const squared = squaredDistance(points, i * stride, centers, labels[i]! * stride, stride)
      sum += weights.length > 0 ? weights[i]! * squared : squared
    }
    return sum
  })
  return sumParts(found)
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
