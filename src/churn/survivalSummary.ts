import { checkNumber, checkOptions, invalid } from '../options.js'
import { normalQuantile } from '../numeric/normal.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { float64 } from '../table/build.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import { restrictedMean, survivalAt, survivalCurve, timeAtShare } from './survival/curves.js'
import { lifeTable, type LifeTable } from './survival/lifeTable.js'
import { type GroupOptions, groupTable, readLevel } from './survival/options.js'
import { groupLives, LIVES_OPTIONS, readLives } from './survival/readLives.js'

/** What `survivalSummary` can be told. */
export interface SurvivalSummaryOptions<
  Names extends string = string,
  By extends string = string,
> extends GroupOptions<Names, By> {
  /** How long a customer has been there already: remaining life is that of those who got so far. Default 0. */
  readonly after?: number | undefined
  /** Up to when means are taken. Default: the longest duration that all groups reach. */
  readonly until?: number | undefined
  /** The level of intervals, from 0.5 to 0.999999. Default 0.95. */
  readonly interval?: number | undefined
}

/** The columns of `survivalSummary`. */
export type SurvivalSummaryColumns = {
  customers: Float64
  events: Float64
  median: Float64
  median_low: Float64
  median_high: Float64
  restricted_mean: Float64
  restricted_mean_low: Float64
  restricted_mean_high: Float64
  surviving: Float64
  median_remaining: Float64
  mean_remaining: Float64
}

const WHO = 'survivalSummary'

/**
 * How long customers stay, in a row a group: the time by which half have left, the mean up to a horizon, and what is to be expected yet of those who have already
 * been there for some time.
 *
 * All come from the product-limit curve (`kaplanMeier`). The median is the first time at which survival is at most a half, its interval where the curve's own
 * interval (log−log) crosses a half (Brookmeyer and Crowley 1982); null where the curve ends above. The restricted mean is the area under the curve up to `until`, with
 * Greenwood's variance (Irwin 1949; Royston and Parmar 2013).
 *
 * @param table - one row a customer (or contract)
 * @param options - `duration`, `event`; `by`, `after`, `until`, `entry`, `weights`, `missing`, `interval`
 * @returns one row a group: `customers` and `events` (or weights), `median` with `_low` and `_high`, `restricted_mean` (from 0 to `until`) with its interval, `surviving`
 * (share still there at `after`), `median_remaining` and `mean_remaining` (from `after` on, the mean up to `until`); times in the unit of `duration`. With `by`, the group stands first
 * @throws ClienteleError as `kaplanMeier`; `option-invalid` where `until` is not above `after`
 *
 * Cost: as `kaplanMeier`.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { months: 2, left: true },
 *   { months: 3, left: false },
 *   { months: 5, left: true },
 *   { months: 8, left: false },
 * ])
 * const [all] = toRows(survivalSummary(customers, { duration: 'months', event: 'left', after: 2 }))
 * console.log(all?.median, all?.restricted_mean, all?.mean_remaining) // 5 5.375 4.5
 * ```
 */
export function survivalSummary<T extends { [name: string]: any } = any, By extends ColumnName<T> = never>(
  table: TableLike<T>,
  options: SurvivalSummaryOptions<ColumnName<NoInfer<T>>, By>,
): Table<Pick<Own<T>, By> & SurvivalSummaryColumns> {
  checkOptions(WHO, options, [...LIVES_OPTIONS, 'by', 'after', 'until', 'interval'])
  const { by, after = 0 } = options
  checkNumber(WHO, 'after', after, 0, 1e100)
  const level = readLevel(WHO, options.interval)
  const own = adopt(table, WHO)
  const groups = groupLives(WHO, own, readLives(WHO, own, options), by)
  const tables = groups.lives.map((lives) => lifeTable(lives))
  const until = options.until ?? Math.min(...tables.map(({ times }) => times.at(-1)!))
  checkNumber(WHO, 'until', until, 0, 1e100)
  if (until <= after && (options.until !== undefined || after > 0)) {
    throw invalid(
      WHO,
      `until is ${until} and after is ${after}, but means are from after to until; choose a later until`,
    )
  }
  const rows = tables.map((one) => summary(one, after, until, level))
  const column = (name: keyof SurvivalSummaryColumns) =>
    float64(Float64Array.from(rows, (row) => (Number.isFinite(row[name]) ? row[name] : NaN)))
  const names = Object.keys(rows[0] ?? {}) as (keyof SurvivalSummaryColumns)[]
  const columns = Object.fromEntries(names.map((name) => [name, column(name)]))
  return groupTable(WHO, groups, Int32Array.from(rows.keys()), columns) as never
}

function summary(
  table: LifeTable,
  after: number,
  until: number,
  level: number,
): Record<keyof SurvivalSummaryColumns, number> {
  const { times, events, censored } = table
  const { survival, low, high } = survivalCurve(table, level, 'logLog')
  const whole = restrictedMean(table, survival, 0, until)
  const half = normalQuantile(0.5 + level / 2) * whole.standardError
  const surviving = survivalAt(times, survival, after)
  const left = events.reduce((sum, v) => sum + v, 0)
  return {
    customers: left + censored.reduce((sum, v) => sum + v, 0),
    events: left,
    median: timeAtShare(times, survival, 0.5),
    median_low: timeAtShare(times, low, 0.5),
    median_high: timeAtShare(times, high, 0.5),
    restricted_mean: whole.mean,
    restricted_mean_low: whole.mean - half,
    restricted_mean_high: whole.mean + half,
    surviving,
    median_remaining: surviving > 0 ? timeAtShare(times, survival, surviving / 2) - after : NaN,
    mean_remaining: restrictedMean(table, survival, after, until).mean,
  }
}
