import { BLOCK, type Memory } from './memory.js'
import { nearest4, nearest6, nearest8, type Nearest } from './nearest.js'
import { makeNeighbours, nearestWide, sortNeighbours } from './nearestWide.js'
import { settleTies } from './settleTies.js'

/** One thread's work on a block of rows. */
export interface BlockWork {
  /** Takes new centres. */
  readonly setCenters: (centers: Float64Array) => void
  /**
   * Assigns those rows of [from, to) whose slack is used up by the `drift` of their cluster; adds what changed to the
   * sums at `at`, and returns how many rows changed.
   */
  readonly assign: (from: number, to: number, drift: Float64Array, at: number) => number
}

/** The error that a distance may have by rounding, in lengths of the longest row. */
export const MARGIN = 1e-7

/** Makes a thread's scratch memory; `margin` is the error that a distance may have by rounding. */
export function makeBlockWork(memory: Memory, margin: number): BlockWork {
  const { points, weights, labels, slack, sums, k, stride, rows } = memory
  const chosen = new Int32Array(BLOCK)
  const hints = new Int32Array(BLOCK)
  const gathered = new Float64Array(BLOCK * stride)
  const minus2 = new Float64Array(k * stride)
  const norms = new Float64Array(k)
  const found: Nearest = {
    best: new Float64Array(BLOCK),
    second: new Float64Array(BLOCK),
    which: new Int32Array(BLOCK),
  }
  const neighbours = stride > 8 ? makeNeighbours(k, rows) : undefined
  const narrow = stride === 4 ? nearest4 : stride === 6 ? nearest6 : nearest8
  let current = memory.centers
  let lost = 0
  const setCenters = (centers: Float64Array) => {
    current = centers
    let longest = (margin / MARGIN) ** 2
    for (let c = 0, q = 0; c < k; c++) {
      let length = 0
      for (let j = 0; j < stride; j++, q++) {
        const x = centers[q]!
        minus2[q] = -2 * x
        length += x * x
      }
      norms[c] = length
      if (length > longest) longest = length
    }
    lost = 4e-15 * stride * longest
    if (neighbours) sortNeighbours(neighbours, centers, k, stride)
  }
  const assign = (from: number, to: number, drift: Float64Array, at: number): number => {
    const count = choose(slack, labels, drift, chosen, from, to)
    gather(points, chosen, count, stride, gathered)
    if (neighbours) {
      for (let z = 0; z < count; z++) hints[z] = Math.min(labels[chosen[z]!]!, k - 1)
      nearestWide(gathered, count, stride, hints, minus2, norms, k, neighbours, margin, found)
    } else narrow(gathered, count, minus2, norms, k, found)
    settleTies(gathered, count, stride, current, k, lost, found)
    renewSlack(slack, chosen, count, drift, margin, found)
    return move(labels, chosen, count, gathered, stride, weights, sums, at, k, found.which)
  }
  return { setCenters, assign }
}

/** The rows whose slack is used up. Most of the time is spent here, on rows that are not. */
function choose(
  slack: Float32Array,
  labels: Uint16Array,
  drift: Float64Array,
  chosen: Int32Array,
  from: number,
  to: number,
): number {
  // A bound that might be a double would make the loop count in doubles.
  from |= 0
  to |= 0
  let count = 0
  for (let i = from; i < to; i++) if (slack[i]! <= drift[labels[i]!]!) chosen[count++] = i
  return count
}

/** Copies the chosen rows together in a loop without branches, so that cache misses overlap. */
function gather(
  points: Float64Array,
  chosen: Int32Array,
  count: number,
  stride: number,
  gathered: Float64Array,
): void {
  for (let z = 0, to = 0; z < count; z++) {
    const from = chosen[z]! * stride
    for (let j = 0; j < stride; j += 2, to += 2) {
      gathered[to] = points[from + j]!
      gathered[to + 1] = points[from + j + 1]!
    }
  }
}

/**
 * How far its own centre and the fastest other one may drift, taken together, before the row's nearest centre can be another
 * one; counted from the drift so far. A millionth is taken off for the float32 it is kept in, and the margin for rounding.
 */
function renewSlack(
  slack: Float32Array,
  chosen: Int32Array,
  count: number,
  drift: Float64Array,
  margin: number,
  { best, second, which }: Nearest,
): void {
  for (let z = 0; z < count; z++) {
    const near = Math.sqrt(Math.max(0, best[z]!))
    // A single centre has no second-best; infinity minus infinity would be none either.
    const far = Math.sqrt(Math.min(Math.max(0, second[z]!), 1e200))
    slack[chosen[z]!] = far - near - 1e-6 * (near + far) - margin + drift[which[z]!]! * (1 - 1e-6)
  }
}

/** Gives rows their new cluster, and takes them from the sums of the old one to those of the new one. */
function move(
  labels: Uint16Array,
  chosen: Int32Array,
  count: number,
  gathered: Float64Array,
  stride: number,
  weights: Float64Array,
  sums: Float64Array,
  at: number,
  k: number,
  which: Int32Array,
): number {
  const size = stride + 2
  let changed = 0
  for (let z = 0; z < count; z++) {
    const i = chosen[z]!
    const before = labels[i]!
    const now = which[z]!
    if (before === now) continue
    changed++
    labels[i] = now
    const weight = weights.length > 0 ? weights[i]! : 1
    addRow(sums, at + now * size, gathered, z * stride, stride, weight, 1)
    if (before < k) addRow(sums, at + before * size, gathered, z * stride, stride, -weight, -1)
  }
  return changed
}

/** Adds a row to a cluster's sums, its weight and its count. */
export function addRow(
  sums: Float64Array,
  at: number,
  points: Float64Array,
  from: number,
  stride: number,
  weight: number,
  count: number,
): void {
  for (let j = 0; j < stride; j++) sums[at + j]! += weight * points[from + j]!
  sums[at + stride]! += weight
  sums[at + stride + 1]! += count
}
