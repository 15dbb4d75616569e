import type { Lockstep } from '../../parallel/lockstep.js'
import { addRow, type BlockWork } from './block.js'
import { BLOCK, type Memory } from './memory.js'
import { squaredDistance } from './squaredDistance.js'

/** What a thread keeps from one round to the next; alike on all of them. */
export interface Rounds {
  readonly memory: Memory
  readonly lockstep: Lockstep
  readonly thread: number
  readonly centers: Float64Array
  /** Sums, weight and count of each cluster. */
  readonly totals: Float64Array
  /** Which half of the shared sums is written next. There are two, so that nobody waits for readers. */
  half: number
}

export function beginRounds(memory: Memory, lockstep: Lockstep, thread: number): Rounds {
  const { k, stride } = memory
  const totals = new Float64Array(k * (stride + 2))
  return { memory, lockstep, thread, centers: memory.centers.slice(), totals, half: 0 }
}

/** Does something with the rows of every part, [from, to); what was found of each, in their order. */
export function sweep(
  { rows, parts, blocksPerPart, found }: Memory,
  { everyPart, sync }: Lockstep,
  work: (from: number, to: number, part: number) => number,
): Float64Array {
  const partRows = blocksPerPart * BLOCK
  everyPart(parts, (part) => {
    found[part] = work(part * partRows, Math.min(rows, (part + 1) * partRows), part)
  })
  const own = found.slice(0, parts)
  sync()
  return own
}

/** The sum over parts, in their order. */
export function sumParts(found: Float64Array): number {
  let sum = 0
  for (let part = 0; part < found.length; part++) sum += found[part]!
  return sum
}

/** Assigns the rows that need it, and brings the totals up to date; how many rows changed. */
export function assignRows(rounds: Rounds, work: BlockWork, drift: Float64Array): number {
  const { memory, lockstep, totals, centers } = rounds
  const { sums, parts } = memory
  const size = totals.length
  const start = rounds.half * parts * size
  rounds.half = 1 - rounds.half
  work.setCenters(centers)
  const changed = sweep(memory, lockstep, (from, to, part) => {
    const at = start + part * size
    sums.fill(0, at, at + size)
    let changed = 0
    for (let block = from; block < to; block += BLOCK) {
      changed += work.assign(block, Math.min(to, block + BLOCK), drift, at)
    }
    return changed
  })
  for (let part = 0, at = start; part < parts; part++) {
    for (let j = 0; j < size; j++, at++) totals[j]! += sums[at]!
  }
  return sumParts(changed)
}

/**
 * Moves the centres to the means of their rows, and notes how far each went; the sum of squares, and how many clusters without rows
 * were given one.
 */
export function moveCenters(rounds: Rounds, moves: Float64Array): { moved: number; repairs: number } {
  const { memory, totals, centers } = rounds
  const { k, stride } = memory
  const next = centers.slice()
  const countOf = (c: number) => totals[(c + 1) * (stride + 2) - 1]!
  for (let c = 0; c < k; c++) if (countOf(c) > 0) setMean(next, totals, c, stride)
  let repairs = 0
  for (let c = 0; c < k; c++) if (countOf(c) === 0 && repair(rounds, next, c)) repairs++
  let moved = 0
  for (let c = 0; c < k; c++) {
    const squared = squaredDistance(next, c * stride, centers, c * stride, stride)
    moves[c] = Math.sqrt(squared)
    moved += squared
  }
  centers.set(next)
  return { moved, repairs }
}

function setMean(centers: Float64Array, totals: Float64Array, c: number, stride: number): void {
  const at = c * (stride + 2)
  for (let j = 0; j < stride; j++) centers[c * stride + j] = totals[at + j]! / totals[at + stride]!
}

/** Gives an empty cluster the row that adds most to the inertia; false where none adds anything. */
function repair({ memory, lockstep, thread, totals }: Rounds, next: Float64Array, c: number): boolean {
  const { stride, points, weights, labels, slack, foundRow } = memory
  const size = stride + 2
  const found = sweep(memory, lockstep, (from, to, part) => findFarthest(memory, next, from, to, part))
  let most = 0
  for (let part = 1; part < found.length; part++) if (found[part]! > found[most]!) most = part
  const row = foundRow[most]!
  const donor = labels[row]!
  // Everybody has read the row's old cluster before it changes.
  lockstep.sync()
  if (!(found[most]! > 0)) return false
  const weight = weights.length > 0 ? weights[row]! : 1
  addRow(totals, donor * size, points, row * stride, stride, -weight, -1)
  totals.fill(0, c * size, (c + 1) * size)
  addRow(totals, c * size, points, row * stride, stride, weight, 1)
  setMean(next, totals, donor, stride)
  next.set(points.subarray(row * stride, (row + 1) * stride), c * stride)
  if (thread === 0) {
    labels[row] = c
    slack[row] = -1
  }
  lockstep.sync()
  return true
}

/** Notes the row of a part that adds most to the inertia, and returns how much. */
function findFarthest(
  { stride, points, weights, labels, foundRow }: Memory,
  centers: Float64Array,
  from: number,
  to: number,
  part: number,
): number {
  let most = -1
  for (let i = from; i < to; i++) {
    const squared = squaredDistance(points, i * stride, centers, labels[i]! * stride, stride)
    const cost = weights.length > 0 ? weights[i]! * squared : squared
    if (cost > most) {
      most = cost
      foundRow[part] = i
    }
  }
  return most
}
