import { type Lockstep, makeLockstep } from '../../parallel/lockstep.js'
import { type Growth, type GrownTree, growTree } from './grow.js'
import { countRange, mergeParts } from './histogram.js'
import { type BlockRoom, type LeafValues, markLeaves, renewLeaves } from './leaves.js'
import { type Loss, makeLoss } from './loss/loss.js'
import { BLOCK, blocksOf, CELLS, type Memory } from './memory.js'
import { makeOwnRows, type OwnRows, takeTurns, type Turns } from './parting.js'
import { choosePacking, fits, packBlock, type Packing } from './quantize.js'
import { fillRecords } from './records.js'
import { drawFeatures, drawRows, keyOf } from './sample.js'
import { searchRules } from './split.js'

/** A tree with its leaves' values. */
export interface FittedTree extends GrownTree, LeafValues {}

/** Sums of losses over the rows trained on, and over those for validation. */
export interface Losses {
  readonly train: number
  readonly validation: number
}

/** What a round gave: a tree an output. Thread 0 tells; the others know it too. */
export interface Round extends Losses {
  readonly trees: readonly FittedTree[]
}

/** A thread's share of boosting. */
export type BoostThread = {
  /** Makes all ready; the losses before the first tree. */
  readonly start: () => Losses
  readonly rounds: (span: { readonly from: number; readonly to: number }) => Round[] | undefined
}

/** What a thread keeps from tree to tree; alike on all of them. */
interface Worker {
  readonly memory: Memory
  readonly lockstep: Lockstep
  readonly thread: number
  readonly loss: Loss
  readonly room: BlockRoom
  readonly own: OwnRows
  readonly turns: Turns
  /** By output: how large the sums of gradients and hessians may be at most, as the tree before shows. */
  readonly expected: (Sums | undefined)[]
}

interface Sums {
  readonly gradients: number
  readonly hessians: number
}

/** Joins the work on that memory. */
export function createThread(memory: Memory, thread: number): BoostThread {
  const worker: Worker = {
    memory,
    thread,
    lockstep: makeLockstep(memory.control, memory.threads, thread),
    loss: makeLoss(memory),
    room: { first: new Float64Array(BLOCK), second: new Float64Array(BLOCK) },
    own: makeOwnRows(memory),
    turns: takeTurns(memory, thread),
    expected: [],
  }
  return {
    start: () => start(worker),
    rounds: ({ from, to }) => {
      const rounds = Array.from({ length: to - from }, (_, r) => boostOnce(worker, from + r))
      return thread === 0 ? rounds : undefined
    },
  }
}

function boostOnce(worker: Worker, round: number): Round {
  const { outputs } = worker.memory.loss
  const trees: FittedTree[] = []
  for (let output = 0; output < outputs; output++) {
    trees.push(fitTree(worker, round * outputs + output, output))
  }
  return { trees, ...measure(worker) }
}

function start(worker: Worker): Losses {
  const { memory, lockstep, loss } = worker
  lockstep.everyPart(blocksOf(memory.rows), (block) => {
    const from = block * BLOCK
    const to = Math.min(memory.rows, from + BLOCK)
    fillRecords(memory.records, memory.columns, from, to)
    loss.start(from, to)
  })
  return measure(worker)
}

/** One tree for one output: gradients, growth, leaves, new scores. */
function fitTree(worker: Worker, tree: number, output: number): FittedTree {
  const { memory, lockstep, thread, loss } = worker
  const { rules, features, trainRows, rows } = memory
  const isSampled = rules.rowSample < 1
  const seen = isSampled ? drawRows(memory, lockstep, thread, tree) : trainRows
  const packing = gatherGradients(worker, tree, output)
  const growth: Growth = {
    memory,
    lockstep,
    thread,
    rules: searchRules(rules, features, packing),
    chosen: drawFeatures(memory, tree),
    own: worker.own,
    turns: worker.turns,
    half: 0,
  }
  const grown = growTree(growth, seen, isSampled)
  markLeaves(memory, lockstep, grown, worker.own)
  const leaves = renewLeaves(memory, lockstep, loss, output, grown, worker.room)
  lockstep.everyPart(blocksOf(rows), (block) => {
    loss.advance(output, block * BLOCK, Math.min(rows, (block + 1) * BLOCK), leaves.values)
  })
  return { ...grown, ...leaves }
}

/** Puts the gradients of all rows into their records, and the histogram of all rows into slot 0. */
function gatherGradients(worker: Worker, tree: number, output: number): Packing {
  const { memory, expected } = worker
  const { trainRows, loss, weights, rules } = memory
  const isCount = loss.kind === 'squared' && weights.length === 0
  // Streams of keys for salts lie beyond those of any tree.
  const salt = keyOf(rules.seed, 2 ** 40 + tree)
  expected[output] ??= sumGradients(worker, output)
  for (;;) {
    const packing = choosePacking(trainRows, expected[output].gradients, expected[output].hessians, isCount)
    const { gradients, hessians } = packGradients(worker, output, packing, salt)
    // Room for the next tree's sums, which are seldom larger.
    expected[output] = {
      gradients: (1.2 * gradients) / packing.gradientSteps,
      hessians: (1.2 * hessians) / packing.hessianSteps,
    }
    if (fits(packing, gradients, hessians)) return packing
  }
}

/** Sums of absolute gradients and of hessians. */
function sumGradients(worker: Worker, output: number): Sums {
  const { room, memory } = worker
  return sweep(worker, output, (from, to, slot) => {
    memory.blockSums[slot] = sumAbsolute(room.first, to - from)
    memory.blockSums[slot + 1] = sumAbsolute(room.second, to - from)
  })
}

/** Packs all gradients and counts them; their sums in steps. */
function packGradients(worker: Worker, output: number, packing: Packing, salt: number): Sums {
  const { memory, thread, lockstep, room } = worker
  const { records, histograms, partial, threads, features, blockSums } = memory
  const { doubles } = records
  const stride = records.stride >> 3
  const histogram = threads > 1 ? partial[thread]! : histograms[0]!
  histogram.fill(0)
  const sums = sweep(worker, output, (from, to, slot) => {
    packBlock(packing, room.first, room.second, doubles, stride, from, to, salt, blockSums, slot)
    countRange(records, from, to, histogram)
  })
  if (threads === 1) return sums
  for (let f = thread; f < features.length; f += threads) {
    mergeParts(partial, threads, f * CELLS, f * CELLS + features[f]!.bins + 1, histograms[0]!)
  }
  lockstep.sync()
  return sums
}

/** Computes the weighted gradients of every block of rows trained on; `work` puts down two sums of them from `slot`. */
function sweep(
  { memory, lockstep, loss, room }: Worker,
  output: number,
  work: (from: number, to: number, slot: number) => void,
): Sums {
  const { trainRows, blockSums } = memory
  const blocks = blocksOf(trainRows)
  lockstep.everyPart(blocks, (block) => {
    const from = block * BLOCK
    const to = Math.min(trainRows, from + BLOCK)
    loss.gradients(output, from, to, room.first, room.second)
    weigh(memory, room, from, to)
    work(from, to, 2 * block)
  })
  const [gradients, hessians] = addBlocks(blockSums, blocks)
  lockstep.sync()
  return { gradients, hessians }
}

/** Multiplies gradients by the rows' weights; those of rows that the tree does not see are 0. */
function weigh({ weights, bag }: Memory, { first, second }: BlockRoom, from: number, to: number): void {
  if (weights.length === 0 && bag.length === 0) return
  for (let i = from, k = 0; i < to; i++, k++) {
    const weight = bag.length > 0 && bag[i] === 0 ? 0 : weights.length > 0 ? weights[i]! : 1
    first[k]! *= weight
    second[k]! *= weight
  }
}

function sumAbsolute(values: Float64Array, count: number): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += Math.abs(values[k]!)
  return sum
}

function addBlocks(sums: Float64Array, blocks: number): readonly [number, number] {
  let first = 0
  let second = 0
  for (let block = 0; block < blocks; block++) {
    first += sums[2 * block]!
    second += sums[2 * block + 1]!
  }
  return [first, second]
}

/** The losses of the scores as they are. */
function measure({ memory, lockstep, loss }: Worker): Losses {
  const { rows, trainRows, blockSums } = memory
  lockstep.everyPart(blocksOf(rows), (block) => {
    const from = block * BLOCK
    const to = Math.min(rows, from + BLOCK)
    const middle = Math.min(to, Math.max(from, trainRows))
    blockSums[2 * block] = middle > from ? loss.measure(from, middle) : 0
    blockSums[2 * block + 1] = to > middle ? loss.measure(middle, to) : 0
  })
  const [train, validation] = addBlocks(blockSums, blocksOf(rows))
  lockstep.sync()
  return { train, validation }
}
