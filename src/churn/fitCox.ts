import { freezeDeep } from '../freeze.js'
import { checkBoolean, checkNumber, checkOptions } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { checkEvents, coxCovariance } from './cox/identify.js'
import { maximize } from './cox/maximize.js'
import { type CoxModel, coxModel } from './cox/model.js'
import { readStrata, readSurvival, type SurvivalFeatureOptions } from './survival/readSurvival.js'
import { coxBaselines, coxFit } from './cox/report.js'
import { makeRiskSets } from './cox/riskSets.js'
import { robustCovariance } from './cox/robust.js'
import { readLevel } from './survival/options.js'
import { LIVES_OPTIONS } from './survival/readLives.js'

/** What `fitCox` can be told. */
export interface FitCoxOptions<Names extends string = string>
  extends SurvivalFeatureOptions<Names>, ProgressOptions {
  /** A column whose values have each a baseline of their own, such as the country. Default: one baseline. */
  readonly strata?: Names | undefined
  /** A column that says which rows are of one customer (or household): standard errors are then robust against their likeness. */
  readonly cluster?: Names | undefined
  /** Standard errors that hold where the model does not quite (Lin and Wei). Default: where there is a `cluster`. */
  readonly robust?: boolean | undefined
  /** A penalty of l2 / 2 · Σ effect², effects of numbers a standard deviation. Default 0. */
  readonly l2?: number | undefined
  /** The level of the intervals of hazard ratios, from 0.5 to 0.999999. Default 0.95. */
  readonly interval?: number | undefined
}

const WHO = 'fitCox'
const OPTIONS = LIVES_OPTIONS.concat([
  'features',
  'missingFeatures',
  'strata',
  'cluster',
  'robust',
  'l2',
  'interval',
  'onProgress',
  'signal',
])

/**
 * What makes customers leave sooner or later: by how much each feature multiplies the rate at which they leave, whatever that rate is at
 * each age.
 *
 * Proportional hazards (Cox 1972) by maximum partial likelihood with ties after Efron (1977), Newton's method; the baseline is Efron's. Categories are compared with
 * their first level. Give a customer whose features change several rows, each from its `entry` to its `duration`, and `cluster: 'customer_id'`.
 * `fit.proportionalHazards` tests whether effects change with time (Grambsch and Therneau 1994, against 1 − S(t)): where p is small, use the feature as `strata`.
 *
 * @param table - one row a customer (or a stretch of a customer's life)
 * @param options - `duration` and `event`; `features`, `entry`, `weights`, `strata`, `cluster`, `robust`, `l2`, `missing`, `missingFeatures`, `interval`
 * @returns a frozen model: `coefficients` (a table: term, coefficient, standard error, z, p, hazard ratio with interval), `covariance`, `baseline` (at most 5,000 times a stratum), `fit` (log-likelihood,
 * likelihood ratio, concordance after Harrell, …); `predict(table, {horizon, from})` adds `hazard_ratio`, and `survival` over a horizon
 * @throws ClienteleError as `kaplanMeier`; `value-invalid` where nobody leaves, where a feature separates those who leave from those who stay, or where features make up one another
 *
 * Cost: a million rows of 10 columns take a second, with whole months as durations less; memory of 8 · (columns + 8) bytes a row.
 *
 * @example
 * ```ts
 * const customers = fromRows(
 *   Array.from({ length: 60 }, (_, i) => ({
 *     months: 1 + ((i * 7) % 23) + (i % 2) * 4,
 *     left: i % 3 > 0,
 *     plan: i % 2 ? 'yearly' : 'monthly',
 *   })),
 * )
 * const model = fitCox(customers, { duration: 'months', event: 'left', features: ['plan'] })
 * const [yearly] = toRows(model.coefficients)
 * console.log(yearly?.term, yearly?.hazard_ratio?.toFixed(2)) // 'plan = yearly' '0.49'
 * ```
 */
export function fitCox<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitCoxOptions<ColumnName<NoInfer<T>>>,
): CoxModel {
  checkOptions(WHO, options, OPTIONS)
  const { strata, cluster, l2 = 0, robust = cluster !== undefined } = options
  checkNumber(WHO, 'l2', l2, 0, 1e12)
  checkBoolean(WHO, 'robust', robust)
  const interval = readLevel(WHO, options.interval)
  const own = adopt(table, WHO)
  const learned = readSurvival(WHO, own, options, [strata, cluster])
  const { lives } = learned
  const parts = strata === undefined ? undefined : readStrata(WHO, own, strata, lives)
  checkEvents(WHO, options.event, lives.events)
  const sets = makeRiskSets({ ...lives, columns: learned.columns, strata: parts?.codes })
  const onIteration = (done: number) => report(WHO, options, { phase: 'iteration', done, total: done + 1 })
  const best = maximize(sets, l2, onIteration)
  const covariance = coxCovariance(WHO, learned.terms, best, l2 > 0)
  const clusters = cluster === undefined ? undefined : readStrata(WHO, own, cluster, lives).codes
  const reported = robust ? robustCovariance(sets, best.beta, covariance, clusters) : covariance
  const units = learned.units
  return coxModel(
    freezeDeep({
      kind: 'cox',
      version: 1,
      duration: options.duration,
      event: options.event,
      strata: strata ?? null,
      features: learned.features.map(({ info }) => info),
      encodings: learned.encodings,
      terms: learned.terms,
      effects: Array.from(best.beta, (b, a) => b / units[a]!),
      covariance: reported.map((row, a) => Array.from(row, (v, b) => v / (units[a]! * units[b]!))),
      means: learned.means,
      l2,
      interval,
      baseline: coxBaselines(sets, best.hazards, parts?.labels),
      fit: coxFit(learned, sets, best, { l2, robust }),
    }),
  )
}
