import type { ColumnName, TableLike } from '../table/types.js'
import type { BuyingModel } from './lifetime/buyingModel.js'
import { paretoCore } from './lifetime/paretoCore.js'
import { checkFitOptions, fitBuying, type FitBuyingOptions } from './lifetime/fitBuying.js'

/**
 * Learns how often customers order and how long they stay, where they may leave at any time: the Pareto/NBD model. The
 * one to start from where leaving has nothing to do with ordering.
 *
 * Rates of ordering differ as Gamma(r, alpha), rates of leaving as Gamma(s, beta) (Schmittlein, Morrison & Colombo 1987; likelihood after
 * Fader & Hardie 2005 as two positive terms, which neither overflow nor cancel). A covariate z of `purchase` divides alpha by
 * exp(coefficient·z), one of `dropout` divides beta (Fader & Hardie 2007).
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
 * const model = fitParetoNbd(customers, { weights: 'weight', unit: 'week' })
 * const expected = toRows(model.predict(customers, { horizon: { weeks: 39 }, unit: 'week' }))
 * console.log(expected.map((row) => row.expected_purchases.toFixed(1)).join(' ')) // '0.1 0.3 1.5 4.2'
 * ```
 */
export function fitParetoNbd<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: FitBuyingOptions<ColumnName<T>> = {},
): BuyingModel<'paretoNbd'> {
  checkFitOptions('fitParetoNbd', options)
  return fitBuying(paretoCore, customers, options as FitBuyingOptions, { kind: 'paretoNbd' })
}
