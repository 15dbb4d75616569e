import type { ColumnName, TableLike } from '../table/types.js'
import { fitAft, type FitAftOptions } from './aft/fitAft.js'
import type { AftModel } from './aft/model.js'

/**
 * How much longer or shorter each feature makes customers stay, and how long each of them may yet stay, beyond what was observed too: durations
 * of a Weibull distribution, whose rate of leaving rises or falls steadily with age.
 *
 * log(duration) = intercept + effects · features + σ · noise, the noise of the smallest extreme value (accelerated failure times; Kalbfleisch and Prentice 1980),
 * by maximum likelihood: Newton's method in coordinates in which it is concave (Burridge 1981). Weibull's shape is 1 / σ: above 1 the rate of leaving rises with age.
 *
 * @param table - one row a customer (or contract)
 * @param options - `duration` (above 0) and `event`; `features`, `entry`, `weights`, `l2`, `missing`, `missingFeatures`, `interval`. `features: []` is refused: for durations alone see `kaplanMeier`
 * @returns a frozen model: `coefficients` (a table: term, coefficient, standard error, z, p, time ratio with interval), `intercept`, `effects`, `scale` (σ), `covariance`, `fit`;
 * `predict(table, {horizon, from})` adds `expected_duration`, `median_remaining` and, over a horizon, `survival`
 * @throws ClienteleError as `fitCox`; `value-invalid` for durations of 0
 *
 * Cost: some ten passes over the rows, each of columns² steps a row.
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
 * const model = fitWeibull(customers, { duration: 'months', event: 'left', features: ['plan'] })
 * const [, yearly] = toRows(model.coefficients)
 * console.log(yearly?.term, yearly?.time_ratio?.toFixed(2)) // 'plan = yearly' '1.33'
 * ```
 */
export function fitWeibull<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitAftOptions<ColumnName<NoInfer<T>>>,
): AftModel<'weibull'> {
  return fitAft('fitWeibull', 'weibull', table, options)
}
