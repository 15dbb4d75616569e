import { flag, listOf, malformed, nullOr, numberIn, objectOf, text, wordOf } from '../../modelJson.js'
import { checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import { readEncodings } from '../../learn/encode/readJson.js'
import type { FeatureInfo } from '../../learn/features.js'
import { readFeatureInfos } from '../../learn/readJson.js'
import { adopt } from '../../table/adopt.js'
import type { Float64, Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import { covarianceOf, SURVIVAL_FIT, type SurvivalFit } from '../survival/fit.js'
import { coefficientTable, type CoxCoefficientColumns } from './coefficients.js'
import { type CoxPredictOptions, predictCox } from './predict.js'
import type { ProportionalTest } from './proportionalHazards.js'

/** How fitting a Cox model went. */
export interface CoxFit extends SurvivalFit {
  /** Whether standard errors are robust (of the sandwich form). */
  readonly robust: boolean
  /** For each term, and for all together, whether its hazard ratio changes with time: small p say that it does. */
  readonly proportionalHazards: {
    readonly terms: readonly ({ readonly term: string } & ProportionalTest)[]
    readonly all: ProportionalTest
  }
}

/** The baseline of one stratum: the cumulative hazard of an average customer from each time on. */
export interface CoxBaseline {
  /** The value of the column of strata; null without one. */
  readonly stratum: string | null
  readonly times: readonly number[]
  readonly cumulativeHazard: readonly number[]
  /** The longest duration seen: beyond it nothing is known. */
  readonly until: number
}

/** Everything a Cox model is made of. */
export interface CoxState {
  readonly kind: 'cox'
  readonly version: 1
  readonly duration: string
  readonly event: string
  readonly strata: string | null
  readonly features: readonly FeatureInfo[]
  readonly encodings: readonly Encoding[]
  /** What each term is called. */
  readonly terms: readonly string[]
  /** A term's effect on the logarithm of the hazard, in the feature's own units. */
  readonly effects: readonly number[]
  readonly covariance: readonly (readonly number[])[]
  /** Of each term among the rows learned from: the customer whom the baseline is of. */
  readonly means: readonly number[]
  readonly l2: number
  readonly interval: number
  readonly baseline: readonly CoxBaseline[]
  readonly fit: CoxFit
}

/** The columns that a Cox model adds. */
export type CoxColumns<O = CoxPredictOptions> = { hazard_ratio: Float64 } & (O extends { horizon: number }
  ? { survival: Float64 }
  : unknown)

/** A fitted Cox model. */
export interface CoxModel extends CoxState {
  /** A row a term, with its standard error and hazard ratio. */
  readonly coefficients: Table<CoxCoefficientColumns>
  /**
   * The table with `hazard_ratio` added (how many times as likely to leave as the average customer), and with `horizon` also
   * `survival`: the probability of staying that long from now on, or from a `from` column of tenures on.
   */
  predict<T extends { [name: string]: any } = any, O extends CoxPredictOptions = CoxPredictOptions>(
    table: TableLike<T>,
    options?: O,
  ): With<T, CoxColumns<O>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): CoxState
}

/** The model that a state makes. */
export function coxModel(state: CoxState): CoxModel {
  const { terms, effects, covariance, interval } = state
  const errors = covariance.map((row, a) => Math.sqrt(row[a]!))
  const model = {
    ...state,
    coefficients: coefficientTable(terms, effects, errors, interval),
    predict: ((given: TableLike, options: CoxPredictOptions = {}) => {
      const who = 'cox.predict'
      checkOptions(who, options, ['as', 'replace', 'horizon', 'from'])
      return predictCox(who, adopt(given, who), state, options)
    }) as unknown as CoxModel['predict'],
    toJSON: () => state,
  }
  return printable(model, () => describeModel(model))
}

function describeModel({ terms, effects, fit, strata, duration, event }: CoxState): string {
  const of = strata === null ? '' : `, strata ${strata}`
  const head = `cox model of ${event} by ${duration}${of}: ${brief(fit.rows)} rows, ${brief(fit.events)} events, log-likelihood ${brief(fit.logLikelihood)}, concordance ${fit.concordance === null ? 'unknown' : brief(fit.concordance)}${fit.converged ? '' : ', not converged'}`
  const lines = terms.map((term, a) => `  ${term}: hazard × ${brief(Math.exp(effects[a]!))}`)
  return [head, ...lines.slice(0, 20)].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readCoxModel(json: unknown, place: string): CoxModel {
  const given = (json ?? {}) as { [part: string]: unknown }
  const features = readFeatureInfos(given.features, 'features')
  const encodings = readEncodings(features)(given.encodings, 'encodings')
  const width = designColumns(encodings).length
  const test = { statistic: numberIn(0), p: numberIn(0, 1) }
  const state = objectOf({
    kind: wordOf('cox'),
    version: wordOf(1),
    duration: text(),
    event: text(),
    strata: nullOr(text()),
    features: readFeatureInfos,
    encodings: readEncodings(features),
    terms: listOf(text(2e6), width, width),
    effects: listOf(numberIn(), width, width),
    covariance: covarianceOf(width),
    means: listOf(numberIn(), width, width),
    l2: numberIn(0),
    interval: numberIn(0.5, 1),
    baseline: listOf(readBaseline, 1, 10_000),
    fit: objectOf({
      ...SURVIVAL_FIT,
      robust: flag,
      proportionalHazards: objectOf({
        terms: listOf(objectOf({ term: text(2e6), ...test }), width, width),
        all: objectOf(test),
      }),
    }),
  })(json, place)
  return coxModel(state)
}

function readBaseline(value: unknown, place: string): CoxBaseline {
  const numbers = listOf(numberIn(0), 0, 100_000)
  const baseline = objectOf({
    stratum: nullOr(text(1e6)),
    times: numbers,
    cumulativeHazard: numbers,
    until: numberIn(0),
  })(value, place)
  const { times, cumulativeHazard } = baseline
  if (times.length !== cumulativeHazard.length || !isRising(times) || !isRising(cumulativeHazard)) {
    throw malformed(place, 'two rising lists of one length')
  }
  return baseline
}

function isRising(list: readonly number[]): boolean {
  return list.every((v, i) => i === 0 || v >= list[i - 1]!)
}
