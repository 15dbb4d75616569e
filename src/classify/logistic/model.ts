import {
  flag,
  listOf,
  malformed,
  nullOr,
  numberIn,
  objectOf,
  text,
  wholeIn,
  wordOf,
} from '../../modelJson.js'
import { brief, printable } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import { columnTerm, designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import { readEncodings } from '../../learn/encode/readJson.js'
import type { FeatureInfo } from '../../learn/features.js'
import type { LearnCounts } from '../../learn/learn.js'
import type { PredictedColumns, PredictOptions } from '../../learn/predictions.js'
import { predictor } from '../../learn/predictor.js'
import { COUNTS, readFeatureInfos, readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import { type CoefficientColumns, coefficientTable } from './coefficientTable.js'
import { probabilities } from './probabilities.js'
import { scorecard, scoreRows } from './scorecard.js'

/** A column that others make up and that therefore has no coefficient: `term` is made of `by`. */
export interface CollinearTerm {
  readonly term: string
  readonly by: readonly string[]
}

/** How fitting a logistic regression went. */
export interface LogisticFit extends LearnCounts {
  /** Of the data, the penalty apart. */
  readonly logLikelihood: number
  /** Of a model that knows only how frequent the classes are. */
  readonly nullLogLikelihood: number
  /** −2 log-likelihood. */
  readonly deviance: number
  readonly nullDeviance: number
  /** McFadden's: 1 − log-likelihood / that of the null model. */
  readonly pseudoR2: number
  /** Free parameters; with `l2` the effective number of them, with `l1` those that are not 0. */
  readonly parameters: number
  /** −2 log-likelihood + 2 parameters; lower is better. */
  readonly aic: number
  /** −2 log-likelihood + parameters · log of the weight of all rows; lower is better. */
  readonly bic: number
  /** The probability of such a gain over the null model by chance (likelihood ratio test); null with a penalty. */
  readonly p: number | null
  readonly iterations: number
  readonly converged: boolean
  /** Columns without a coefficient, since others make them up; only without a penalty. */
  readonly collinear: readonly CollinearTerm[]
  /** Features that are the same in all rows, and so tell nothing. */
  readonly constant: readonly string[]
}

/** Everything a logistic regression is made of. */
export interface LogisticState {
  readonly kind: 'logistic'
  readonly version: 1
  readonly target: TargetInfo & { readonly task: 'classes' }
  readonly features: readonly FeatureInfo[]
  readonly encodings: readonly Encoding[]
  readonly l1: number
  readonly l2: number
  /** How sure the intervals of odds ratios are. */
  readonly interval: number
  /** Score by score (one where the first class has the score 0, as of two): that of a row with every number at its `center`. */
  readonly intercepts: readonly number[]
  /** Score by score a coefficient a column, in the features' own units; null for columns that others make up. */
  readonly effects: readonly (readonly (number | null)[])[]
  /** Score by score: the standard errors of the intercept where numbers are 0, and of `effects`; null with `l1`. */
  readonly standardErrors: readonly (readonly (number | null)[])[] | null
  readonly fit: LogisticFit
}

/** A fitted logistic regression. */
export interface LogisticModel extends LogisticState {
  /** A row a coefficient, with its standard error and odds ratio. */
  readonly coefficients: Table<CoefficientColumns>
  /** The table with `predicted` and `probability` (with more than two classes, `probability_<class>`) added. */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: PredictOptions,
  ): With<T, PredictedColumns>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): LogisticState
}

/** The model that a state makes. */
export function logisticModel(state: LogisticState): LogisticModel {
  const { target, features, encodings, intercepts, effects } = state
  const cards = effects.map((list) => scorecard(features, encodings, list))
  const predict = predictor({
    kind: 'logistic',
    target,
    features,
    score: (read) => {
      const scores = cards.map((card, s) => scoreRows(read.features, card, intercepts[s]!, read.rows))
      return probabilities(scores, target.classes.length)
    },
  })
  const model = {
    ...state,
    coefficients: coefficientTable(state),
    predict,
    toJSON: () => state,
  }
  return printable(model, () => describeModel(state))
}

function describeModel(state: LogisticState): string {
  const { target, l1, l2, fit, features, encodings, intercepts, effects } = state
  const penalty = [l1 > 0 ? `l1 ${brief(l1)}` : '', l2 > 0 ? `l2 ${brief(l2)}` : ''].filter(Boolean)
  const kind = penalty.length > 0 ? penalty.join(', ') : 'no penalty'
  const head = `logistic model of ${target.name} (${target.classes.join(', ')}; ${kind}): ${brief(fit.rows)} rows, log-likelihood ${brief(fit.logLikelihood)}, AIC ${brief(fit.aic)}, pseudo R² ${brief(fit.pseudoR2)}${fit.converged ? '' : ', not converged'}`
  const terms = designColumns(encodings).map((column) => columnTerm(features, column))
  const lines = intercepts.map((intercept, s) => {
    const strongest = terms
      .map((term, c) => ({ term, effect: effects[s]![c] ?? 0 }))
      .filter(({ effect }) => effect !== 0)
      .slice(0, 12)
      .map(({ term, effect }) => `${term} ${brief(effect)}`)
    const of = target.classes[target.classes.length - intercepts.length + s]!
    return `  ${of}: ${[`at the means ${brief(intercept)}`, ...strongest].join(', ')}`
  })
  return [head, ...lines].join('\n')
}

/** Beyond this, sums of products with values might overflow. */
const coefficient = numberIn(-1e200, 1e200)

/** Restores a model from JSON that is not to be trusted. */
export function readLogisticModel(json: unknown, place: string): LogisticModel {
  const given = (json ?? {}) as { [part: string]: unknown }
  const features = readFeatureInfos(given.features, 'features')
  const encodings = readEncodings(features)(given.encodings, 'encodings')
  const target = readTargetInfo(given.target, 'target')
  if (target.task !== 'classes') throw malformed('target.task', `'classes'`)
  const width = designColumns(encodings).length
  const classes = target.classes.length
  const scores =
    Array.isArray(given.intercepts) && given.intercepts.length === classes ? classes : classes - 1
  if (scores === 2 && classes === 2) throw malformed('intercepts', 'a list of 1')
  const state = objectOf({
    kind: wordOf('logistic'),
    version: wordOf(1),
    target: readTargetInfo,
    features: readFeatureInfos,
    encodings: readEncodings(features),
    l1: numberIn(0),
    l2: numberIn(0),
    interval: numberIn(0, 1),
    intercepts: listOf(coefficient, scores, scores),
    effects: listOf(listOf(nullOr(coefficient), width, width), scores, scores),
    standardErrors: nullOr(listOf(listOf(nullOr(numberIn(0, 1e200)), width + 1, width + 1), scores, scores)),
    fit: objectOf({
      ...COUNTS,
      logLikelihood: numberIn(),
      nullLogLikelihood: numberIn(),
      deviance: numberIn(),
      nullDeviance: numberIn(),
      pseudoR2: numberIn(),
      parameters: numberIn(),
      aic: numberIn(),
      bic: numberIn(),
      p: nullOr(numberIn(0, 1)),
      iterations: wholeIn(0, Number.MAX_SAFE_INTEGER),
      converged: flag,
      collinear: listOf(objectOf({ term: text(2e6), by: listOf(text(2e6), 0, 100_000) }), 0, 100_000),
      constant: listOf(text(), 0, 100_000),
    }),
  })(json, place)
  return logisticModel({ ...state, target })
}
