import { checkNumber, checkOptions } from '../options.js'
import { report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table, Vector } from '../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../table/build.js'
import { readAbout, withAbout } from '../table/metadata.js'
import type { ColumnName, Columns, Own, TableLike } from '../table/types.js'
import { intervalOf } from './lifetime/uncertainty.js'
import { VALUE_OPTIONS, valueEstimate, type ValueOptions } from './lifetime/valueEstimate.js'

/** What `lifetimeValue` can be told. */
export interface LifetimeValueOptions<Names extends string = string>
  extends ValueOptions<Names>, NamingOptions {
  /** Adds `clv_low` and `clv_high`: the level, such as 0.95. */
  readonly interval?: number | undefined
}

const WHO = 'lifetimeValue'

/**
 * What each customer is worth from now on: expected orders, each discounted to today, times what an order brings, times the margin.
 *
 * Over a horizon orders are counted by steps of its unit (`{months: 12}`: twelve months), those of a step discounted
 * as if they came at its end, a last part of a step at its own. `horizon: Infinity` gives discounted expected residual transactions (Fader, Hardie & Lee 2005), with
 * continuous discounting at the same yearly rate. With `retention` a period's spend comes at each renewal. Past
 * orders do not count: `revenue` has them.
 *
 * @param customers - one row a customer, with the columns that the models learned from
 * @param options - `buying` or `retention`, `spending` (a Gamma-Gamma model, a column or a number), `horizon`, `discountRate` (a year's, default
 * 0.1), `margin` (a number or a column, default 1), `interval`, `unit`, `onProgress`, `signal`, `as`, `replace`
 * @returns the table with `clv` (currency) added; with `interval` also `clv_low` and `clv_high`, by the delta method or the models' bootstraps:
 * the uncertainty of what was learned, not the luck of the single customer. Null where a value is missing or expected spend is infinite
 * (counted in the metadata)
 * @throws ClienteleError `unit-missing`, `contradiction`, `column-missing`, `value-invalid`, `option-invalid`
 *
 * Cost: steps × distinct histories, some hundreds for many steps; `interval` costs two more of that a parameter.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { frequency: 0, recency: 0, T: 38, monetary_value: 0, weight: 60 },
 *   { frequency: 1, recency: 9, T: 38, monetary_value: 20, weight: 20 },
 *   { frequency: 3, recency: 30, T: 38, monetary_value: 45, weight: 12 },
 *   { frequency: 8, recency: 37, T: 38, monetary_value: 30, weight: 4 },
 * ])
 * const buying = fitBgNbd(customers, { weights: 'weight', unit: 'week' })
 * const valued = lifetimeValue(customers, { buying, spending: 30, horizon: { months: 12 }, unit: 'week' })
 * console.log(toRows(valued).map((row) => Math.round(row.clv)).join(' ')) // '8 14 103 258'
 * ```
 */
export function lifetimeValue<T extends Columns = any>(
  customers: TableLike<T>,
  options: LifetimeValueOptions<ColumnName<T>> & { readonly interval: number },
): Table<Own<T> & { clv: Float64; clv_low: Float64; clv_high: Float64 }>
export function lifetimeValue<T extends Columns = any>(
  customers: TableLike<T>,
  options: LifetimeValueOptions<ColumnName<T>>,
): Table<Own<T> & { clv: Float64 }>
export function lifetimeValue(customers: TableLike, options: LifetimeValueOptions): Table<any> {
  checkOptions(WHO, options, [...VALUE_OPTIONS, 'interval', 'as', 'replace'])
  const { interval } = options
  if (interval !== undefined) checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  const table = adopt(customers, WHO)
  const estimate = valueEstimate(table, options, WHO)
  const clv = estimate.at(estimate.phi)
  const added: Record<string, Vector> = { clv: float64(clv) }
  if (interval !== undefined) {
    const { low, high } = intervalOf(estimate, 'amount', interval)
    added.clv_low = float64(low)
    added.clv_high = float64(high)
  }
  report(WHO, options, { phase: 'add', done: 1, total: 1 })
  const known = readAbout(table, WHO)
  const missing = clv.reduce((n, v) => n + Number(Number.isNaN(v)), 0)
  const counts = { ...known.counts, [WHO]: { customers: clv.length - missing, missing } }
  return addColumns(table, added, WHO, options, withAbout(table.schema.metadata, { ...known, counts }))
}
