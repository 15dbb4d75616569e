import type { ColumnName, TableLike } from '../table/types.js'
import { fitRetention, type FitRetentionOptions } from './lifetime/fitRetention.js'
import type { RetentionModel } from './lifetime/retentionModel.js'

/**
 * Learns how long customers with a contract stay, where one and the same customer also gets likelier or less likely to leave as time goes by. The
 * beta-discrete-Weibull model; with c = 1 it is `fitSbg`.
 *
 * A customer survives t renewals with probability (1 − θ)^(t^c), θ ~ Beta(gamma, delta): c above 1 means growing tired, below 1 growing fond
 * (Fader, Hardie, Liu, Davin & Steenburgh 2018). A covariate z of `dropout` multiplies that exponent, the hazard of leaving, by exp(coefficient·z)
 * (McCarthy, Fader & Hardie 2017).
 *
 * @param customers - one row a customer: `duration` (renewals, a count: the one at which they left, or how many they have made) and
 * `churned` (boolean, 0/1 or yes/no; where it is missing in `predict` everybody is still there)
 * @param options - other columns, `weights`, `penalty`, `covariates`, `bootstrap` and `seed`, `onProgress` and `signal`
 * @returns a frozen model: `predict(table, {horizon: {periods: 5}, interval})` adds `p_alive` (1 for who is there, 0 for who left),
 * `p_alive_at_horizon` (the chance to make so many more renewals) and `expected_renewals` (how many of them, on average). Rows with a missing
 * value are left out, counted in `fit.leftOut`, and get nulls. It enters `lifetimeValue` as `retention`
 * @throws ClienteleError `column-missing`, `column-type`, `value-invalid`, `rows-too-few`, `option-invalid`, `aborted`
 *
 * Cost: linear in rows; a fit takes a millisecond.
 *
 * @example
 * ```ts
 * const members = fromRows([
 *   { duration: 1, churned: 1, people: 369 },
 *   { duration: 2, churned: 1, people: 163 },
 *   { duration: 3, churned: 1, people: 86 },
 *   { duration: 4, churned: 1, people: 56 },
 *   { duration: 4, churned: 0, people: 326 },
 * ])
 * const model = fitBdw(members, { weights: 'people' })
 * console.log(model.fit.customers) // 1000
 * ```
 */
export function fitBdw<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: FitRetentionOptions<ColumnName<T>> = {},
): RetentionModel {
  return fitRetention('bdw', customers, options as FitRetentionOptions)
}
