import { type CostMatrix, thresholdOf } from '../../learn/predictions.js'
import { dealFolds } from '../validation/folds.js'
import type { TreeColumns } from './columns.js'
import { type Grown, type GrowPlan, growTree } from './grow.js'
import { leafCosts, parentsOf } from './prune.js'
import type { Outcome, Response } from './response.js'
import { routeRows } from './route.js'
import { fillValues, valueWidth } from './values.js'

/** A tree of the sequence that pruning goes through, and how it does on rows that were not learned from. */
export interface PruneStep {
  /** What a leaf costs, as a share of the root's impurity: the `prune` that gives this tree. */
  readonly cost: number
  readonly leaves: number
  /** Mean loss on held-out rows: squared error for numbers and probabilities, or what decisions cost where costs are given. */
  readonly loss: number
  readonly standardError: number
}

/** What all trees of a cross-validation learn from. */
export interface PruneData {
  readonly columns: TreeColumns
  readonly response: Response
  readonly outcome: Outcome
  readonly weights: Float64Array | undefined
  readonly decision: CostMatrix | null
}

/** Every tree that pruning gives, with its loss on held-out rows by cross-validation. */
export function crossPrune(
  data: PruneData,
  grown: Grown,
  costs: Float64Array,
  plan: GrowPlan,
  { folds, seed }: { folds: number; seed: number },
): PruneStep[] {
  const { columns, outcome } = data
  const sequence = sequenceOf(grown, costs)
  // Between two costs the tree is the same: their geometric mean stands for all of them.
  const typical = sequence.map(({ cost }, k) =>
    k + 1 < sequence.length ? Math.sqrt(cost * sequence[k + 1]!.cost) : Infinity,
  )
  const strata =
    'codes' in outcome
      ? { codes: outcome.codes, size: outcome.classes }
      : { codes: new Int32Array(columns.rows), size: 1 }
  const foldOf = dealFolds(strata, folds, seed)
  const losses = makeLosses(typical)
  for (let fold = 0; fold < folds; fold++) tryFold(data, plan, foldOf, fold, typical, losses)
  return sequence.map(({ cost, leaves }, k) => Object.freeze({ cost, leaves, ...losses.at(k) }))
}

/** The costs at which the tree changes, ascending from 0, and its leaves from then on. */
function sequenceOf({ nodes }: Grown, costs: Float64Array): { cost: number; leaves: number }[] {
  const levels = [0, ...new Set(costs.filter((cost) => cost > 0 && cost < Infinity))].sort((a, b) => a - b)
  const place = new Map(levels.map((cost, k) => [cost, k]))
  // A node is a leaf from its own cost on, until one above it is.
  const until = new Float64Array(nodes.feature.length).fill(Infinity)
  const changes = new Int32Array(levels.length)
  nodes.feature.forEach((f, n) => {
    const from = f < 0 ? 0 : costs[n]!
    if (from < until[n]!) {
      changes[place.get(from)!]!++
      if (until[n]! < Infinity) changes[place.get(until[n]!)!]!--
    }
    if (f >= 0) until[nodes.left[n]!] = until[nodes.right[n]!] = Math.min(from, until[n]!)
  })
  let leaves = 0
  return levels.map((cost, k) => ({ cost, leaves: (leaves += changes[k]!) }))
}

/** Sums of losses for each step, added for a stretch of steps at once. */
interface Losses {
  readonly add: (from: number, to: number, loss: number, weight: number) => void
  readonly at: (step: number) => { loss: number; standardError: number }
}

function makeLosses(steps: readonly number[]): Losses {
  const parts = Array.from({ length: 4 }, () => new Float64Array(steps.length + 1))
  let sums: number[][] | undefined
  const add = (from: number, to: number, loss: number, weight: number) => {
    ;[weight, weight * loss, weight * weight * loss * loss, 1].forEach((v, p) => {
      parts[p]![from]! += v
      parts[p]![to]! -= v
    })
  }
  const at = (step: number) => {
    sums ??= parts.map((part) => {
      let sum = 0
      return Array.from(part, (v) => (sum += v))
    })
    const [weight, loss, squares, rows] = sums.map((part) => part[step]!) as [number, number, number, number]
    const mean = loss / weight
    const spread = Math.max(0, squares / rows - (loss / rows) ** 2)
    return { loss: mean, standardError: (Math.sqrt(spread / rows) * rows) / weight }
  }
  return { add, at }
}

/** Grows a tree on all other folds and adds the loss of this fold's rows in each of its pruned trees. */
function tryFold(
  { columns, response, outcome, weights, decision }: PruneData,
  plan: GrowPlan,
  foldOf: Int32Array,
  fold: number,
  typical: readonly number[],
  losses: Losses,
): void {
  const all = Int32Array.from(foldOf.keys())
  const held = all.filter((row) => foldOf[row] === fold)
  const grown = growTree(
    columns,
    response,
    all.filter((row) => foldOf[row] !== fold),
    plan,
  )
  fillValues(grown, outcome, weights)
  const { nodes } = grown
  const costs = leafCosts(grown)
  const parents = parentsOf(nodes)
  const width = valueWidth(outcome)
  const leaves = routeRows(columns, grown, held)
  const lossOf = lossIn(nodes.value, width, outcome, decision)
  for (let i = 0; i < held.length; i++) {
    const row = held[i]!
    // From the leaf up: each node is what the row comes to until the cost at which a node above becomes a leaf.
    let to = typical.length
    const path: number[] = []
    for (let n = leaves[i]!; n >= 0; n = parents[n]!) path.push(n)
    for (const n of path.toReversed()) {
      const from = nodes.feature[n]! < 0 ? 0 : lowerBound(typical, costs[n]!)
      if (from >= to) continue
      losses.add(from, to, lossOf(n, row), weights ? weights[row]! : 1)
      to = from
    }
  }
}

/** The first step whose cost is at least that. */
function lowerBound(steps: readonly number[], cost: number): number {
  let [low, high] = [0, steps.length]
  if (cost === Infinity) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]! < cost) low = middle + 1
    else high = middle
  }
  return low
}

function lossIn(
  value: readonly number[],
  width: number,
  outcome: Outcome,
  decision: CostMatrix | null,
): (node: number, row: number) => number {
  if (!('codes' in outcome)) return (n, row) => (outcome.values[row]! - value[n]!) ** 2
  const { codes } = outcome
  const threshold = thresholdOf(width === 1 ? decision : null)
  if (width === 1) {
    if (!decision) return (n, row) => (codes[row]! - value[n]!) ** 2
    return (n, row) => decision[codes[row]!]![value[n]! >= threshold ? 1 : 0]!
  }
  if (decision) return (n, row) => decision[codes[row]!]![cheapest(decision, value, n * width)]!
  return (n, row) => {
    let loss = 0
    for (let k = 0; k < width; k++) loss += (value[n * width + k]! - (codes[row] === k ? 1 : 0)) ** 2
    return loss
  }
}

function cheapest(decision: CostMatrix, value: readonly number[], from: number): number {
  const expected = decision.map((_, j) =>
    decision.reduce((sum, row, i) => sum + value[from + i]! * row[j]!, 0),
  )
  return expected.indexOf(Math.min(...expected))
}

/** The cost to prune by: of the least loss, or the highest whose loss is within one standard error of that. */
export function chooseCost(steps: readonly PruneStep[], rule: 'crossValidated' | 'oneStandardError'): number {
  const best = steps.reduce((least, step) => (step.loss <= least.loss ? step : least))
  if (rule === 'crossValidated') return best.cost
  const most = best.loss + best.standardError
  return steps.reduce((cost, step) => (step.loss <= most ? Math.max(cost, step.cost) : cost), best.cost)
}
