import type { Learned } from '../../learn/learn.js'
import { treeColumns } from '../tree/columns.js'
import { unitOf } from '../tree/learnTree.js'
import type { TreeCriterion } from '../tree/model.js'
import { freezeNodes } from '../tree/nodes.js'
import { unpackNodes } from '../tree/packNodes.js'
import { makeResponse, type Outcome } from '../tree/response.js'
import { valueWidth } from '../tree/values.js'
import { type ClassWeightOptions, refuseClassWeights, weighClasses } from '../tree/weights.js'
import { growForest } from './growForest.js'
import type { ForestState } from './model.js'
import { measureOutOfBag } from './outOfBag.js'
import type { ForestPlan } from './thread.js'

/** Grows and describes a forest. */
export function learnForest(
  who: string,
  { target, features, weights, counts }: Learned,
  plan: ForestPlan,
  criterion: TreeCriterion,
  threads: number,
  options: ClassWeightOptions,
  onTrees: (done: number) => void,
): ForestState {
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
  const columns = treeColumns(features, rows, { exact: false, shared: threads > 1 })
  const response = makeResponse(outcome, forSplits)
  const forest = growForest(columns, response, outcome, forShares, plan, threads, onTrees)
  const unit = unitOf(criterion, outcome, forSplits, rows)
  // Each tree has as many rows as are drawn, not as there are.
  const scale = (unit * rows) / plan.sampleSize / plan.trees
  const gains = features.map((_, f) => scale * forest.trees.reduce((sum, tree) => sum + tree.gains[f]!, 0))
  const leaves = forest.trees.reduce((sum, { nodes }) => sum + (nodes.feature.length + 1) / 2, 0)
  const outOfBag = measureOutOfBag(forest, outcome, forShares)
  return {
    kind: 'forest',
    version: 1,
    target: target.info,
    features: Object.freeze(features.map(({ info }) => info)),
    criterion,
    ensemble: Object.freeze({
      trees: Object.freeze(forest.trees.map(({ nodes }) => freezeNodes(unpackNodes(nodes)))),
      width: valueWidth(outcome),
      base: Object.freeze(Array.from({ length: valueWidth(outcome) }, () => 0)),
      scale: 1 / plan.trees,
    }),
    gains: Object.freeze(gains),
    costs,
    fit: Object.freeze({
      ...counts,
      trees: plan.trees,
      leaves: leaves / plan.trees,
      outOfBag,
      warnings: Object.freeze(warningsOf(outOfBag.coverage)),
    }),
  }
}

function warningsOf(coverage: number): string[] {
  if (coverage >= 0.99) return []
  const share = `${(100 * coverage).toFixed(1)} %`
  return [
    `the figures out of bag are of ${share} of the rows, since every tree learned from the others; grow more trees`,
  ]
}
