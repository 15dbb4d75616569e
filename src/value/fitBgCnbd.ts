import { checkBoolean, checkInteger, invalid } from '../options.js'
import type { Progress } from '../progress.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { bgCore } from './lifetime/bgCore.js'
import type { BuyingModel } from './lifetime/buyingModel.js'
import { checkFitOptions, fitBuying, type FitBuyingOptions } from './lifetime/fitBuying.js'

/** What `fitBgCnbd` can be told. */
export interface FitBgCnbdOptions<Names extends string = string> extends FitBuyingOptions<Names> {
  /** How regularly customers order: 1 is at random, 2 and more ever more by the clock. Default: the likeliest from 1 to 12. */
  readonly k?: number | undefined
  /** Whether customers may leave right after the first order. Default false. */
  readonly modified?: boolean | undefined
  /** The sum of the logarithms of the times between a customer's orders; it makes choosing k sharper. Repeat buyers without it are left out. Default: not known. */
  readonly logIntervals?: Names | undefined
}

const WHO = 'fitBgCnbd'
const MOST = 12

/**
 * Learns how often customers order and how soon they leave, where they order regularly: groceries, refills, anything that is used up.
 * The BG/CNBD-k model, and with `modified: true` MBG/CNBD-k.
 *
 * As `fitBgNbd`, with times between orders that follow an Erlang-k distribution: an order is every k-th event of a Poisson process
 * (Reutterer, Platzer & Schröder 2020). A regular customer who is overdue is more surely gone. Where `k` is not given the likeliest is
 * chosen; the search ends when two in a row were no better. Likelihoods of different k are comparable: they count the density of the last
 * order's time, or, with `logIntervals`, of every order's. Expectations are exact for any k: they take in how much of
 * the current interval has probably passed.
 *
 * @param customers - one row a customer, as `summarize` gives: `frequency` (repeat orders, a count), `recency` and `T` (time from the
 * first order to the last, and to the end of what is known, in the table's unit)
 * @param options - other columns, `weights`, `penalty`, `covariates`, `bootstrap` and `seed`, `unit`, `onProgress` and `signal`
 * @returns a frozen model. `predict(table, {horizon: {weeks: 39}})` adds `p_alive` (the chance still to be a customer) and `expected_purchases`
 * (orders over the horizon, dropout counted in); on request `interval: 0.95` (`…_low`, `…_high`), `atHorizon` (`p_alive_at_horizon`),
 * `purchases: {to: 5}` (`p_0` … `p_5`) and `nextOrder` (`p_next_order`: the chance that another order ever comes; `next_order`: the day by which
 * half of such customers who order again will have, null beyond the year 9999). Rows with a missing value are left out of the
 * fit, are counted in `fit.leftOut`, and get nulls
 * @throws ClienteleError `column-missing`, `column-type`, `value-invalid` (a negative or infinite time, an order later than T), `rows-too-few`,
 * `unit-missing` and `contradiction` (units of time), `option-invalid`, `aborted`
 *
 * Cost: linear in rows to collapse equal histories, then some forty passes over distinct ones; memory 20 bytes a row.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { frequency: 0, recency: 0, T: 38, weight: 60 },
 *   { frequency: 1, recency: 9, T: 38, weight: 20 },
 *   { frequency: 3, recency: 30, T: 38, weight: 12 },
 *   { frequency: 8, recency: 37, T: 38, weight: 4 },
 * ])
 * const model = fitBgCnbd(customers, { k: 2, weights: 'weight', unit: 'week' })
 * const expected = toRows(model.predict(customers, { horizon: { weeks: 39 }, unit: 'week' }))
 * console.log(expected.map((row) => row.expected_purchases.toFixed(1)).join(' ')) // '0.2 0.2 3.2 7.5'
 * ```
 */
export function fitBgCnbd<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: FitBgCnbdOptions<ColumnName<T>> = {},
): BuyingModel<'bgCnbd'> {
  checkFitOptions(WHO, options, ['k', 'modified', 'logIntervals'])
  const { k, modified = false, logIntervals } = options
  checkBoolean(WHO, 'modified', modified)
  if (logIntervals !== undefined && typeof logIntervals !== 'string')
    throw invalid(WHO, "logIntervals must be a column's name")
  if (k !== undefined) checkInteger(WHO, 'k', k, 1, MOST)
  const given = options as FitBgCnbdOptions
  if (k !== undefined) return fitOne(customers, given, k, modified)
  // Only the shape that is chosen is fitted again to samples.
  const tried = (shape: number): BuyingModel<'bgCnbd'> => {
    const onProgress = (progress: Progress) =>
      options.onProgress?.({ ...progress, phase: `fit k = ${shape}` })
    return fitOne(customers, { ...given, bootstrap: 0, onProgress }, shape, modified)
  }
  let best = tried(1)
  for (let shape = 2; shape <= Math.min(MOST, best.k + 2); shape++) {
    const other = tried(shape)
    if (other.fit.logLikelihood > best.fit.logLikelihood) best = other
  }
  return (options.bootstrap ?? 0) > 0 ? fitOne(customers, given, best.k, modified) : best
}

function fitOne(
  customers: TableLike,
  options: FitBgCnbdOptions,
  k: number,
  modified: boolean,
): BuyingModel<'bgCnbd'> {
  const core = bgCore(WHO, 'bgCnbd', modified ? 1 : 0, k)
  return fitBuying(core, customers, options, {
    kind: 'bgCnbd',
    k,
    modified,
    logIntervals: options.logIntervals,
  })
}
