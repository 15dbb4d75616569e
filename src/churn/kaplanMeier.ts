import { checkChoice, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { float64 } from '../table/build.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import { type SurvivalInterval, survivalCurve } from './survival/curves.js'
import { type GroupOptions, groupTable, joinArrays, readLevel } from './survival/options.js'
import { groupLives, LIVES_OPTIONS, readLives } from './survival/readLives.js'
import { type LifeColumns, lifeColumns } from './survival/tables.js'

/** What `kaplanMeier` can be told. */
export interface KaplanMeierOptions<
  Names extends string = string,
  By extends string = string,
> extends GroupOptions<Names, By> {
  /** The level of the interval, from 0.5 to 0.999999. Default 0.95. */
  readonly interval?: number | undefined
  /** How the interval is made of Greenwood's variance: 'logLog' stays between 0 and 1 by itself, 'log' and 'plain' are cut. Default 'logLog'. */
  readonly form?: SurvivalInterval | undefined
}

/** The columns of a survival curve. */
export type KaplanMeierColumns = LifeColumns & {
  survival: Float64
  survival_error: Float64
  survival_low: Float64
  survival_high: Float64
}

const WHO = 'kaplanMeier'

/**
 * What share of customers is still there after 1, 2, 3, … months, counting rightly those who are still customers today and whose end nobody knows.
 *
 * The product-limit curve S(t) = ∏ (1 − events / at risk) over the times up to t (Kaplan and Meier 1958), with Greenwood's standard error and an interval
 * made on the scale of log(−log S) (Kalbfleisch and Prentice). Who is censored at a time is at risk of the events of that time. Customers who come
 * under observation late (`entry`) are at risk from then on.
 *
 * @param table - one row a customer (or contract)
 * @param options - `duration` and `event`; `by` for a curve each group; `entry`, `weights`, `missing`, `interval`, `form`
 * @returns one row for each group and different duration, in ascending order, and for time 0: `time` (unit of `duration`), `at_risk` just before it, `events` and `censored` at it
 * (customers, or weights), `survival` from it on (0 to 1), `survival_error`, `survival_low`, `survival_high`. With `by`, the group stands first
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`; `value-invalid` for negative or missing durations and events that are not yes or no; `rows-too-few`
 *
 * Cost: whole durations are counted in one pass (10 million rows in a fifth of a second), others are sorted.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { months: 2, left: true },
 *   { months: 3, left: false },
 *   { months: 5, left: true },
 *   { months: 8, left: false },
 * ])
 * const curve = kaplanMeier(customers, { duration: 'months', event: 'left' })
 * console.log(toRows(curve).map((row) => [row.time, row.survival])) // [ [ 0, 1 ], [ 2, 0.75 ], [ 3, 0.75 ], [ 5, 0.375 ], [ 8, 0.375 ] ]
 * ```
 */
export function kaplanMeier<T extends { [name: string]: any } = any, By extends ColumnName<T> = never>(
  table: TableLike<T>,
  options: KaplanMeierOptions<ColumnName<NoInfer<T>>, By>,
): Table<Pick<Own<T>, By> & KaplanMeierColumns> {
  checkOptions(WHO, options, [...LIVES_OPTIONS, 'by', 'interval', 'form'])
  const { by, form = 'logLog' } = options
  checkChoice(WHO, 'form', form, ['logLog', 'log', 'plain'])
  const level = readLevel(WHO, options.interval)
  const own = adopt(table, WHO)
  const groups = groupLives(WHO, own, readLives(WHO, own, options), by)
  const { tables, groupOf, columns: life } = lifeColumns(groups)
  const curves = tables.map((one) => survivalCurve(one, level, form))
  const columns = {
    ...life,
    survival: float64(joinArrays(curves.map(({ survival }) => survival))),
    survival_error: float64(joinArrays(curves.map(({ standardError }) => standardError))),
    survival_low: float64(joinArrays(curves.map(({ low }) => low))),
    survival_high: float64(joinArrays(curves.map(({ high }) => high))),
  }
  return groupTable(WHO, groups, groupOf, columns) as never
}
