import { listOf, malformed, nullOr, numberIn, objectOf, text, wholeIn, wordOf } from '../../modelJson.js'
import { checkBoolean } from '../../options.js'
import { brief, printable } from '../../print.js'
import type { Int32, Table } from '../../table/arrow.js'
import { int32 } from '../../table/build.js'
import type { TableLike, With } from '../../table/types.js'
import type { FeatureInfo } from '../../learn/features.js'
import type { LearnCounts } from '../../learn/learn.js'
import type { CostMatrix, PredictedColumns } from '../../learn/predictions.js'
import { predictor } from '../../learn/predictor.js'
import { COUNTS, readFeatureInfos, readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import type { PruneStep } from './crossPrune.js'
import { type ImportanceColumns, importanceTable } from './importance.js'
import { type Ensemble, readEnsemble } from './nodes.js'
import { type PathStep, pathOf } from './path.js'
import { type RuleColumns, rulesTable } from './rules.js'
import { compileTrees, type EnsemblePredictOptions, ensembleScorer, leavesOf } from './score.js'
import { treeText } from './toText.js'

/** What splits make smaller. */
export type TreeCriterion = 'gini' | 'entropy' | 'variance'

/** How fitting a tree went; measures are of the rows that it learned from. */
export interface TreeFit extends LearnCounts {
  readonly leaves: number
  readonly depth: number
  /** How impure all rows are together, by the criterion. */
  readonly impurity: number
  /** Mean −log of the probability given to the true class; Infinity never, since leaves hold what they learned. Null for numbers. */
  readonly logLoss: number | null
  /** The share of rows whose class is the likeliest of their leaf. Null for numbers. */
  readonly accuracy: number | null
  /** The share of the variance that the leaves explain. Null for classes. */
  readonly r2: number | null
  /** What a leaf cost when the tree was pruned, as a share of the root's impurity; 0: not pruned. */
  readonly prune: number
  /** All trees that pruning went through and their loss on held-out rows; null where the cost was not chosen by cross-validation. */
  readonly pruneSteps: readonly PruneStep[] | null
  readonly warnings: readonly string[]
}

/** Everything a tree model is made of. */
export interface TreeState {
  readonly kind: 'tree'
  readonly version: 1
  readonly target: TargetInfo
  readonly features: readonly FeatureInfo[]
  readonly criterion: TreeCriterion
  /** One tree. Its nodes say the mean, the share of the second class, or the share of each class where there are more. */
  readonly ensemble: Ensemble
  /** Rows learned from that came to each node. */
  readonly rows: readonly number[]
  /** By feature: how many rows lacked it. */
  readonly missingValues: readonly number[]
  /** By feature: by how much its splits reduced the impurity, per row. */
  readonly gains: readonly number[]
  /** What decisions cost: a list for each true class of what predicting each class costs; null: any mistake the same. */
  readonly costs: CostMatrix | null
  readonly fit: TreeFit
}

/** What a tree's `predict` can be told. */
export interface TreePredictOptions extends EnsemblePredictOptions {
  /** Also adds `leaf`, the number of the node that the row comes to: the same as in `rules()`. Default false. */
  readonly leaf?: boolean | undefined
}

/** A fitted decision tree. */
export interface TreeModel extends TreeState {
  /** What each feature contributed, the most important first. */
  readonly importance: Table<ImportanceColumns>
  /** The table with `predicted` added, and for classes `probability` (`probability_<class>` where there are more than two). */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: TreePredictOptions,
  ): With<T, PredictedColumns & { leaf: Int32 }>
  /** One rule a leaf, in words, with support, confidence and lift. */
  rules(): Table<RuleColumns>
  /** The tree in words, a line a node. */
  toText(): string
  /** Why a row, an object by column, is predicted as it is: the nodes that it passes. */
  path(row: object): readonly PathStep[]
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): TreeState
}

/** The model that a state makes. */
export function treeModel(state: TreeState): TreeModel {
  const { target, features, ensemble, costs, gains } = state
  const predict = predictor<TreePredictOptions>({
    kind: 'tree',
    target,
    features,
    more: ['threads', 'leaf'],
    score: ensembleScorer(ensemble, features),
    extras: (rows, { leaf = false }, who) => {
      checkBoolean(who, 'leaf', leaf)
      if (!leaf) return { costs }
      const leaves = leavesOf(compileTrees(ensemble, features), rows.features, rows.rows)
      return { costs, others: { leaf: int32(leaves) } }
    },
  })
  const model = {
    ...state,
    importance: importanceTable(features, gains),
    predict,
    rules: () => rulesTable(state),
    toText: () => treeText(state),
    path: (row: object) => pathOf(state, row),
    toJSON: () => ({ ...state }),
  }
  return printable(model, () => describeModel(state))
}

const MOST_LINES = 40

function describeModel(state: TreeState): string {
  const { target, fit } = state
  const measure =
    target.task === 'number'
      ? `r² ${brief(fit.r2!)}`
      : `log loss ${brief(fit.logLoss!)}, accuracy ${brief(fit.accuracy!)}`
  const head = `tree model of ${target.name}: ${brief(fit.leaves)} leaves, depth ${fit.depth}, ${brief(fit.rows)} rows, ${measure}`
  const warnings = fit.warnings.map((warning) => `warning: ${warning}`)
  return [head, ...warnings, treeText(state, MOST_LINES)].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readTreeModel(json: unknown, place: string): TreeModel {
  const given = (json ?? {}) as { features?: unknown; target?: unknown }
  const infos = readFeatureInfos(given.features, 'features')
  const target = readTargetInfo(given.target, 'target')
  const classes = target.task === 'classes' ? target.classes.length : 0
  const count = wholeIn(0, Number.MAX_SAFE_INTEGER)
  const share = nullOr(numberIn())
  const state = objectOf({
    kind: wordOf('tree'),
    version: wordOf(1),
    target: readTargetInfo,
    features: readFeatureInfos,
    criterion: wordOf('gini', 'entropy', 'variance'),
    ensemble: readEnsemble(infos),
    rows: listOf(count, 1, 50_000_000),
    missingValues: listOf(count, infos.length, infos.length),
    gains: listOf(numberIn(0), infos.length, infos.length),
    costs: nullOr(listOf(listOf(numberIn(0, 1e12), classes, classes), classes, classes)),
    fit: objectOf({
      ...COUNTS,
      leaves: count,
      depth: count,
      impurity: numberIn(0),
      logLoss: share,
      accuracy: share,
      r2: share,
      prune: numberIn(0),
      pruneSteps: nullOr(
        listOf(
          objectOf({ cost: numberIn(0), leaves: count, loss: numberIn(0), standardError: numberIn(0) }),
          1,
          50_000_000,
        ),
      ),
      warnings: listOf(text(), 0, 100),
    }),
  })(json, place)
  checkShape(state.ensemble, classes, 1, 'ensemble')
  const nodes = state.ensemble.trees[0]!
  if (state.rows.length !== nodes.feature.length) throw malformed('rows', `a list of ${nodes.feature.length}`)
  return treeModel(state)
}

/** Whether an ensemble has the trees and outputs that its target needs, and says probabilities where it must. */
export function checkShape(
  { trees, base, width, scale }: Ensemble,
  classes: number,
  most: number,
  place: string,
): void {
  if (trees.length < 1 || trees.length > most) {
    throw malformed(`${place}.trees`, most === 1 ? 'a list of one tree' : `a list of 1 to ${most} trees`)
  }
  const outputs = classes > 2 ? classes : 1
  if (base.length !== outputs || width !== outputs) throw malformed(`${place}.base`, `a list of ${outputs}`)
  const isWrong = classes > 0 && trees.some(({ value }) => value.some((v) => v < 0 || v > 1 + 1e-9))
  if (isWrong) throw malformed(`${place}.trees`, 'trees whose values are shares from 0 to 1')
  if (classes > 0 && base.some((v) => v !== 0)) throw malformed(`${place}.base`, '0 for each output')
  if (scale * trees.length > 1 + 1e-9) throw malformed(`${place}.scale`, 'at most one over the trees')
}
