import { ClienteleError } from '../error.js'
import { checkInteger, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { type ProgressOptions, ticker } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { readAbout, type RoleOptions, type Unit } from '../table/metadata.js'
import { readNumbers } from '../table/numbers.js'
import type { TableLike } from '../table/types.js'
import { type BuyingModel, fittedBuying } from './lifetime/buyingModel.js'
import { readAmounts } from './lifetime/customers.js'
import { historyCells, rowsOf } from './lifetime/historyCells.js'
import { type Horizon, readHorizon, requireUnit, unitOf } from './lifetime/horizon.js'
import { type Tracking, trackOrders } from './lifetime/tracking.js'

/** What `validateLifetime` can be told. */
export interface ValidateLifetimeOptions extends RoleOptions, ProgressOptions {
  /** The model, fitted to the calibration period. */
  readonly model: BuyingModel
  /** The column of repeat orders in the holdout. Default `holdout_frequency`. */
  readonly actual?: string | undefined
  /** How long the holdout is. Default: the column `holdout_duration`. */
  readonly horizon?: Horizon | undefined
  /** The orders themselves: adds `tracking`. */
  readonly orders?: TableLike | undefined
  /** Groups from so many on are one. Default 7. */
  readonly most?: number | undefined
  /** The unit of the table's times, where its metadata is gone. */
  readonly unit?: Unit | undefined
}

/** Seen and expected orders of a group of customers, a mean each. */
export type HoldoutGroups = { group: Int32; customers: Int32; actual: Float64; expected: Float64 }

/** How well a model foretold the holdout. */
export interface LifetimeValidation {
  readonly customers: number
  /** Orders in the holdout: expected and seen. */
  readonly expected: number
  readonly actual: number
  /** Mean absolute error, root mean squared error and mean error (expected − actual) a customer. */
  readonly mae: number
  readonly rmse: number
  readonly bias: number
  /** How well customers are put in order: 0 like chance, 1 like knowing. */
  readonly gini: number
  /** Orders of the tenth that was expected to order most, over a tenth of all orders. */
  readonly lift: number
  /** By repeat orders in calibration; the last group has `most` and more. */
  readonly byFrequency: Table<HoldoutGroups>
  /** By time of the last order, in whole units of time rounded down. */
  readonly byRecency: Table<HoldoutGroups>
  /** Repeat orders over time, where `orders` are given. */
  readonly tracking?: Table<Tracking>
}

const WHO = 'validateLifetime'
const OPTIONS = [
  'model',
  'actual',
  'horizon',
  'orders',
  'most',
  'unit',
  'customer',
  'time',
  'amount',
  'quantity',
  'price',
  'order',
  'onProgress',
  'signal',
]

/**
 * How far to trust a model of buying: what it expected of the time after calibration, beside what happened.
 *
 * @param customers - one row a customer of the calibration period, with `holdout_frequency` (repeat orders since) and `holdout_duration` (how long
 * that is, in the table's unit), as `summarize` with `calibrationEnd` gives
 * @param options - `model`, `actual` and `horizon` (in place of those columns), `orders` (for `tracking`, with its roles; of these
 * customers alone, purchases as `summarize` took them: refunds are none unless they were kept), `most`, `unit`, `onProgress` and `signal`
 * @returns totals, `mae`, `rmse`, `bias` (orders a customer), `gini` and `lift`, and tables: `byFrequency` and `byRecency` (one row a group: `group`, `customers`,
 * mean `actual` and `expected` orders) and `tracking` (one row a unit of time: `actual` and `expected` repeat orders, and both cumulated). Rows with a missing value
 * are left out
 * @throws ClienteleError `column-missing`, `role-missing`, `unit-missing`, `rows-too-few`, `option-invalid`, `aborted`
 *
 * Cost: that of a prediction, and one sort.
 *
 * @example
 * ```ts
 * const orders = fromRows([
 *   { customer_id: 'a', date: '2025-01-01', amount: 5 },
 *   { customer_id: 'a', date: '2025-02-01', amount: 5 },
 *   { customer_id: 'a', date: '2025-05-01', amount: 5 },
 *   { customer_id: 'b', date: '2025-01-11', amount: 5 },
 *   { customer_id: 'c', date: '2025-01-20', amount: 5 },
 *   { customer_id: 'c', date: '2025-06-01', amount: 5 },
 * ])
 * const roles = { customer: 'customer_id', time: 'date', amount: 'amount' } as const
 * const customers = summarize(orders, { ...roles, calibrationEnd: '2025-03-31' })
 * console.log(validateLifetime(customers, { model: fitBgNbd(customers) }).actual) // 2
 * ```
 */
export function validateLifetime(customers: TableLike, options: ValidateLifetimeOptions): LifetimeValidation {
  checkOptions(WHO, options, OPTIONS)
  const { model, actual: actualName = 'holdout_frequency', horizon, orders, most = 7, unit } = options
  checkInteger(WHO, 'most', most, 1, 1000)
  const inside = fittedBuying(model)
  if (!inside) throw invalid(WHO, 'model must be one that fitBgNbd or one of its kin gives')
  const table = adopt(customers, WHO)
  const timeUnit = unitOf(WHO, unit, readAbout(table, WHO), model.unit)
  const actual = readAmounts(table, actualName, WHO, 'orders are counted from 0')
  const span = horizon === undefined ? holdout(table) : readHorizon(WHO, horizon, timeUnit)
  const t = span.steps * span.step
  const cells = historyCells(inside, table, WHO)
  const { core } = inside
  const tick = ticker(WHO, options, 'expect')
  const each = cells.each(inside.phi, (theta, x, tx, T) => {
    tick()
    return core.alive(theta, x, tx, T) * core.expected(theta, x, tx, T, t)
  })
  const expected = rowsOf(cells, each)
  const rows = Int32Array.from(actual, (_, i) => i).filter((i) => !Number.isNaN(actual[i]! + expected[i]!))
  // Sums in one order of values are the same bits for any order of rows.
  rows.sort((a, b) => expected[a]! - expected[b]! || actual[a]! - actual[b]!)
  if (rows.length === 0)
    throw new ClienteleError(
      'rows-too-few',
      `${WHO}: no row has ${Object.values(model.columns).join(', ')} and ${actualName}; take customers from summarize with calibrationEnd.`,
    )
  const frequency = readNumbers(findColumn(table, model.columns.frequency, WHO), WHO)
  const recency = readNumbers(findColumn(table, model.columns.recency, WHO), WHO)
  const tracking =
    orders === undefined
      ? {}
      : {
          tracking: trackOrders(
            inside,
            table,
            orders,
            { roles: options, unit: requireUnit(WHO, timeUnit), horizon: t },
            WHO,
          ),
        }
  const validation = {
    ...scores(rows, actual, expected),
    byFrequency: groups(rows, actual, expected, (i) => Math.min(frequency[i]!, most)),
    byRecency: groups(rows, actual, expected, (i) => Math.floor(recency[i]!)),
    ...tracking,
  }
  return printable(validation, () => {
    const { mae, rmse, gini } = validation
    return `${brief(validation.expected)} orders expected, ${brief(validation.actual)} seen; MAE ${brief(mae)}, RMSE ${brief(rmse)}, Gini ${brief(gini)}`
  })
}

/** The length of the holdout that the table tells. */
function holdout(table: Table): { steps: number; step: number } {
  const durations = readAmounts(table, 'holdout_duration', WHO, 'times are finite and not negative')
  const known = durations.filter((d) => !Number.isNaN(d))
  const longest = known.reduce((a, b) => Math.max(a, b), 0)
  if (longest > 0 && known.every((d) => d === longest)) return { steps: longest, step: 1 }
  throw invalid(
    WHO,
    "column 'holdout_duration' must hold one length above 0; say horizon: {weeks: 39} in its place",
  )
}

function scores(rows: Int32Array, actual: Float64Array, expected: Float64Array) {
  let [sumActual, sumExpected, absolute, squared] = [0, 0, 0, 0]
  for (const i of rows) {
    const error = expected[i]! - actual[i]!
    sumActual += actual[i]!
    sumExpected += expected[i]!
    absolute += Math.abs(error)
    squared += error * error
  }
  const n = rows.length
  const byExpected = ranked(rows, expected, actual)
  const area = concentration(byExpected, sumActual)
  const perfect = concentration(ranked(rows, actual, actual), sumActual)
  const tenth = Math.max(1, Math.round(n / 10))
  const top = byExpected.subarray(0, tenth).reduce((a, b) => a + b, 0)
  return {
    customers: n,
    expected: sumExpected,
    actual: sumActual,
    mae: absolute / n,
    rmse: Math.sqrt(squared / n),
    bias: (sumExpected - sumActual) / n,
    gini: perfect > 0 ? area / perfect : 0,
    lift: sumActual > 0 ? (top / sumActual) * (n / tenth) : 0,
  }
}

/** Values in descending order of a score; those of equal score share their mean, so that the order of rows does not matter. */
function ranked(rows: Int32Array, score: Float64Array, values: Float64Array): Float64Array {
  const order = rows.slice().sort((a, b) => score[b]! - score[a]!)
  const out = new Float64Array(order.length)
  for (let from = 0; from < order.length;) {
    let to = from
    let sum = 0
    for (; to < order.length && score[order[to]!] === score[order[from]!]; to++) sum += values[order[to]!]!
    out.fill(sum / (to - from), from, to)
    from = to
  }
  return out
}

/** Twice the area between the curve of cumulated shares and the diagonal. */
function concentration(values: Float64Array, total: number): number {
  let [cumulative, area] = [0, 0]
  for (const v of values) {
    area += cumulative + v / 2
    cumulative += v
  }
  return total > 0 ? (2 * area) / (values.length * total) - 1 : 0
}

function groups(
  rows: Int32Array,
  actual: Float64Array,
  expected: Float64Array,
  groupOf: (row: number) => number,
): Table<HoldoutGroups> {
  const sums = new Map<number, [number, number, number]>()
  for (const i of rows) {
    const group = groupOf(i)
    const sum = sums.get(group) ?? [0, 0, 0]
    sum[0]++
    sum[1] += actual[i]!
    sum[2] += expected[i]!
    sums.set(group, sum)
  }
  const sorted = [...sums].sort(([a], [b]) => a - b)
  return makeTable({
    group: int32(Int32Array.from(sorted, ([group]) => group)),
    customers: int32(Int32Array.from(sorted, ([, [n]]) => n)),
    actual: float64(Float64Array.from(sorted, ([, [n, a]]) => a / n)),
    expected: float64(Float64Array.from(sorted, ([, [n, , e]]) => e / n)),
  })
}
