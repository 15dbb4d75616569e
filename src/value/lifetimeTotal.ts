import { checkNumber, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table, Vector } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { groupRows } from '../table/group.js'
import { takeVector } from '../table/take.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { combine, intervalOf } from './lifetime/uncertainty.js'
import { VALUE_OPTIONS, valueEstimate, type ValueOptions } from './lifetime/valueEstimate.js'

/** What `lifetimeTotal` can be told. */
export interface LifetimeTotalOptions<Names extends string = string> extends ValueOptions {
  /** Columns that make a group, such as 'segment'. Default: everybody is one group. */
  readonly by?: Names | readonly Names[] | undefined
  /** The level of the intervals. Default 0.95. */
  readonly interval?: number | undefined
}

/** The columns of the result, after those of `by`. */
export type LifetimeTotals = { customers: Int32; clv: Float64; clv_low: Float64; clv_high: Float64 }

const WHO = 'lifetimeTotal'

/**
 * What a group of customers is worth from now on, with an interval: by segment, by cohort, or all together. The interval of a
 * sum is not the sum of intervals: what is wrong about one customer's parameters is wrong about all of them.
 *
 * @param customers - one row a customer, with the columns that the models learned from
 * @param options - those of `lifetimeValue`, `by` (the columns that make a group) and `interval` (default 0.95)
 * @returns one row a group, in order of first appearance: the columns of `by`, `customers` (a count, without those whose value is not
 * known), `clv` (currency: the sum), `clv_low` and `clv_high`
 * @throws ClienteleError as `lifetimeValue`
 *
 * Cost: that of `lifetimeValue` with an interval.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { segment: 'new', frequency: 0, recency: 0, T: 38, weight: 60 },
 *   { segment: 'new', frequency: 1, recency: 9, T: 38, weight: 20 },
 *   { segment: 'loyal', frequency: 3, recency: 30, T: 38, weight: 12 },
 *   { segment: 'loyal', frequency: 8, recency: 37, T: 38, weight: 4 },
 * ])
 * const buying = fitBgNbd(customers, { weights: 'weight', unit: 'week' })
 * const totals = lifetimeTotal(customers, { by: 'segment', buying, spending: 30, horizon: { months: 12 } })
 * console.log(toRows(totals).map((row) => `${row.segment} ${Math.round(row.clv)}`).join(', ')) // 'new 22, loyal 361'
 * ```
 */
export function lifetimeTotal<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  options: LifetimeTotalOptions<ColumnName<T>>,
): Table<LifetimeTotals> {
  checkOptions(WHO, options, [...VALUE_OPTIONS, 'by', 'interval'])
  const { by = [], interval = 0.95 } = options
  checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  const table = adopt(customers, WHO)
  const keys = (Array.isArray(by) ? by : [by]).map((name) => findColumn(table, name as string, WHO))
  const { codes, size, firstRows } =
    keys.length > 0
      ? groupRows(keys, WHO)
      : { codes: new Int32Array(table.numRows), size: 1, firstRows: Int32Array.of(0) }
  const rows = valueEstimate(table, options as ValueOptions, WHO)
  const known = rows.at(rows.phi)
  const counts = new Int32Array(size)
  known.forEach((v, i) => {
    if (!Number.isNaN(v)) counts[codes[i]!]!++
  })
  const sums = combine([rows], ([values]) => {
    const out = new Float64Array(size)
    values!.forEach((v, i) => {
      if (!Number.isNaN(v)) out[codes[i]!]! += v
    })
    return out
  })
  const { low, high } = intervalOf(sums, 'amount', interval)
  const columns: Record<string, Vector> = Object.fromEntries(
    keys.map((key) => [key.name, takeVector(key, firstRows)]),
  )
  Object.assign(columns, {
    customers: int32(counts),
    clv: float64(sums.at(sums.phi)),
    clv_low: float64(low),
    clv_high: float64(high),
  })
  return makeTable(columns) as Table<any>
}
