import { ClienteleError } from '../error.js'
import { checkNumber, checkOptions } from '../options.js'
import { report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table, Vector } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { type Column, findColumn } from '../table/column.js'
import { groupRows } from '../table/group.js'
import { addCounts } from '../table/metadata.js'
import { takeVector } from '../table/take.js'
import type { ColumnName, Columns, Own, TableLike } from '../table/types.js'
import { combine, intervalOf } from './lifetime/uncertainty.js'
import { VALUE_OPTIONS, valueEstimate, type ValueOptions } from './lifetime/valueEstimate.js'

/** What `lifetimeTotal` can be told. */
export interface LifetimeTotalOptions<Names extends string = string> extends ValueOptions<Names> {
  /** Columns that make a group, such as 'segment'. Default: everybody is one group. */
  readonly by?: Names | readonly Names[] | undefined
  /** The level of the intervals. Default 0.95. */
  readonly interval?: number | undefined
}

/** The columns of the result, after those of `by`. */
export type LifetimeTotals = {
  customers: Int32
  missing: Int32
  clv: Float64
  clv_low: Float64
  clv_high: Float64
}

/** The columns of `by`. */
type Grouped<T, By> = string extends keyof T
  ? any
  : Pick<Own<T>, (By extends readonly (infer Name)[] ? Name : By) & keyof T>

const WHO = 'lifetimeTotal'
const ADDED = ['customers', 'missing', 'clv', 'clv_low', 'clv_high']

/**
 * What a group of customers is worth from now on, with an interval: by segment, by cohort, or all together. The interval of a
 * sum is not the sum of intervals: what is wrong about one customer's parameters is wrong about all of them.
 *
 * @param customers - one row a customer, with the columns that the models learned from
 * @param options - those of `lifetimeValue`, `by` (the columns that make a group) and `interval` (default 0.95)
 * @returns one row a group, in order of first appearance: the columns of `by`, `customers` (how many have a value), `missing` (how many
 * have none that is known, and are in no sum), `clv` (currency: the sum; null where nobody's value is known), `clv_low` and `clv_high`.
 * `about(result).counts.lifetimeTotal` has `customers` and `missing` of all groups
 * @throws ClienteleError as `lifetimeValue`; `column-exists` where `by` names a column that the result has itself
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
 * const totals = lifetimeTotal(customers, { by: 'segment', buying, spending: 30, horizon: { months: 12 }, unit: 'week' })
 * console.log(toRows(totals).map((row) => `${row.segment} ${Math.round(row.clv)}`).join(', ')) // 'new 22, loyal 361'
 * ```
 */
export function lifetimeTotal<
  T extends Columns = any,
  const By extends string | readonly string[] = readonly [],
>(
  customers: TableLike<T>,
  options: LifetimeTotalOptions<ColumnName<T>> & { readonly by?: By | undefined },
): Table<Grouped<T, By> & LifetimeTotals> {
  checkOptions(WHO, options, [...VALUE_OPTIONS, 'by', 'interval'])
  const { by = [], interval = 0.95 } = options
  checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  const table = adopt(customers, WHO)
  const keys = groupColumns(table, [by].flat() as string[])
  const { codes, size, firstRows } =
    keys.length > 0
      ? groupRows(keys, WHO)
      : { codes: new Int32Array(table.numRows), size: 1, firstRows: Int32Array.of(0) }
  const rows = valueEstimate(table, options as ValueOptions, WHO)
  const values = rows.at(rows.phi)
  const counts = new Int32Array(size)
  const missing = new Int32Array(size)
  values.forEach((v, i) => (Number.isNaN(v) ? missing : counts)[codes[i]!]!++)
  const places = groupPlaces(codes, counts, (row) => !Number.isNaN(values[row]!))
  const sums = combine([rows], ([each]) => sumsOf(each!, places, counts))
  const { low, high } = intervalOf(sums, 'amount', interval)
  report(WHO, options, { phase: 'sum up', done: 1, total: 1 })
  const columns: Record<string, Vector> = Object.fromEntries(
    keys.map((key) => [key.name, takeVector(key, firstRows)]),
  )
  Object.assign(columns, {
    customers: int32(counts),
    missing: int32(missing),
    clv: float64(sums.at(sums.phi)),
    clv_low: float64(low),
    clv_high: float64(high),
  })
  const unknown = missing.reduce((a, b) => a + b, 0)
  return addCounts(makeTable(columns), WHO, {
    customers: table.numRows - unknown,
    missing: unknown,
  }) as Table<any>
}

function groupColumns(table: Table, names: readonly string[]): Column[] {
  for (const name of names) {
    if (!ADDED.includes(name)) continue
    throw new ClienteleError(
      'column-exists',
      `${WHO}: by names column '${name}', but the result has a column '${name}' of its own (${ADDED.join(', ')}); rename the group's.`,
    )
  }
  return names.map((name) => findColumn(table, name, WHO))
}

/** The place of each row among those of its group, groups one after the other; −1 for rows that do not count. */
function groupPlaces(codes: Int32Array, counts: Int32Array, counted: (row: number) => boolean): Int32Array {
  const next = new Int32Array(counts.length)
  for (let g = 1; g < next.length; g++) next[g] = next[g - 1]! + counts[g - 1]!
  return codes.map((code, row) => (counted(row) ? next[code]!++ : -1))
}

/** The sum of each group; its values in ascending order, so that the order of rows does not matter to the last bit. */
function sumsOf(values: Float64Array, places: Int32Array, counts: Int32Array): Float64Array {
  const ordered = new Float64Array(counts.reduce((a, b) => a + b, 0))
  for (let i = 0; i < values.length; i++) if (places[i]! >= 0) ordered[places[i]!] = values[i]!
  let start = 0
  return Float64Array.from(counts, (count) => {
    const own = ordered.subarray(start, (start += count)).sort()
    let sum = 0
    for (let i = 0; i < own.length; i++) sum += own[i]!
    return count > 0 ? sum : NaN
  })
}
