import type { Lockstep } from '../../parallel/lockstep.js'
import {
  countSmaller,
  finishHistograms,
  type OwnRows,
  partAlone,
  partTogether,
  type Turns,
} from './parting.js'
import { CELLS, FOUND, type Memory } from './memory.js'
import { clamp } from './scan.js'
import { fillGoesLeft, searchFeature, type SearchRules, type Searched } from './split.js'

/** A leaf of a tree that grows: rows `order[start]` to `order[end - 1]`. */
export interface Leaf extends Searched {
  readonly start: number
  readonly end: number
  /** Whether that is the order that each thread keeps for itself; else it is the shared one. */
  readonly isOwn: boolean
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
  readonly own: OwnRows
  readonly turns: Turns
  /** Which half of what is found is written next. */
  half: number
}

/** Fewer rows than this are parted by each thread for itself, which takes less than waiting for the others twice. */
const FEW_ROWS = 4096
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
  const total = sumOf(memory.histograms[0]!, memory.features[0]!.bins)
  const root = newLeaf({ start: 0, end: rows, isOwn: false, depth: 0, node: 0, slot: 0 }, total)
  searchLeaves(growth, [root], growth.turns.together)
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

type Place = Pick<Leaf, 'start' | 'end' | 'isOwn' | 'depth' | 'node' | 'slot'>

/** Field by field: spread, it would take as long as partitioning the rows. */
function newLeaf(
  { start, end, isOwn, depth, node, slot }: Place,
  total: number,
  low = -Infinity,
  high = Infinity,
): Leaf {
  return {
    start,
    end,
    isOwn,
    rows: end - start,
    depth,
    node,
    slot,
    total,
    low,
    high,
    gain: 0,
    feature: -1,
    at: 0,
    left: 0,
    missingLeft: 0,
  }
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
  const { memory, lockstep, rules, turns } = growth
  const { histograms, features, threads } = memory
  const { goesLeft, feature } = split
  fillGoesLeft(goesLeft, histograms[leaf.slot]!, feature, features[feature]!, split, rules)
  // One thread has no others to wait for.
  const isAlone = threads === 1 || leaf.isOwn || leaf.rows < FEW_ROWS
  // Labels are ordered by the histogram, which another thread may otherwise change already.
  if (isAlone && features[feature]!.isCategory) lockstep.sync()
  const parted = isAlone
    ? partAlone(growth, leaf, split, isListed)
    : partTogether(growth, leaf, split, isListed)
  const children = makeChildren(growth, leaf, split, leaf.start + parted.lefts, isAlone, freeSlot)
  const isSearched = !isLast && children.some((child) => canSplit(memory, child))
  const smaller = children[0].rows <= children[1].rows ? 0 : 1
  const slot = children[smaller].slot
  if (isSearched) countSmaller(growth, parted, slot, smaller === 0)
  if (!isAlone) lockstep.sync()
  if (!isSearched) return children
  const own = isAlone ? turns.alone : turns.together
  finishHistograms(memory, slot, children[1 - smaller]!.slot, own, !isAlone)
  searchLeaves(growth, children, own)
  return children
}

function makeChildren(
  { memory, rules }: Growth,
  leaf: Leaf,
  { feature, leftNode }: GrownSplit,
  middle: number,
  isOwn: boolean,
  freeSlot: number,
): [Leaf, Leaf] {
  const { start, end, slot, total, left } = leaf
  const depth = leaf.depth + 1
  const isLeftSmaller = middle - start <= end - middle
  const [leftSlot, rightSlot] = isLeftSmaller ? [freeSlot, slot] : [slot, freeSlot]
  const bounds = boundsOf(leaf, memory.features[feature]!.monotone, rules)
  const first = { start, end: middle, isOwn, depth, node: leftNode, slot: leftSlot }
  const second = { start: middle, end, isOwn, depth, node: leftNode + 1, slot: rightSlot }
  return [newLeaf(first, left, ...bounds[0]), newLeaf(second, total - left, ...bounds[1])]
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

/** Searches the best splits of leaves whose histograms are ready; each thread its own features, then all read what all found. */
function searchLeaves(growth: Growth, leaves: readonly Leaf[], own: Int32Array): void {
  const { memory, lockstep, rules, chosen } = growth
  const { features, histograms, found } = memory
  growth.half = 1 - growth.half
  const { half } = growth
  const slotOf = (l: number, f: number) => ((2 * half + l) * features.length + f) * FOUND
  const searched = leaves.map((leaf) => canSplit(memory, leaf))
  for (const f of own) {
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
