import { listOf, nullOr, numberIn, objectOf, text, wholeIn, wordOf } from '../../modelJson.js'
import { brief, printable } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import type { FeatureInfo } from '../../learn/features.js'
import type { LearnCounts } from '../../learn/learn.js'
import type { CostMatrix, PredictedColumns } from '../../learn/predictions.js'
import { predictor } from '../../learn/predictor.js'
import { COUNTS, readFeatureInfos, readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import { type ImportanceColumns, importanceTable } from '../tree/importance.js'
import { checkShape, type TreeCriterion } from '../tree/model.js'
import { type Ensemble, readEnsemble } from '../tree/nodes.js'
import { type EnsemblePredictOptions, ensembleScorer } from '../tree/score.js'
import type { OutOfBag } from './outOfBag.js'

/** How fitting a forest went. */
export interface ForestFit extends LearnCounts {
  readonly trees: number
  /** Leaves of a tree, on average. */
  readonly leaves: number
  /** How good it is on rows that were not learned from: each row by the trees that did not draw it. */
  readonly outOfBag: OutOfBag
  readonly warnings: readonly string[]
}

/** Everything a forest model is made of. */
export interface ForestState {
  readonly kind: 'forest'
  readonly version: 1
  readonly target: TargetInfo
  readonly features: readonly FeatureInfo[]
  readonly criterion: TreeCriterion
  /** The trees. What they say is averaged: a mean, the share of the second class, or of each class where there are more. */
  readonly ensemble: Ensemble
  /** By feature: by how much its splits reduced the impurity, per row and tree. */
  readonly gains: readonly number[]
  /** What decisions cost: a list for each true class of what predicting each class costs; null: any mistake the same. */
  readonly costs: CostMatrix | null
  readonly fit: ForestFit
}

/** A fitted random forest. */
export interface ForestModel extends ForestState {
  /** What each feature contributed, the most important first. */
  readonly importance: Table<ImportanceColumns>
  /** The table with `predicted` added, and for classes `probability` (`probability_<class>` where there are more than two). */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: EnsemblePredictOptions,
  ): With<T, PredictedColumns>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): ForestState
}

/** The model that a state makes. */
export function forestModel(state: ForestState): ForestModel {
  const { target, features, ensemble, costs, gains } = state
  const predict = predictor<EnsemblePredictOptions>({
    kind: 'forest',
    target,
    features,
    more: ['threads'],
    score: ensembleScorer(ensemble, features),
    extras: () => ({ costs }),
  })
  const model = {
    ...state,
    importance: importanceTable(features, gains),
    predict,
    toJSON: () => ({ ...state }),
  }
  return printable(model, () => describeModel(state))
}

const MOST_LINES = 10

function describeModel({ target, fit, features, gains }: ForestState): string {
  const { trees, rows, leaves, outOfBag } = fit
  const figures = Object.entries(outOfBag).filter(([name, value]) => value !== null && name !== 'coverage')
  const head = `forest model of ${target.name}: ${brief(trees)} trees of ${brief(leaves)} leaves, ${brief(rows)} rows`
  const all = gains.reduce((sum, gain) => sum + gain, 0)
  const order = gains.map((_, f) => f).sort((a, b) => gains[b]! - gains[a]! || a - b)
  return [
    head,
    `out of bag: ${figures.map(([name, value]) => `${name} ${brief(value as number)}`).join(', ')}`,
    ...fit.warnings.map((warning) => `warning: ${warning}`),
    ...order
      .slice(0, MOST_LINES)
      .map((f) => `  ${features[f]!.name}: ${brief(gains[f]! / (all || 1))} of the gain`),
  ].join('\n')
}

/** The most trees of a forest. */
export const MOST_TREES = 10_000

/** Restores a model from JSON that is not to be trusted. */
export function readForestModel(json: unknown, place: string): ForestModel {
  const given = (json ?? {}) as { features?: unknown; target?: unknown }
  const infos = readFeatureInfos(given.features, 'features')
  const target = readTargetInfo(given.target, 'target')
  const classes = target.task === 'classes' ? target.classes.length : 0
  const share = nullOr(numberIn())
  const state = objectOf({
    kind: wordOf('forest'),
    version: wordOf(1),
    target: readTargetInfo,
    features: readFeatureInfos,
    criterion: wordOf('gini', 'entropy', 'variance'),
    ensemble: readEnsemble(infos),
    gains: listOf(numberIn(0), infos.length, infos.length),
    costs: nullOr(listOf(listOf(numberIn(0, 1e12), classes, classes), classes, classes)),
    fit: objectOf({
      ...COUNTS,
      trees: wholeIn(1, MOST_TREES),
      leaves: numberIn(1),
      outOfBag: objectOf({
        coverage: numberIn(0, 1),
        auc: share,
        logLoss: share,
        brier: share,
        accuracy: share,
        r2: share,
        rmse: share,
      }),
      warnings: listOf(text(), 0, 100),
    }),
  })(json, place)
  checkShape(state.ensemble, classes, MOST_TREES, 'ensemble')
  return forestModel(state)
}
