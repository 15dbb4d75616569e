import { listOf, malformed, numberIn, objectOf, text, wholeIn, wordOf } from '../../modelJson.js'
import { brief, printable } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import { list } from '../../table/column.js'
import type { TableLike, With } from '../../table/types.js'
import type { FeatureInfo } from '../../learn/features.js'
import type { LearnCounts } from '../../learn/learn.js'
import type { PredictedColumns } from '../../learn/predictions.js'
import { predictor } from '../../learn/predictor.js'
import { COUNTS, readFeatureInfos, readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import { type Ensemble, readEnsemble } from '../tree/nodes.js'
import { type EnsemblePredictOptions, ensembleScorer } from '../tree/score.js'
import { type BoostImportanceColumns, importanceTable, rankFeatures } from './importance.js'
import { applyLink } from './link.js'
import type { LossKind } from './loss/loss.js'

/** How boosting went. */
export interface BoostFit extends LearnCounts {
  /** Rounds that were made, and those that are kept. */
  readonly rounds: number
  readonly bestRound: number
  /**
   * The mean loss after each round, on the rows that were trained on and on those held out (an empty list where none were): −log p of the own
   * class, squared error, or deviance.
   */
  readonly loss: { readonly train: readonly number[]; readonly validation: readonly number[] }
  /** What should be known before the model is used. */
  readonly warnings: readonly string[]
}

/** Everything a boosted model is made of. */
export interface BoostState {
  readonly kind: 'boost'
  readonly version: 1
  readonly loss: LossKind
  readonly target: TargetInfo
  readonly features: readonly FeatureInfo[]
  readonly ensemble: Ensemble
  /** By feature, what the splits by it gained of the loss, all together, and how many there are. */
  readonly gains: readonly number[]
  readonly splits: readonly number[]
  readonly fit: BoostFit
}

/** A boosted model. */
export interface BoostModel extends BoostState {
  /** A row a feature: what its splits gained of the loss, the share of that, and how many there are; the greatest gain first. */
  readonly importance: Table<BoostImportanceColumns>
  /** The table with `predicted` and, for classes, `probability` added (with more than two, `probability_<class>` each). */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: EnsemblePredictOptions,
  ): With<T, PredictedColumns>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): BoostState
}

/** The model that a state makes. */
export function boostModel(state: BoostState): BoostModel {
  const { loss, target, features, ensemble } = state
  const scorer = ensembleScorer(ensemble, features)
  const predict = predictor<EnsemblePredictOptions>({
    kind: 'boost',
    target,
    features,
    more: ['threads'],
    score: (rows, options, who) => applyLink(loss, scorer(rows, options, who)),
  })
  const model = {
    ...state,
    importance: importanceTable(state),
    predict,
    toJSON: () => state,
  }
  return printable(model, () => describeModel(state))
}

function describeModel({ loss, target, features, gains, fit, ensemble }: BoostState): string {
  const { rows, bestRound, rounds } = fit
  const kept = bestRound < rounds ? `${bestRound} of ${rounds} rounds` : `${rounds} rounds`
  const of = target.task === 'classes' ? `${target.name} (${list(target.classes, 6)})` : target.name
  const all = gains.reduce((sum, gain) => sum + gain, 0) || 1
  const last = (losses: readonly number[]) => brief(losses[Math.max(0, bestRound - 1)] ?? NaN)
  const validation = fit.loss.validation.length > 0 ? `, ${last(fit.loss.validation)} held out` : ''
  return [
    `boost model of ${of}: ${ensemble.trees.length} trees, ${kept}, ${brief(rows)} rows, ${loss} loss ${last(fit.loss.train)}${validation}`,
    ...rankFeatures(gains)
      .slice(0, 8)
      .map((f) => `  ${features[f]!.name}: ${((100 * gains[f]!) / all).toFixed(1)} % of the gain`),
    ...fit.warnings.map((warning) => `  warning: ${warning}`),
  ].join('\n')
}

const LOSSES = ['logistic', 'classes', 'squared', 'poisson', 'tweedie'] as const

/** Restores a model from JSON that is not to be trusted. */
export function readBoostModel(json: unknown, place: string): BoostModel {
  const given = (json ?? {}) as { features?: unknown }
  const infos = readFeatureInfos(given.features, 'features')
  const losses = listOf(numberIn(), 0, 100_000)
  const state = objectOf({
    kind: wordOf('boost'),
    version: wordOf(1),
    loss: wordOf(...LOSSES),
    target: readTargetInfo,
    features: readFeatureInfos,
    ensemble: readEnsemble(infos),
    gains: listOf(numberIn(0), infos.length, infos.length),
    splits: listOf(wholeIn(0, 1e9), infos.length, infos.length),
    fit: objectOf({
      ...COUNTS,
      rounds: wholeIn(0, 100_000),
      bestRound: wholeIn(0, 100_000),
      loss: objectOf({ train: losses, validation: losses }),
      warnings: listOf(text(2000), 0, 100),
    }),
  })(json, place)
  checkOutputs(state)
  return boostModel(state)
}

/** As many outputs as the loss and the target have. */
function checkOutputs({ loss, target, ensemble }: BoostState): void {
  const isOfClasses = loss === 'logistic' || loss === 'classes'
  if (isOfClasses !== (target.task === 'classes')) throw malformed('loss', 'one that fits the target')
  const classes = target.task === 'classes' ? target.classes.length : 1
  const outputs = classes > 2 ? classes : 1
  if ((loss === 'classes') !== classes > 2) throw malformed('loss', 'one that fits the number of classes')
  if (ensemble.base.length !== outputs) throw malformed('ensemble.base', `a list of ${outputs}`)
  if (ensemble.width !== 1 || ensemble.trees.length % outputs !== 0) {
    throw malformed('ensemble.trees', 'a tree an output in turn')
  }
}
