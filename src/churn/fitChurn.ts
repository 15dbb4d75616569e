import { checkInteger, checkOptions, invalid } from '../options.js'
import type { ProgressOptions } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { type FeatureSources, SOURCE_OPTIONS } from './features/sources.js'
import type { Days } from './history/cutoffs.js'
import { HISTORY_OPTIONS, type HistoryOptions } from './history/readHistory.js'
import { fitFromContracts } from './score/fromContracts.js'
import { fitFromOrders } from './score/fromOrders.js'
import type { ChurnModel } from './score/model.js'

/** What `fitChurn` can be told. */
export interface FitChurnOptions<Names extends string = string>
  extends HistoryOptions<Names>, FeatureSources<Names>, ProgressOptions {
  /** How long without an order counts as having left. Default 90 days; `churnHorizon` helps to choose. */
  readonly horizon?: Days | undefined
  /** The later cut-off, whose future tests the model. Default: a horizon before the last day known. */
  readonly cutoff?: string | undefined
  /** Only customers whose last order lies less than so many days back. Default: all who ever ordered. */
  readonly active?: Days | undefined
  /** With contracts: the column that says who left: booleans, 0/1, yes/no, or any two with `positive`. */
  readonly churned?: Names | undefined
  readonly positive?: string | number | boolean | undefined
  /** With contracts: how long the customer has been there; it alone is what the model has to beat. */
  readonly tenure?: Names | undefined
  /** With contracts: the columns to learn from. Default: all that can be. */
  readonly features?: readonly Names[] | undefined
  /** About so many customers, drawn by lot, are learned from and tested on where there are more. Default 100,000. */
  readonly sample?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

const WHO = 'fitChurn'
const CONTRACTS = ['churned', 'positive', 'tenure', 'features']
const ORDERS = HISTORY_OPTIONS.concat(SOURCE_OPTIONS, ['horizon', 'cutoff', 'active', 'sample'])
const SHARED = ['seed', 'threads', 'onProgress', 'signal']

/**
 * Who is about to leave, why, and how sure is that? Learns from orders alone: customers as they were known at an earlier day, and whether they ordered in the
 * horizon after it. Gives a probability for each of today's customers, with reasons in words.
 *
 * **From orders.** Features (`customerFeatures`) and labels (`labelChurn`) are made at earlier cut-offs and at a later one. What is learned from the earlier is tested on the later,
 * as it will be used: on a future that it has not seen. The earlier are (`fit.trainCutoffs`) the day a horizon before the later and those 28, 56 and 84 days before that, as far as history reaches;
 * where it reaches back by a year and half a one more, the day a year earlier, so that the season is the same, and those 28 days around it. Their labels end before the later begins. Boosting (`fitBoost`, 80 trees of four leaves) is calibrated by a sigmoid on cross-validated probabilities; features include
 * `p_alive` of BG/NBD (`fitBgNbd`) and its chance of no order within the horizon. `fit.models` has the AUC (with DeLong's interval), lift and Brier score of boosting on the later cut-off, beside
 * logistic regression, a tree, BG/NBD's two, and days since the last order alone; `fit.verdict` says whether boosting beats recency. The
 * model that is kept has learned from `fit.finalCutoffs`: the later one too, or the days around a year before the last. Of more than 100,000 customers (`sample`) so many are drawn by lot; `predict` scores all. What is
 * learned does not depend on the order of rows.
 *
 * **From contracts.** With `churned`, the table has one row a contract and says who left; a quarter drawn by lot is kept back to test.
 *
 * **predict.** Of a model from orders, `predict(orders, {asOf})` gives one row a customer: `customer_id`, `days_since_last`, `orders`, `revenue`; `usual_gap` (days: the mean between the customer's orders, the typical one where there is none); `stage` (acquaintance, growth, stable, declining,
 * lapsed: see `lifecycleStages`); `p_alive`; `churn_probability`; `churn_percentile` and `churn_percentile_stage` (from 0 to 100, of the customers that it learned from, all and of the same stage);
 * `churn_driver`, the strongest reason, and `churn_drivers`, up to three in words, from SHAP values added up over features that say the same; with `values: table` of `customer_id`
 * and `clv` also `clv` and `value_at_risk`, probability × clv. Whoever has been silent for longer than anybody it learned from (`longestSilence`) is given what the longest silence was: the probability rises no further. `about(scores).counts['churn.predict']` has
 * `silentLonger`, how many these are, and `daysWithoutOrders`, the days before `asOf` in which nobody ordered: where these are many, the orders are an old export, and all look silent. Of a model from contracts, `predict(table)` adds `churn_probability`, `churn_percentile`, `churn_driver`,
 * `churn_drivers` and, where there is a column `clv`, `value_at_risk`.
 *
 * @param table - one row an order or order line; or, with `churned`, one a contract
 * @param options - roles, `horizon` (90 days), `cutoff`, `active`, `sample`, and what features are made of: `windows`, `product`, `discount`, `channel`, `delivery`, `tickets`, `contacts`, `customers` (what is known of them: country, age …; assumed to have held at every cut-off, unless `known` says from when on); or `churned`, `positive`,
 * `tenure`, `features`; `seed` (1), `threads` (1), `onProgress`, `signal`
 * @returns a frozen model: `fit` (what the holdout says), `predict`, `boost` (its trees), `buying` (BG/NBD or null), `toJSON`
 * @throws ClienteleError `option-invalid` (a horizon longer than what follows the cut-off), `rows-too-few` (less than 20 who leave or stay, too short a history), `value-invalid`,
 * `role-missing`, `column-missing`, `column-type`, `aborted`
 *
 * Cost: two seconds for the 400,000 lines and 4,300 customers of a shop's year; some twenty, and 0.75 GB, for ten million orders of a million customers: beyond `sample` customers only reading grows.
 *
 * @example
 * ```ts
 * // 300 customers of two kinds, some of whom stop.
 * const orders = fromRows(
 *   Array.from({ length: 300 }, (_, c) => c).flatMap((c) =>
 *     Array.from({ length: c % 3 === 0 ? 4 + (c % 5) : 24 }, (_, k) => ({
 *       customer_id: `c${c}`, day: new Date(Date.UTC(2024, 0, 1 + (c % 20) + 15 * k)), paid: 10 + (c % 7),
 *     })),
 *   ),
 * )
 * const roles = { customer: 'customer_id', time: 'day', amount: 'paid' } as const
 * const model = fitChurn(orders, { ...roles, horizon: { days: 60 }, windows: [{ days: 60 }] })
 * const [first, second] = toRows(model.predict(orders))
 * console.log(first.churn_probability > 0.8, second.churn_probability < 0.3) // true true
 * console.log(first.churn_driver) // silence
 * ```
 */
export function fitChurn<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitChurnOptions<ColumnName<NoInfer<T>>> = {},
): ChurnModel {
  checkOptions(WHO, options, [...ORDERS, ...CONTRACTS, ...SHARED])
  const { seed = 1, threads = 1, churned } = options
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(WHO, 'threads', threads, 1, 256)
  const own = adopt(table, WHO)
  const given = options as { readonly [name: string]: unknown }
  const has = (name: string): boolean => given[name] !== undefined
  if (churned === undefined) {
    const stray = CONTRACTS.find(has)
    if (stray === undefined) return fitFromOrders(own, { ...(options as object), seed, threads })
    throw invalid(
      WHO,
      `${stray} is for contracts, which say who left; say churned: '…', or leave ${stray} out`,
    )
  }
  const stray = ORDERS.find(has)
  if (stray !== undefined) {
    throw invalid(WHO, `churned is for contracts, ${stray} for orders; leave one of them out`)
  }
  const { positive, tenure, features, onProgress, signal } = options
  return fitFromContracts(own, { churned, positive, tenure, features, onProgress, signal, seed, threads })
}
