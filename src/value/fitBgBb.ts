import type { ColumnName, TableLike } from '../table/types.js'
import type { BuyingModel } from './lifetime/buyingModel.js'
import { bgBbCore } from './lifetime/bgBbCore.js'
import { checkFitOptions, fitBuying, type FitBuyingOptions } from './lifetime/fitBuying.js'

/**
 * Learns who takes the chances to order, where there are only so many: donors asked once a year, visitors of a yearly cruise, one
 * opportunity a period. The BG/BB model.
 *
 * A customer takes an opportunity with probability Beta(alpha, beta), and leaves before each with probability Beta(gamma, delta) (Fader,
 * Hardie & Shang 2010). `frequency` counts orders, `recency` is the opportunity of the last, `T` how many there were. Give the horizon
 * as `{periods: n}` opportunities. `p_alive` is the chance to be there for the next opportunity. A covariate z of `purchase` multiplies alpha
 * and beta by exp(coefficient·z), with a coefficient each, one of `dropout` gamma and delta.
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
 * const donors = fromRows([
 *   { frequency: 0, recency: 0, T: 6, weight: 50 },
 *   { frequency: 2, recency: 4, T: 6, weight: 20 },
 *   { frequency: 6, recency: 6, T: 6, weight: 20 },
 * ])
 * const model = fitBgBb(donors, { weights: 'weight' })
 * const expected = toRows(model.predict(donors, { horizon: { periods: 5 } }))
 * console.log(expected.map((row) => row.expected_purchases.toFixed(1)).join(' ')) // '0.1 1.7 4.8'
 * ```
 */
export function fitBgBb<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: FitBuyingOptions<ColumnName<T>> = {},
): BuyingModel<'bgBb'> {
  checkFitOptions('fitBgBb', options)
  return fitBuying(bgBbCore, customers, options as FitBuyingOptions, { kind: 'bgBb' })
}
