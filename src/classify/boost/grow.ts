import type { Lockstep } from '../../parallel/lockstep.js'
import { countList, mergeParts, subtractCells } from './histogram.js'
import { CELLS, FOUND, type Memory } from './memory.js'
import { partitionList, partitionRange } from './partition.js'
import { clamp } from './scan.js'
import { fillGoesLeft, searchFeature, type SearchRules, type Searched } from './split.js'

/** A leaf of a tree that grows: rows `order[start]` to `order[end - 1]`. */
export interface Leaf extends Searched {
  readonly start: number
  readonly end: number
  readonly depth: number
  /** Its number among the nodes; parents come before their children. */
  readonly node: number
  /** Which histogram is its own. */
  readonly slot: number
  /** The best split: its gain (0: there is none), feature, cut, packed sum on the left, and where missing ones go. */
  gain: number
  feature: number
  at: number
  left: number
  missingLeft: number
}

/** A split that was made; its right child is the node after `leftNode`. */
export interface GrownSplit {
  readonly node: number
  readonly feature: number
  readonly at: number
  readonly missingLeft: number
  readonly gain: number
  readonly leftNode: number
  /** For each bin 1 where it goes left. */
  readonly goesLeft: Uint8Array
}

/** A tree without its leaves' values. */
export interface GrownTree {
  readonly splits: readonly GrownSplit[]
  readonly leaves: readonly Leaf[]
}

/** One thread's view of the growing of a tree; alike on all of them. */
export interface Growth {
  readonly memory: Memory
  readonly lockstep: Lockstep
  readonly thread: number
  readonly rules: SearchRules
  /** 1: the tree may split by the feature. */
  readonly chosen: Uint8Array
  /** Which half of what is shared is written next. */
  half: number
}

/** Fewer rows than this are split by one thread. */
const FEW_ROWS = 2048
/** Gains below this are rounding. */
const LEAST_GAIN = 1e-12

/**
 * Grows a tree leaf by leaf, always splitting the one that gains most (Shi 2007; LightGBM, Ke et al. 2017). Every thread runs
 * this on its share of the rows and features; the histogram of all `rows` lies in slot 0. Where `isListed`, `order` holds
 * the rows, else they are the first ones.
 */
export function growTree(growth: Growth, rows: number, isListed: boolean): GrownTree {
  const { memory } = growth
  const { leaves: most } = memory.rules
  const root = newLeaf(0, rows, 0, 0, 0, sumOf(memory.histograms[0]!, memory.features[0]!.bins))
  searchLeaves(growth, [root])
  const leaves = [root]
  const splits: GrownSplit[] = []
  while (leaves.length < most) {
    let best = 0
    for (let l = 1; l < leaves.length; l++) if (leaves[l]!.gain > leaves[best]!.gain) best = l
    const leaf = leaves[best]!
    if (leaf.gain <= 0) break
    const split = {
      node: leaf.node,
      feature: leaf.feature,
      at: leaf.at,
      missingLeft: leaf.missingLeft,
      gain: leaf.gain,
      leftNode: 2 * splits.length + 1,
      goesLeft: new Uint8Array(CELLS),
    }
    const isLast = leaves.length + 1 === most
    const [left, right] = splitLeaf(growth, leaf, split, leaves.length, isLast, isListed || splits.length > 0)
    splits.push(split)
    leaves[best] = left
    leaves.push(right)
  }
  return { splits, leaves }
}

function newLeaf(
  start: number,
  end: number,
  depth: number,
  node: number,
  slot: number,
  total: number,
  low = -Infinity,
  high = Infinity,
): Leaf {
  const none = { gain: 0, feature: -1, at: 0, left: 0, missingLeft: 0 }
  return { start, end, rows: end - start, depth, node, slot, total, low, high, ...none }
}

/** The packed sum of all rows: that of any feature's cells. */
function sumOf(histogram: Float64Array, bins: number): number {
  let sum = 0
  for (let bin = 0; bin <= bins; bin++) sum += histogram[bin]!
  return sum
}

/** Splits a leaf's rows, counts those of the smaller child, takes them from the parent's for the larger, and searches both. */
function splitLeaf(
  growth: Growth,
  leaf: Leaf,
  split: GrownSplit,
  freeSlot: number,
  isLast: boolean,
  isListed: boolean,
): [Leaf, Leaf] {
  const { memory, lockstep, thread, rules } = growth
  const { histograms, features, threads } = memory
  const { goesLeft, feature } = split
  fillGoesLeft(goesLeft, histograms[leaf.slot]!, feature, features[feature]!, split, rules)
  const workers = leaf.rows < FEW_ROWS ? 1 : threads
  const share = shareOf(leaf, thread, workers)
  growth.half = 1 - growth.half
  const at = growth.half * threads
  if (share.to > share.from) memory.counts[at + thread] = partition(memory, split, share, isListed)
  lockstep.sync()
  let lefts = 0
  let before = 0
  for (let t = 0; t < workers; t++) {
    if (t < thread) before += memory.counts[at + t]!
    lefts += memory.counts[at + t]!
  }
  const children = makeChildren(growth, leaf, split, leaf.start + lefts, freeSlot)
  const isSearched = !isLast && children.some((child) => canSplit(memory, child))
  const smaller = children[0].rows <= children[1].rows ? 0 : 1
  if (share.to > share.from) {
    const own = memory.counts[at + thread]!
    place(memory, leaf, share, own, before, lefts)
    if (isSearched) countOwn(growth, children[smaller]!.slot, smaller, share.from, own, share.to)
  } else if (isSearched && threads > 1 && thread < workers) memory.partial[thread]!.fill(0)
  lockstep.sync()
  if (!isSearched) return children
  finishHistograms(growth, children[smaller]!.slot, children[1 - smaller]!.slot, workers)
  searchLeaves(growth, children)
  return children
}

interface Share {
  readonly from: number
  readonly to: number
}

function shareOf({ start, rows }: Leaf, thread: number, workers: number): Share {
  if (thread >= workers) return { from: 0, to: 0 }
  return {
    from: start + Math.floor((rows * thread) / workers),
    to: start + Math.floor((rows * (thread + 1)) / workers),
  }
}

function partition(memory: Memory, split: GrownSplit, { from, to }: Share, isListed: boolean): number {
  const { columns, order, leftRows, rightRows } = memory
  const column = columns[split.feature]!
  return isListed
    ? partitionList(column, split.goesLeft, order, leftRows, rightRows, from, to)
    : partitionRange(column, split.goesLeft, leftRows, rightRows, from, to)
}

/** Puts a thread's two lists where they belong, so that rows stay in order within each child. */
function place(
  { order, leftRows, rightRows }: Memory,
  { start }: Leaf,
  { from, to }: Share,
  own: number,
  before: number,
  lefts: number,
): void {
  const rights = to - from - own
  order.set(leftRows.subarray(from, from + own), start + before)
  order.set(rightRows.subarray(from, from + rights), start + lefts + (from - start - before))
}

/** Counts the thread's rows of the smaller child, straight from its own list. */
function countOwn(
  { memory, thread }: Growth,
  slot: number,
  smaller: 0 | 1,
  from: number,
  own: number,
  to: number,
): void {
  const { threads, partial, histograms, leftRows, rightRows, records } = memory
  const histogram = threads > 1 ? partial[thread]! : histograms[slot]!
  histogram.fill(0)
  if (smaller === 0) countList(records, leftRows, from, from + own, histogram)
  else countList(records, rightRows, from, to - own, histogram)
}

/** The smaller child's histogram from the threads' parts, the larger one's in place of the parent's; each thread some features. */
function finishHistograms(
  { memory, thread }: Growth,
  smaller: number,
  larger: number,
  workers: number,
): void {
  const { features, histograms, partial, threads } = memory
  for (let f = thread; f < features.length; f += threads) {
    const from = f * CELLS
    const to = from + features[f]!.bins + 1
    if (threads > 1) mergeParts(partial, workers, from, to, histograms[smaller]!)
    subtractCells(histograms[larger]!, histograms[smaller]!, from, to)
  }
}

function makeChildren(
  { memory, rules }: Growth,
  leaf: Leaf,
  { feature, leftNode }: GrownSplit,
  middle: number,
  freeSlot: number,
): [Leaf, Leaf] {
  const { start, end, depth, slot, total, left } = leaf
  const isLeftSmaller = middle - start <= end - middle
  const [leftSlot, rightSlot] = isLeftSmaller ? [freeSlot, slot] : [slot, freeSlot]
  const bounds = boundsOf(leaf, memory.features[feature]!.monotone, rules)
  return [
    newLeaf(start, middle, depth + 1, leftNode, leftSlot, left, ...bounds[0]),
    newLeaf(middle, end, depth + 1, leftNode + 1, rightSlot, total - left, ...bounds[1]),
  ]
}

type Bounds = readonly [low: number, high: number]

/** Children by a monotone feature must stay on their sides of the middle between what they say now. */
function boundsOf(leaf: Leaf, monotone: number, rules: SearchRules): readonly [Bounds, Bounds] {
  const { low, high, total, left } = leaf
  const own: Bounds = [low, high]
  if (monotone === 0) return [own, own]
  const middle = (valueOf(left, leaf, rules) + valueOf(total - left, leaf, rules)) / 2
  const below: Bounds = [low, middle]
  const above: Bounds = [middle, high]
  return monotone > 0 ? [below, above] : [above, below]
}

function valueOf(packed: number, { low, high }: Leaf, { shift, l2, valueUnit }: SearchRules): number {
  const gradient = Math.floor(packed / shift)
  const hessian = packed - gradient * shift
  return clamp((-gradient / (hessian + l2)) * valueUnit, low, high)
}

function canSplit({ rules }: Memory, { rows, depth }: Leaf): boolean {
  return rows >= 2 * rules.minLeafRows && (rules.maxDepth === 0 || depth < rules.maxDepth)
}

/** Searches the best splits of leaves whose histograms are ready; each thread some features, then all read what all found. */
function searchLeaves(growth: Growth, leaves: readonly Leaf[]): void {
  const { memory, lockstep, thread, rules, chosen, half } = growth
  const { features, histograms, found, threads } = memory
  const slotOf = (l: number, f: number) => ((2 * half + l) * features.length + f) * FOUND
  const searched = leaves.map((leaf) => canSplit(memory, leaf))
  for (let f = thread; f < features.length; f += threads) {
    leaves.forEach((leaf, l) => {
      found[slotOf(l, f)] = -1
      if (!searched[l] || chosen[f] === 0) return
      searchFeature(histograms[leaf.slot]!, f, features[f]!, leaf, rules, found, slotOf(l, f))
    })
  }
  lockstep.sync()
  leaves.forEach((leaf, l) => {
    let gain = Math.max(memory.rules.minGain, LEAST_GAIN)
    for (let f = 0; f < features.length; f++) {
      const slot = slotOf(l, f)
      if (found[slot]! <= gain) continue
      gain = found[slot]!
      leaf.gain = gain
      leaf.feature = f
      leaf.at = found[slot + 1]!
      leaf.left = found[slot + 2]!
      leaf.missingLeft = found[slot + 3]!
    }
  })
}
