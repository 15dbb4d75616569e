import type { Growth, GrownSplit, Leaf } from './grow.js'
import { countList, mergeParts, subtractCells } from './histogram.js'
import { CELLS, type Memory } from './memory.js'
import { partitionList, partitionRange } from './partition.js'

/** The rows of small leaves, which each thread orders for itself, and where those of a leaf that is split are put aside. */
export interface OwnRows {
  readonly order: Int32Array
  readonly leftRows: Int32Array
  readonly rightRows: Int32Array
}

/** Which features a thread looks at: where each counts its own (`alone`, from one eight of them up to another), and where all count all. */
export interface Turns {
  readonly from: number
  readonly to: number
  readonly alone: Int32Array
  readonly together: Int32Array
}

/** Where the parted rows are: those that go left from `from` in `lefts`' list, as many as `own` says, and the others. */
export interface Parted {
  /** How many rows of the leaf go left, those of all threads. */
  readonly lefts: number
  readonly isAlone: boolean
  /** The thread's lists of both children's rows. */
  readonly left: RowList
  readonly right: RowList
}

interface RowList {
  readonly rows: Int32Array
  readonly from: number
  readonly to: number
}

/** Room for a thread's own rows; one thread alone uses what would be shared. */
export function makeOwnRows({ threads, order, leftRows, rightRows, trainRows }: Memory): OwnRows {
  if (threads === 1) return { order, leftRows, rightRows }
  const make = () => new Int32Array(trainRows + 1)
  return { order: make(), leftRows: make(), rightRows: make() }
}

/** Shares the features out. */
export function takeTurns({ features, threads }: Memory, thread: number): Turns {
  const eights = Math.ceil(features.length / 8)
  const from = Math.floor((eights * thread) / threads)
  const to = Math.floor((eights * (thread + 1)) / threads)
  const all = Int32Array.from(features.keys())
  return {
    from,
    to,
    alone: all.slice(8 * from, 8 * to),
    together: all.filter((f) => f % threads === thread),
  }
}

/** Parts a leaf's rows in the thread's own order; every thread does the same for itself. */
export function partAlone({ memory, own }: Growth, leaf: Leaf, split: GrownSplit, isListed: boolean): Parted {
  const { start, end, isOwn } = leaf
  const column = memory.columns[split.feature]!
  const { order, leftRows, rightRows } = own
  const lefts = isListed
    ? partitionList(column, split.goesLeft, isOwn ? order : memory.order, leftRows, rightRows, start, end)
    : partitionRange(column, split.goesLeft, leftRows, rightRows, start, end)
  const left = { rows: leftRows, from: start, to: start + lefts }
  const right = { rows: rightRows, from: start, to: end - lefts }
  order.set(leftRows.subarray(left.from, left.to), start)
  order.set(rightRows.subarray(right.from, right.to), start + lefts)
  return { lefts, isAlone: true, left, right }
}

/** Parts a leaf's rows in the shared order, each thread a share of them, such that they stay in order within each child. */
export function partTogether(
  { memory, lockstep, thread }: Growth,
  { start, rows }: Leaf,
  { feature, goesLeft }: GrownSplit,
  isListed: boolean,
): Parted {
  const { columns, order, leftRows, rightRows, counts, threads } = memory
  const from = start + Math.floor((rows * thread) / threads)
  const to = start + Math.floor((rows * (thread + 1)) / threads)
  const column = columns[feature]!
  const own = isListed
    ? partitionList(column, goesLeft, order, leftRows, rightRows, from, to)
    : partitionRange(column, goesLeft, leftRows, rightRows, from, to)
  counts[thread] = own
  lockstep.sync()
  let lefts = 0
  let before = 0
  for (let t = 0; t < threads; t++) {
    if (t < thread) before += counts[t]!
    lefts += counts[t]!
  }
  const left = { rows: leftRows, from, to: from + own }
  const right = { rows: rightRows, from, to: to - own }
  order.set(leftRows.subarray(left.from, left.to), start + before)
  order.set(rightRows.subarray(right.from, right.to), start + lefts + (from - start - before))
  return { lefts, isAlone: false, left, right }
}

/** Counts rows of the smaller child: alone all of them by the thread's own features, else the thread's share by all features. */
export function countSmaller(
  { memory, thread, turns }: Growth,
  { isAlone, left, right }: Parted,
  slot: number,
  isLeft: boolean,
): void {
  const { records, histograms, partial } = memory
  const { rows, from, to } = isLeft ? left : right
  const histogram = isAlone ? histograms[slot]! : partial[thread]!
  const first = isAlone ? turns.from : 0
  const last = isAlone ? turns.to : Math.ceil(records.width / 8)
  histogram.fill(0, first * 8 * CELLS, last * 8 * CELLS)
  countList(records, rows, from, to, histogram, first, last)
}

/** The smaller child's histogram, from the threads' parts where it is in parts, and the larger one's in place of the parent's. */
export function finishHistograms(
  { features, histograms, partial, threads }: Memory,
  smaller: number,
  larger: number,
  own: Int32Array,
  isInParts: boolean,
): void {
  for (const f of own) {
    const from = f * CELLS
    const to = from + features[f]!.bins + 1
    if (isInParts) mergeParts(partial, threads, from, to, histograms[smaller]!)
    subtractCells(histograms[larger]!, histograms[smaller]!, from, to)
  }
}
