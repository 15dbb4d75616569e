import { normalQuantile } from '../numeric/normal.js'
import { checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { float64 } from '../table/build.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import type { LifeTable } from './survival/lifeTable.js'
import { type GroupOptions, groupTable, joinArrays, readLevel } from './survival/options.js'
import { groupLives, LIVES_OPTIONS, readLives } from './survival/readLives.js'
import { type LifeColumns, lifeColumns } from './survival/tables.js'

/** What `nelsonAalen` can be told. */
export interface NelsonAalenOptions<
  Names extends string = string,
  By extends string = string,
> extends GroupOptions<Names, By> {
  /** The level of the interval, from 0.5 to 0.999999. Default 0.95. */
  readonly interval?: number | undefined
}

/** The columns of a cumulative hazard. */
export type NelsonAalenColumns = LifeColumns & {
  hazard: Float64
  cumulative_hazard: Float64
  cumulative_hazard_error: Float64
  cumulative_hazard_low: Float64
  cumulative_hazard_high: Float64
}

const WHO = 'nelsonAalen'

/**
 * How dangerous each month is: the share of those still there that leaves at each time, and its sum, whose slope shows when customers leave most.
 *
 * The cumulative hazard is H(t) = Σ events / at risk (Nelson 1972, Aalen 1978), its variance Σ events / at risk², its interval made on the log scale.
 * Ties are taken as they are: several customers who leave at one time leave at once.
 *
 * @param table - one row a customer (or contract)
 * @param options - `duration` and `event`; `by` for a curve each group; `entry`, `weights`, `missing`, `interval`
 * @returns one row for each group and different duration, and for time 0: `time`, `at_risk`, `events`, `censored` as in `kaplanMeier`, `hazard` (share of those at risk
 * that leaves at that time), `cumulative_hazard` with `_error`, `_low`, `_high`
 * @throws ClienteleError as `kaplanMeier`
 *
 * Cost: as `kaplanMeier`.
 *
 * @example
 * ```ts
 * const customers = fromRows([{ months: 2, left: true }, { months: 3, left: false }, { months: 5, left: true }])
 * const hazard = nelsonAalen(customers, { duration: 'months', event: 'left' })
 * console.log(toRows(hazard).map((row) => row.cumulative_hazard?.toFixed(3))) // [ '0.000', '0.333', '0.333', '1.333' ]
 * ```
 */
export function nelsonAalen<T extends { [name: string]: any } = any, By extends ColumnName<T> = never>(
  table: TableLike<T>,
  options: NelsonAalenOptions<ColumnName<NoInfer<T>>, By>,
): Table<Pick<Own<T>, By> & NelsonAalenColumns> {
  checkOptions(WHO, options, [...LIVES_OPTIONS, 'by', 'interval'])
  const z = normalQuantile(0.5 + readLevel(WHO, options.interval) / 2)
  const own = adopt(table, WHO)
  const groups = groupLives(WHO, own, readLives(WHO, own, options), options.by)
  const { tables, groupOf, columns: life } = lifeColumns(groups)
  const hazards = tables.map((one) => cumulativeHazard(one, z))
  const columns = {
    ...life,
    hazard: float64(joinArrays(hazards.map(({ hazard }) => hazard))),
    cumulative_hazard: float64(joinArrays(hazards.map(({ sum }) => sum))),
    cumulative_hazard_error: float64(joinArrays(hazards.map(({ error }) => error))),
    cumulative_hazard_low: float64(joinArrays(hazards.map(({ low }) => low))),
    cumulative_hazard_high: float64(joinArrays(hazards.map(({ high }) => high))),
  }
  return groupTable(WHO, groups, groupOf, columns) as never
}

interface Hazard {
  readonly hazard: Float64Array
  readonly sum: Float64Array
  readonly error: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

function cumulativeHazard({ times, atRisk, events }: LifeTable, z: number): Hazard {
  const make = (): Float64Array => new Float64Array(times.length)
  const [hazard, sum, error, low, high] = [make(), make(), make(), make(), make()]
  let total = 0
  let variance = 0
  for (let t = 0; t < times.length; t++) {
    if (events[t]! > 0) {
      hazard[t] = events[t]! / atRisk[t]!
      total += hazard[t]!
      variance += hazard[t]! / atRisk[t]!
    }
    sum[t] = total
    error[t] = Math.sqrt(variance)
    const factor = total > 0 ? Math.exp((z * error[t]!) / total) : 1
    low[t] = total / factor
    high[t] = total * factor
  }
  return { hazard, sum, error, low, high }
}
