import type { Learned } from '../../learn/learn.js'
import { inTurn } from '../../table/sort.js'
import { treeColumns } from './columns.js'
import { chooseCost, crossPrune, type PruneStep } from './crossPrune.js'
import { type Grown, growTree } from './grow.js'
import type { TreeCriterion, TreeFit, TreeState } from './model.js'
import { freezeNodes } from './nodes.js'
import { leafCosts, pruneTree } from './prune.js'
import { makeResponse, type Outcome, spreadOf } from './response.js'
import { fillValues, valueWidth } from './values.js'
import { type ClassWeightOptions, refuseClassWeights, weighClasses } from './weights.js'

/** How one tree is made. */
export interface TreePlan {
  readonly criterion: TreeCriterion
  readonly maxDepth: number
  readonly minLeaf: number
  readonly minGain: number
  readonly prune: number | 'crossValidated' | 'oneStandardError'
  readonly folds: number
  readonly seed: number
}

/** With three and more classes splits are exact up to so many rows times classes. */
const MOST_EXACT_CELLS = 10_000_000

/** Grows, prunes and describes a tree. */
export function learnTree(
  who: string,
  { target, features, weights, counts }: Learned,
  plan: TreePlan,
  options: ClassWeightOptions,
): TreeState {
  const { rows } = counts
  if (!('codes' in target)) refuseClassWeights(who, options)
  const { forSplits, forShares, costs } =
    'codes' in target
      ? weighClasses(who, target, weights, options)
      : { forSplits: weights, forShares: weights, costs: null }
  const outcome: Outcome =
    'codes' in target
      ? { codes: target.codes, classes: target.info.classes.length }
      : { values: target.values }
  const exact = valueWidth(outcome) * rows <= MOST_EXACT_CELLS
  const columns = treeColumns(features, rows, { exact, shared: false })
  const response = makeResponse(outcome, forSplits)
  const growPlan = { ...plan, entropy: plan.criterion === 'entropy' }
  let grown = growTree(columns, response, inTurn(rows), growPlan)
  let [cost, steps]: [number, PruneStep[] | null] = [0, null]
  if (plan.prune !== 0) {
    const leafCost = leafCosts(grown)
    if (typeof plan.prune === 'number') cost = plan.prune
    else {
      const data = { columns, response, outcome, weights: forShares, decision: costs }
      steps = crossPrune(data, grown, leafCost, growPlan, plan)
      cost = chooseCost(steps, plan.prune)
    }
    grown = pruneTree(grown, leafCost, cost)
  }
  const nodeRows = fillValues(grown, outcome, forShares)
  const unit = unitOf(plan.criterion, outcome, forSplits, rows)
  const width = valueWidth(outcome)
  const base = Object.freeze(Array.from({ length: width }, () => 0))
  const fit: TreeFit = {
    ...counts,
    ...shapeOf(grown),
    impurity: grown.impurity * unit,
    ...measuresOf(grown, outcome, forShares),
    prune: cost,
    pruneSteps: steps && Object.freeze(steps),
    warnings: Object.freeze(warningsOf(grown)),
  }
  return {
    kind: 'tree',
    version: 1,
    target: target.info,
    features: Object.freeze(features.map(({ info }) => info)),
    criterion: plan.criterion,
    ensemble: Object.freeze({ trees: Object.freeze([freezeNodes(grown.nodes)]), width, base, scale: 1 }),
    rows: Object.freeze(nodeRows),
    missingValues: Object.freeze(features.map(countMissing)),
    gains: Object.freeze(gainsByFeature(grown, features.length).map((gain) => gain * unit)),
    costs,
    fit: Object.freeze(fit),
  }
}

/** The sum of the gains of each feature's splits. */
export function gainsByFeature({ nodes, gains }: Grown, features: number): number[] {
  const sums = Array.from({ length: features }, () => 0)
  nodes.feature.forEach((f, n) => {
    if (f >= 0) sums[f]! += gains[n]!
  })
  return sums
}

/** How many rows lack a feature. */
export function countMissing(feature: Learned['features'][number]): number {
  let count = 0
  if ('values' in feature) {
    const { values } = feature
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) count++
  } else {
    const { codes } = feature
    for (let i = 0; i < codes.length; i++) if (codes[i]! < 0) count++
  }
  return count
}

/** What turns gains into impurity per row as it is usually given: Gini 2p(1 − p), entropy in bits, variance in the target's unit. */
export function unitOf(
  criterion: TreeCriterion,
  outcome: Outcome,
  weights: Float64Array | undefined,
  rows: number,
): number {
  let weight = rows
  if (weights) {
    weight = 0
    for (let i = 0; i < rows; i++) weight += weights[i]!
  }
  if (criterion === 'entropy') return 1 / (Math.LN2 * weight)
  if (!('codes' in outcome)) return spreadOf(outcome.values) ** 2 / weight
  return (outcome.classes === 2 ? 2 : 1) / weight
}

function shapeOf({ nodes }: Grown): { leaves: number; depth: number } {
  const depths = new Int32Array(nodes.feature.length)
  let [leaves, depth] = [0, 0]
  nodes.feature.forEach((f, n) => {
    if (f < 0) {
      leaves++
      depth = Math.max(depth, depths[n]!)
      return
    }
    depths[nodes.left[n]!] = depths[nodes.right[n]!] = depths[n]! + 1
  })
  return { leaves, depth }
}

/** How well the leaves tell the rows that they were made of apart. */
function measuresOf(
  { nodes, rows, starts, ends }: Grown,
  outcome: Outcome,
  weights: Float64Array | undefined,
): Pick<TreeFit, 'logLoss' | 'accuracy' | 'r2'> {
  const width = valueWidth(outcome)
  const { value, cover } = nodes
  let [loss, right, weight] = [0, 0, cover[0]!]
  let [left, all] = [0, 0]
  nodes.feature.forEach((f, n) => {
    if (f >= 0) return
    if ('codes' in outcome) {
      const shares = width === 1 ? [1 - value[n]!, value[n]!] : value.slice(n * width, (n + 1) * width)
      for (const share of shares) if (share > 0) loss -= cover[n]! * share * Math.log(share)
      right += cover[n]! * Math.max(...shares)
      return
    }
    for (let i = starts[n]!; i < ends[n]!; i++) {
      const y = outcome.values[rows[i]!]!
      const w = weights ? weights[rows[i]!]! : 1
      left += w * (y - value[n]!) ** 2
      all += w * (y - value[0]!) ** 2
    }
  })
  if ('codes' in outcome) return { logLoss: loss / weight, accuracy: right / weight, r2: null }
  return { logLoss: null, accuracy: null, r2: all > 0 ? 1 - left / all : 0 }
}

function warningsOf({ nodes }: Grown): string[] {
  if (nodes.feature.length > 1) return []
  return ['no split was worth it: the tree is a single leaf and says the same of everybody']
}
