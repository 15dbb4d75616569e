import type { ColumnName, TableLike } from '../table/types.js'
import type { BuyingModel } from './lifetime/buyingModel.js'
import { bgCore } from './lifetime/bgCore.js'
import { checkFitOptions, fitBuying, type FitBuyingOptions } from './lifetime/fitBuying.js'

/**
 * Learns how often customers order and how soon they leave, where they leave right after an order: the BG/NBD model, the
 * usual first choice for a shop.
 *
 * Rates of ordering differ as Gamma(r, alpha); after each repeat order a customer leaves with a probability that differs as
 * Beta(a, b) (Fader, Hardie & Lee 2005). By that definition nobody leaves before the first repeat order, so `p_alive` is
 * exactly 1 for one-time buyers, however long ago they came: `fitMbgNbd` mends that. How many there are is in the prediction's
 * metadata as `certain`. A covariate z of `purchase` divides alpha by exp(coefficient·z), one of `dropout` multiplies a and b, with a
 * coefficient each (Fader & Hardie 2007).
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
 * const model = fitBgNbd(customers, { weights: 'weight', unit: 'week' })
 * const expected = toRows(model.predict(customers, { horizon: { weeks: 39 }, unit: 'week' }))
 * console.log(expected.map((row) => row.expected_purchases.toFixed(1)).join(' ')) // '0.2 0.4 2.7 6.8'
 * ```
 */
export function fitBgNbd<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: FitBuyingOptions<ColumnName<T>> = {},
): BuyingModel<'bgNbd'> {
  checkFitOptions('fitBgNbd', options)
  return fitBuying(bgCore('fitBgNbd', 'bgNbd', 0, 1), customers, options as FitBuyingOptions, {
    kind: 'bgNbd',
  })
}
