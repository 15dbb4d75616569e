import { makeRandom, type Random } from '../../numeric/random.js'
import { makeLockstep } from '../../parallel/lockstep.js'
import type { Chooser } from '../tree/chooser.js'
import type { TreeColumns } from '../tree/columns.js'
import { makeGrower } from '../tree/grow.js'
import { gainsByFeature } from '../tree/learnTree.js'
import type { GrowingNodes } from '../tree/nodes.js'
import { type PackedNodes, packNodes } from '../tree/packNodes.js'
import { channels, type Outcome, repeatRows, type Response } from '../tree/response.js'
import { routeRows } from '../tree/route.js'
import { fillValues, valueWidth } from '../tree/values.js'
import { drawRows } from './drawRows.js'

/** What all threads of a forest share. */
export interface ForestSetup {
  readonly columns: TreeColumns
  readonly response: Response
  readonly outcome: Outcome
  readonly weights: Float64Array | undefined
  readonly plan: ForestPlan
  readonly control: Int32Array
  readonly threads: number
  /** By thread: for each row the sum of what the trees say that did not learn from it, and how many these are. */
  readonly said: readonly Float64Array[]
  readonly sayers: readonly Int32Array[]
  /** What trees say is rounded to multiples of this before it is added up, so that sums are exact in any order. */
  readonly grain: number
}

/** How the trees of a forest are grown. */
export interface ForestPlan {
  readonly trees: number
  readonly maxDepth: number
  readonly minLeaf: number
  readonly minGain: number
  readonly entropy: boolean
  /** How many features that differ are tried for each split. */
  readonly tried: number
  readonly sampleSize: number
  readonly replacement: boolean
  readonly seed: number
}

/** A tree of a forest, and by how much each feature's splits made its rows purer. */
export interface ForestTree {
  readonly number: number
  readonly nodes: GrowingNodes | PackedNodes
  readonly gains: readonly number[]
}

/** A thread's share of a forest. */
export type ForestThread = {
  /** Grows some trees, numbered from the first on, with the others; those of this thread. */
  readonly grow: (stretch: { first: number; count: number }) => ForestTree[]
}

/** Joins the work on that memory. */
export function createThread(setup: ForestSetup, thread: number): ForestThread {
  const { columns, response, outcome, weights, plan, said, sayers, grain } = setup
  const lockstep = makeLockstep(setup.control, setup.threads, thread)
  const data = new Float64Array(columns.rows * channels(response))
  const times = new Uint16Array(columns.rows)
  const width = valueWidth(outcome)
  const growRows = makeGrower(columns, { ...response, data }, plan)

  const growOne = (number: number): ForestTree => {
    const random = makeRandom(plan.seed, number)
    drawRows(random, plan.sampleSize, plan.replacement, times)
    const { drawn, others } = partDrawn(times)
    const pick = makePicker(random, columns.features, plan.tried)
    repeatRows(response, times, data)
    const grown = growRows(drawn, pick)
    fillValues(grown, outcome, weights, times)
    const leaves = routeRows(columns, grown, others)
    const value = grown.nodes.value.map((v) => Math.round(v / grain) * grain)
    for (let i = 0; i < others.length; i++) {
      const row = others[i]!
      sayers[thread]![row]!++
      for (let k = 0; k < width; k++) said[thread]![row * width + k]! += value[leaves[i]! * width + k]!
    }
    return {
      number,
      nodes: thread === 0 ? grown.nodes : packNodes(grown.nodes),
      gains: gainsByFeature(grown, columns.features),
    }
  }

  const grow = ({ first, count }: { first: number; count: number }) => {
    const trees: ForestTree[] = []
    lockstep.everyPart(count, (part) => void trees.push(growOne(first + part)))
    return trees
  }
  return { grow }
}

/** The rows that were drawn, and the others, both ascending. */
function partDrawn(times: Uint16Array): { drawn: Int32Array; others: Int32Array } {
  const rows = new Int32Array(times.length)
  let [first, last] = [0, times.length]
  for (let i = 0; i < times.length; i++) {
    if (times[i]! > 0) rows[first++] = i
    else rows[--last] = i
  }
  return { drawn: rows.subarray(0, first), others: rows.subarray(first).reverse() }
}

/** Tries features drawn by lot, each once, until so many of them differ among the node's rows. */
function makePicker(
  random: Random,
  features: number,
  tried: number,
): (consider: Chooser['consider']) => void {
  const order = Int32Array.from({ length: features }, (_, f) => f)
  return (consider) => {
    let differing = 0
    for (let from = 0; from < features && differing < tried;) {
      const count = Math.min(features - from, tried - differing)
      for (let i = from; i < from + count; i++) {
        const j = i + Math.floor(random.uniform() * (features - i))
        const other = order[i]!
        order[i] = order[j]!
        order[j] = other
      }
      differing += consider(order, from, count)
      from += count
    }
  }
}
