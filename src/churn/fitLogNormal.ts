import type { ColumnName, TableLike } from '../table/types.js'
import { fitAft, type FitAftOptions } from './aft/fitAft.js'
import type { AftModel } from './aft/model.js'

/**
 * As `fitWeibull`, but with durations of a log-normal distribution, whose rate of leaving first rises and then falls: customers who have stayed long stay on.
 *
 * log(duration) = intercept + effects · features + σ · noise, the noise standard normal (accelerated failure times; Kalbfleisch and Prentice 1980).
 *
 * @param table - one row a customer (or contract)
 * @param options - as for `fitWeibull`
 * @returns a frozen model as `fitWeibull` gives; compare the two by `fit.aic`
 * @throws ClienteleError as `fitWeibull`
 *
 * Cost: as `fitWeibull`.
 *
 * @example
 * ```ts
 * const customers = fromRows(
 *   Array.from({ length: 60 }, (_, i) => ({ months: 1 + ((i * 7) % 23), left: i % 3 > 0, fee: 10 + (i % 9) })),
 * )
 * const life = { duration: 'months', event: 'left', features: ['fee'] } as const
 * console.log(fitLogNormal(customers, life).fit.aic > fitWeibull(customers, life).fit.aic) // true
 * ```
 */
export function fitLogNormal<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitAftOptions<ColumnName<NoInfer<T>>>,
): AftModel<'logNormal'> {
  return fitAft('fitLogNormal', 'logNormal', table, options)
}
