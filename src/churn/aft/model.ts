import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import { readEncodings } from '../../learn/encode/readJson.js'
import type { FeatureInfo } from '../../learn/features.js'
import { readFeatureInfos } from '../../learn/readJson.js'
import { listOf, numberIn, objectOf, text, wordOf } from '../../modelJson.js'
import { checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Float64, Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import { covarianceOf, SURVIVAL_FIT, type SurvivalFit } from '../survival/fit.js'
import { type AftCoefficientColumns, aftCoefficientTable } from './coefficients.js'
import { type AftPredictOptions, predictAft } from './predict.js'
import type { AftKind } from './shapes.js'

/** How fitting an accelerated failure time model went. */
export interface AftFit extends SurvivalFit {
  /** −2 log-likelihood + parameters · log events; lower is better. */
  readonly bic: number
}

/** Everything an accelerated failure time model is made of. */
export interface AftState<K extends AftKind = AftKind> {
  readonly kind: K
  readonly version: 1
  readonly duration: string
  readonly event: string
  readonly features: readonly FeatureInfo[]
  readonly encodings: readonly Encoding[]
  readonly terms: readonly string[]
  /** Of log(duration) at features of 0 (numbers) and first levels (categories). */
  readonly intercept: number
  /** A term's effect on log(duration), in the feature's own units. */
  readonly effects: readonly number[]
  /** σ, by which the noise in log(duration) is multiplied; 1 / σ is Weibull's shape. */
  readonly scale: number
  /** Of the intercept, the effects and log σ. */
  readonly covariance: readonly (readonly number[])[]
  readonly l2: number
  readonly interval: number
  readonly fit: AftFit
}

/** The columns that these models add. */
export type AftColumns<O = AftPredictOptions> = {
  expected_duration: Float64
  median_remaining: Float64
} & (O extends { horizon: number } ? { survival: Float64 } : unknown)

/** A fitted accelerated failure time model. */
export interface AftModel<K extends AftKind = AftKind> extends AftState<K> {
  /** A row a parameter, with its standard error and time ratio. */
  readonly coefficients: Table<AftCoefficientColumns>
  /**
   * The table with `expected_duration` (the mean of the whole duration) and `median_remaining` (how much longer half of such customers stay, from
   * now or from a `from` column of tenures on) added, and with `horizon` also `survival` (the probability of staying that much longer).
   */
  predict<T extends { [name: string]: any } = any, O extends AftPredictOptions = AftPredictOptions>(
    table: TableLike<T>,
    options?: O,
  ): With<T, AftColumns<O>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): AftState<K>
}

/** The model that a state makes. */
export function aftModel<K extends AftKind>(state: AftState<K>): AftModel<K> {
  const { kind, terms, intercept, effects, scale, covariance, interval } = state
  const errors = covariance.map((row, a) => Math.sqrt(row[a]!))
  const model = {
    ...state,
    coefficients: aftCoefficientTable(terms, [intercept, ...effects, Math.log(scale)], errors, interval),
    predict: ((given: TableLike, options: AftPredictOptions = {}) => {
      const who = `${kind}.predict`
      checkOptions(who, options, ['as', 'replace', 'horizon', 'from'])
      return predictAft(who, adopt(given, who), state, options)
    }) as unknown as AftModel<K>['predict'],
    toJSON: () => state,
  }
  return printable(model, () => describeModel(state))
}

function describeModel({ kind, terms, effects, fit, event, duration, scale }: AftState): string {
  const head = `${kind} model of ${event} by ${duration}: ${brief(fit.rows)} rows, ${brief(fit.events)} events, scale ${brief(scale)}, log-likelihood ${brief(fit.logLikelihood)}, AIC ${brief(fit.aic)}${fit.converged ? '' : ', not converged'}`
  const lines = terms.map((term, a) => `  ${term}: duration × ${brief(Math.exp(effects[a]!))}`)
  return [head, ...lines.slice(0, 20)].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readAftModel(json: unknown, place: string): AftModel<any> {
  const given = (json ?? {}) as { [part: string]: unknown }
  const features = given.features === undefined ? [] : readFeatureInfos(given.features, 'features')
  const encodings = readEncodings(features)(given.encodings, 'encodings')
  const width = designColumns(encodings).length
  const state = objectOf({
    kind: wordOf('weibull', 'logNormal'),
    version: wordOf(1),
    duration: text(),
    event: text(),
    features: readFeatureInfos,
    encodings: readEncodings(features),
    terms: listOf(text(2e6), width, width),
    intercept: numberIn(),
    effects: listOf(numberIn(), width, width),
    scale: numberIn(Number.MIN_VALUE),
    covariance: covarianceOf(width + 2),
    l2: numberIn(0),
    interval: numberIn(0.5, 1),
    fit: objectOf({ ...SURVIVAL_FIT, bic: numberIn() }),
  })(json, place)
  return aftModel(state)
}
