import { LOCKSTEP_CELLS } from '../../parallel/lockstep.js'
import { makeShared } from '../../parallel/shared.js'
import type { BinnedFeature } from '../bins/binnedMatrix.js'
import type { LossKind } from './loss/loss.js'
import { makeRecords, type Records } from './records.js'

/** Rows that are looked at together; what is summed by block is added in their order. */
export const BLOCK = 2048
/** Cells of a feature in a histogram: one a bin, missing ones among them. */
export const CELLS = 256
/** What is found out about a feature's best split: its gain, where it is, the sum on the left, and where missing ones go. */
export const FOUND = 4

/** How one feature is split, in the little that kernels need. */
export interface SplitFeature {
  readonly isCategory: boolean
  /** Bins of values; the missing one has this number. */
  readonly bins: number
  /** 1: what is learned may only rise with it, −1: fall, 0: either. */
  readonly monotone: number
}

/** How trees are grown. */
export interface GrowthRules {
  readonly leaves: number
  /** 0: any. */
  readonly maxDepth: number
  readonly minLeafRows: number
  readonly minLeafHessian: number
  readonly l2: number
  readonly minGain: number
  readonly rate: number
  /** The shares of rows and features that each tree sees. */
  readonly rowSample: number
  readonly featureSample: number
  readonly seed: number
}

/** What is to be learned. */
export interface LossPlan {
  readonly kind: LossKind
  /** Trees a round. */
  readonly outputs: number
  readonly tweediePower: number
  /** What each output begins with. */
  readonly base: readonly number[]
}

/** What boosting works on: bins by column, numbers by row; rows that are trained on come before those for validation. */
export interface BoostData {
  readonly rows: number
  readonly trainRows: number
  readonly columns: readonly Uint8Array[]
  readonly features: readonly BinnedFeature[]
  /** The number to predict, or the class. */
  readonly target: Float64Array
  readonly weights: Float64Array | undefined
  readonly monotone: readonly number[]
}

/** What all threads of boosting share. */
export interface Memory {
  readonly rows: number
  readonly trainRows: number
  readonly threads: number
  readonly rules: GrowthRules
  readonly loss: LossPlan
  readonly features: readonly SplitFeature[]
  readonly columns: readonly Uint8Array[]
  readonly records: Records
  readonly target: Float64Array
  /** One a row, or none where all weigh 1. */
  readonly weights: Float64Array
  /** What the loss keeps of each row and output. */
  readonly state: Float64Array
  /** The leaf that each row came to in the tree that was grown last. */
  readonly leafOf: Uint16Array
  /** 1 a row that the tree sees; empty where it sees all. */
  readonly bag: Uint8Array
  /** Rows in the order of leaves, and where those of a leaf that is split are put aside. */
  readonly order: Int32Array
  readonly leftRows: Int32Array
  readonly rightRows: Int32Array
  /** A histogram a leaf, and one a thread for its part of the rows. */
  readonly histograms: readonly Float64Array[]
  readonly partial: readonly Float64Array[]
  /** Twice two children × features × FOUND. Twice, so that nobody waits for readers. */
  readonly found: Float64Array
  /** A number a thread: how many rows went left. */
  readonly counts: Int32Array
  /** By block and leaf: sums of gradients, of hessians and of weights. */
  readonly leafSums: Float64Array
  /** By block: two numbers. */
  readonly blockSums: Float64Array
  readonly control: Int32Array
}

/** How many blocks that many rows have. */
export function blocksOf(rows: number): number {
  return Math.ceil(rows / BLOCK)
}

/** Lays out the memory for some threads. */
export function makeMemory(data: BoostData, rules: GrowthRules, loss: LossPlan, threads: number): Memory {
  const { rows, trainRows, columns, features, monotone } = data
  const shared = threads > 1
  const make = <A extends Parameters<typeof makeShared>[0]>(Kind: A, length: number) =>
    makeShared(Kind as any, length, shared) as any
  const cells = paddedWidth(features.length) * CELLS
  const histogram = (): Float64Array => make(Float64Array, cells)
  const target: Float64Array = make(Float64Array, rows)
  target.set(data.target)
  const weights: Float64Array = make(Float64Array, data.weights ? rows : 0)
  if (data.weights) weights.set(data.weights)
  return {
    rows,
    trainRows,
    threads,
    rules,
    loss,
    features: features.map((feature, f) => ({
      isCategory: feature.info.kind === 'category',
      bins: feature.bins,
      monotone: monotone[f]!,
    })),
    columns,
    records: makeRecords(rows, paddedWidth(features.length), shared),
    target,
    weights,
    state: make(Float64Array, rows * loss.outputs * (loss.kind === 'classes' ? 2 : 1)),
    leafOf: make(Uint16Array, rows),
    bag: make(Uint8Array, rules.rowSample < 1 ? trainRows : 0),
    order: make(Int32Array, trainRows),
    leftRows: make(Int32Array, trainRows + 16),
    rightRows: make(Int32Array, trainRows + 16),
    histograms: Array.from({ length: rules.leaves }, histogram),
    partial: Array.from({ length: shared ? threads : 0 }, histogram),
    found: make(Float64Array, 4 * features.length * FOUND),
    counts: make(Int32Array, threads),
    leafSums: make(Float64Array, blocksOf(trainRows) * rules.leaves * 3),
    blockSums: make(Float64Array, blocksOf(rows) * 2),
    control: make(Int32Array, LOCKSTEP_CELLS),
  }
}

/** Features of a record: four bins are read at once. */
function paddedWidth(features: number): number {
  return (features + 3) & ~3
}
