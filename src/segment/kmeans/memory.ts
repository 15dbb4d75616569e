import { LOCKSTEP_CELLS } from '../../parallel/lockstep.js'
import { makeShared } from '../../parallel/shared.js'
import { strideOf } from '../features/points.js'

/** Rows that are looked at together: what is gathered of them fits the cache. */
export const BLOCK = 4096
/** Sums of parts that are kept at most, in numbers. */
const MOST_SUMS = 4_000_000
/** Candidates for a greedy start that are tried at once, at most. */
export const MOST_TRIALS = 32

/** What all threads of k-means share. */
export interface Memory {
  readonly rows: number
  readonly width: number
  /** Numbers a row takes in `points`: the width, filled up with zeros. */
  readonly stride: number
  readonly k: number
  readonly threads: number
  /** Consecutive blocks whose sums are kept together. */
  readonly blocksPerPart: number
  readonly parts: number
  readonly points: Float64Array
  /** One a row, or none where all weigh 1. */
  readonly weights: Float64Array
  /** The cluster of each row; k: none yet. */
  readonly labels: Uint16Array
  /** A row is looked at again when its cluster's drift has reached this. */
  readonly slack: Float32Array
  /** Squared distance to the nearest centre chosen so far, while a start is made. */
  readonly nearest: Float64Array
  readonly centers: Float64Array
  /** Twice parts × k × (stride + 2): how sums, weight and count of each cluster changed. */
  readonly sums: Float64Array
  /** What each part found: numbers, and a row. */
  readonly found: Float64Array
  readonly foundRow: Int32Array
  readonly control: Int32Array
}

/** Lays out the memory for points that are row by row, `strideOf(width)` apart. */
export function makeMemory(
  points: Float64Array,
  weights: Float64Array,
  width: number,
  k: number,
  threads: number,
): Memory {
  const shared = threads > 1
  const stride = strideOf(width)
  const rows = points.length / stride
  const blocks = Math.ceil(rows / BLOCK)
  const blocksPerPart = Math.ceil((blocks * k * (stride + 2)) / MOST_SUMS)
  const parts = Math.ceil(blocks / blocksPerPart)
  return {
    rows,
    width,
    stride,
    k,
    threads,
    blocksPerPart,
    parts,
    points,
    weights,
    labels: makeShared(Uint16Array, rows, shared),
    slack: makeShared(Float32Array, rows, shared),
    nearest: makeShared(Float64Array, rows, shared),
    centers: makeShared(Float64Array, k * stride, shared),
    sums: makeShared(Float64Array, 2 * parts * k * (stride + 2), shared),
    found: makeShared(Float64Array, parts * MOST_TRIALS, shared),
    foundRow: makeShared(Int32Array, parts, shared),
    control: makeShared(Int32Array, LOCKSTEP_CELLS, shared),
  }
}
