import type { Lockstep } from '../../parallel/lockstep.js'
import type { GrownTree } from './grow.js'
import type { Loss } from './loss/loss.js'
import { BLOCK, blocksOf, CELLS, type Memory } from './memory.js'
import { markRows } from './partition.js'
import type { OwnRows } from './parting.js'
import { clamp } from './scan.js'

/** What a tree's leaves say, and how many rows came to each by weight. */
export interface LeafValues {
  readonly values: Float64Array
  readonly covers: Float64Array
}

/** Room for a block's gradients. */
export interface BlockRoom {
  readonly first: Float64Array
  readonly second: Float64Array
}

/** Notes the leaf of every row: of those that the tree was grown on by its lists, of the others by walking it. */
export function markLeaves(
  memory: Memory,
  lockstep: Lockstep,
  { splits, leaves }: GrownTree,
  own: OwnRows,
): void {
  const { order, leafOf, rows, trainRows, bag } = memory
  if (splits.length === 0) {
    lockstep.everyPart(blocksOf(rows), (block) => leafOf.fill(0, block * BLOCK, (block + 1) * BLOCK))
    return
  }
  lockstep.everyPart(leaves.length, (l) => {
    const { start, end, isOwn } = leaves[l]!
    markRows(isOwn ? own.order : order, leafOf, start, end, l)
  })
  if (rows === trainRows && bag.length === 0) return
  const walk = layOutWalk({ splits, leaves })
  lockstep.everyPart(blocksOf(rows), (block) => {
    const to = Math.min(rows, (block + 1) * BLOCK)
    for (let i = block * BLOCK; i < to; i++) {
      if (i >= trainRows || (bag.length > 0 && bag[i] === 0))
        leafOf[i] = leafByWalking(walk, memory.columns, i)
    }
  })
}

interface Walk {
  readonly feature: Int32Array
  /** The left child of an inner node, or the leaf's number. */
  readonly next: Int32Array
  readonly goesLeft: Uint8Array
}

function layOutWalk({ splits, leaves }: GrownTree): Walk {
  const nodes = 2 * splits.length + 1
  const feature = new Int32Array(nodes).fill(-1)
  const next = new Int32Array(nodes)
  const goesLeft = new Uint8Array(nodes * CELLS)
  for (const split of splits) {
    feature[split.node] = split.feature
    next[split.node] = split.leftNode
    goesLeft.set(split.goesLeft, split.node * CELLS)
  }
  leaves.forEach(({ node }, l) => (next[node] = l))
  return { feature, next, goesLeft }
}

function leafByWalking(
  { feature, next, goesLeft }: Walk,
  columns: readonly Uint8Array[],
  row: number,
): number {
  let node = 0
  for (let f = feature[node]!; f >= 0; f = feature[node]!) {
    const left = goesLeft[node * CELLS + columns[f]![row]!]!
    node = next[node]! + 1 - left
  }
  return next[node]!
}

/**
 * What each leaf says: the Newton step from the exact gradients of its rows, times the learning rate. Sums are taken by
 * block and added in the blocks' order.
 */
export function renewLeaves(
  memory: Memory,
  lockstep: Lockstep,
  loss: Loss,
  output: number,
  { leaves }: GrownTree,
  room: BlockRoom,
): LeafValues {
  const { trainRows, leafSums, rules } = memory
  const size = 3 * leaves.length
  const blocks = blocksOf(trainRows)
  lockstep.everyPart(blocks, (block) => {
    const from = block * BLOCK
    const to = Math.min(trainRows, from + BLOCK)
    loss.gradients(output, from, to, room.first, room.second)
    leafSums.fill(0, block * size, (block + 1) * size)
    sumBlock(memory, room, from, to, block * size)
  })
  const sums = new Float64Array(size)
  for (let at = 0; at < blocks * size; at += size) {
    for (let k = 0; k < size; k++) sums[k]! += leafSums[at + k]!
  }
  const values = new Float64Array(leaves.length)
  const covers = new Float64Array(leaves.length)
  leaves.forEach(({ low, high, rows }, l) => {
    const hessian = sums[3 * l + 1]! + rules.l2
    const step = hessian > 0 ? -sums[3 * l]! / hessian : 0
    values[l] = rules.rate * clamp(step, low, high)
    covers[l] = memory.weights.length > 0 ? sums[3 * l + 2]! : rows
  })
  return { values, covers }
}

function sumBlock(
  memory: Memory,
  { first, second }: BlockRoom,
  from: number,
  to: number,
  base: number,
): void {
  const { weights, bag, leafOf, leafSums } = memory
  if (weights.length === 0 && bag.length === 0) {
    sumPlain(leafOf, first, second, leafSums, from, to, base)
    return
  }
  for (let i = from, k = 0; i < to; i++, k++) {
    if (bag.length > 0 && bag[i] === 0) continue
    const at = base + 3 * leafOf[i]!
    const weight = weights.length > 0 ? weights[i]! : 1
    leafSums[at]! += weight * first[k]!
    leafSums[at + 1]! += weight * second[k]!
    leafSums[at + 2]! += weight
  }
}

function sumPlain(
  leafOf: Uint16Array,
  first: Float64Array,
  second: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
  base: number,
): void {
  from |= 0
  to |= 0
  for (let i = from, k = 0; i < to; i++, k++) {
    const at = base + 3 * leafOf[i]!
    sums[at]! += first[k]!
    sums[at + 1]! += second[k]!
  }
}
