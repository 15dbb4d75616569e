import { ClienteleError } from '../error.js'
import { type Rounding, roundingOf } from '../table/decimals.js'
import { checkInteger, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { sortRows } from '../table/sort.js'
import { takeRows } from '../table/take.js'
import type { ColumnName, Needed, OptionsArgument, Own, TableLike } from '../table/types.js'
import { readFinite } from './readFinite.js'

/** What `pareto` can be told. */
export interface ParetoOptions<Names extends string = string> {
  /** What counts. Default `revenue`. */
  readonly by?: Names | undefined
  /** Into how many groups customers are parted, from 2 to 100. Default 10. */
  readonly bins?: number | undefined
}

/** The columns of `pareto(…).deciles`. */
export type DecileColumns = {
  decile: Int32
  customers: Int32
  revenue: Float64
  share: Float64
  cumulative_share: Float64
  from: Float64
  to: Float64
}

/** The columns of `pareto(…).curve`. */
export type CurveColumns = { customer_share: Float64; revenue_share: Float64 }

/** How few customers bring a part of the whole. */
export interface FewestCustomers {
  readonly customers: number
  /** Of all customers. */
  readonly share: number
}

/** What `pareto` gives. */
export interface Pareto<T = any> {
  /** One row a group, the best first. */
  readonly deciles: Table<DecileColumns>
  /** 0: all bring the same; towards 1: one brings everything. Null where the whole is not positive. */
  readonly gini: number | null
  /** What the best fifth of customers brings, of the whole. Null where that is not positive. */
  readonly top20Share: number | null
  /** The fewest customers that bring half of the whole; null where that is not positive. */
  readonly customersForHalf: FewestCustomers | null
  /** The fewest customers that bring four fifths of the whole. */
  readonly customersForEighty: FewestCustomers | null
  /** Those customers, the most valuable first: the given table's rows. */
  readonly best: Table<Own<T>>
  /** What the best 0, 1, 2, … 100 % of customers bring. */
  readonly curve: Table<CurveColumns>
  /** The whole. */
  readonly total: number
  /** Customers with a value. */
  readonly customers: number
  /** Customers without one, who are left out. */
  readonly missing: number
  /** Customers whose value is below 0, and what that comes to. */
  readonly negative: { readonly customers: number; readonly revenue: number }
}

const WHO = 'pareto'

/**
 * How much of the revenue hangs on how few customers: deciles, the 80/20 curve, the Gini coefficient, and
 * who the most valuable customers are.
 *
 * Customers are ranked by `by`, the greatest first, equal ones in the order of the table. Decile 1 of 10 is the
 * best tenth; group k holds the ranks from ⌈(k − 1) · n / bins⌉ + 1 to ⌈k · n / bins⌉, so that sizes differ by one at most
 * and the best customer is always in group 1: of three customers, they are in deciles 1, 4 and 7. The columns are called `decile` and `revenue`
 * whatever `bins` and `by` are, so that what reads the answer need not know.
 * The curve is linear between customers, as Lorenz drew it (his runs from the poorest up; this one from
 * the best down): `top20Share` is its height at a fifth. Gini's coefficient is Σᵢⱼ|xᵢ − xⱼ| / (2 n² mean), the population's,
 * without the factor n / (n − 1).
 *
 * **Negative values**, customers who returned more than they bought in the period, are counted as they
 * are: they lower the whole, cumulative shares rise above 1 before they bring them down to it, and the Gini coefficient can exceed 1.
 * `negative` says how many they are and what they come to; put them to 0 first where that is not wanted. Where the whole is not positive there
 * are no shares: they are null.
 *
 * @param customers - one row a customer
 * @param options - `by` (numeric; default `revenue`, in your currency) and `bins`
 * @returns a frozen object. `deciles` has `decile` (int32, 1 is the best), `customers`, `revenue`, `share` and
 * `cumulative_share` (of the whole), `from` and `to` (the greatest and the least value in it; null where nobody is in it). Missing values are left out, and counted
 * @throws ClienteleError `column-missing`, `column-type`, `value-invalid` (an infinity), `option-invalid`
 *
 * Cost: one sort of the customers, half a second for a million.
 *
 * Lorenz, M. O. (1905), Methods of measuring the concentration of wealth; Gini, C. (1912), Variabilità e mutabilità.
 *
 * @example
 * ```ts
 * const customers = fromRows([80, 10, 5, 3, 2].map((revenue, i) => ({ customer_id: `c${i}`, revenue })))
 * const { top20Share, gini, customersForEighty, deciles } = pareto(customers, { bins: 5 })
 * console.log(top20Share, gini, customersForEighty) // 0.8 0.652 { customers: 1, share: 0.2 }
 * console.log(toRows(deciles)[1]?.cumulative_share) // 0.9
 * ```
 */
export function pareto<T extends { [name: string]: any } = any>(
  customers: TableLike<T>,
  ...args: OptionsArgument<ParetoOptions<ColumnName<NoInfer<T>>>, Needed<T, { by: 'revenue' }>>
): Pareto<T> {
  const [options = {}] = args as [ParetoOptions?]
  checkOptions(WHO, options, ['by', 'bins'])
  const { by = 'revenue', bins = 10 } = options
  checkInteger(WHO, 'bins', bins, 2, 100)
  const table = adopt(customers, WHO)
  const column = findColumn(table, by, WHO)
  const values = readFinite(column, WHO)
  const order = sortRows([{ column, descending: true }], WHO)
  const ranked = rank(values, order)
  const round = roundingOf(values)
  const { n, sums } = ranked
  const total = sums[n]!
  if (!Number.isFinite(total)) {
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: the sum of column '${by}' is beyond the largest number there is; mend its largest values.`,
    )
  }
  const heights = total > 0 ? (share: number) => heightAt(sums, share * n) / total : undefined
  const eighty = fewest(ranked, 0.8)
  const best = takeRows(table, order.subarray(0, eighty?.customers ?? 0))
  const gini = total > 0 ? giniOf(ranked) : null
  const result: Pareto = {
    deciles: makeDeciles(ranked, bins, round),
    gini,
    top20Share: heights?.(0.2) ?? null,
    customersForHalf: fewest(ranked, 0.5),
    customersForEighty: eighty,
    best,
    curve: makeCurve(heights),
    total: round(total),
    customers: n,
    missing: values.length - n,
    negative: Object.freeze(belowZero(ranked, round)),
  }
  return printable(result, () => describePareto(result, by)) as Pareto<T>
}

/** Values from the greatest down, and their running sums from 0. */
interface Ranked {
  readonly n: number
  readonly values: Float64Array
  readonly sums: Float64Array
}

/** Missing values are last in the order. */
function rank(values: Float64Array, order: Int32Array): Ranked {
  let n = order.length
  while (n > 0 && Number.isNaN(values[order[n - 1]!]!)) n--
  const ranked = new Float64Array(n)
  const sums = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) {
    ranked[i] = values[order[i]!]!
    sums[i + 1] = sums[i]! + ranked[i]!
  }
  return { n, values: ranked, sums }
}

/** The running sum at a rank, which may lie between two customers. */
function heightAt(sums: Float64Array, place: number): number {
  const low = Math.min(Math.floor(place), sums.length - 1)
  const high = Math.min(low + 1, sums.length - 1)
  return sums[low]! + (place - low) * (sums[high]! - sums[low]!)
}

/** Over ranks from the greatest down: 1 + 1/n − 2 Σ rank · value / (n · total), summed without cancelling. */
function giniOf({ n, values, sums }: Ranked): number {
  const mean = sums[n]! / n
  let sum = 0
  // Values in means: those near the largest double would overflow.
  for (let i = 0; i < n; i++) sum += (n - 1 - 2 * i) * (values[i]! / mean)
  return sum / n / n
}

function fewest({ n, sums }: Ranked, part: number): FewestCustomers | null {
  if (!(sums[n]! > 0)) return null
  let customers = 0
  while (sums[customers]! < part * sums[n]!) customers++
  return Object.freeze({ customers, share: customers / n })
}

function belowZero({ n, values, sums }: Ranked, round: Rounding): Pareto['negative'] {
  let first = n
  while (first > 0 && values[first - 1]! < 0) first--
  let revenue = 0
  for (let i = first; i < n; i++) revenue += values[i]!
  return { customers: sums.length - 1 - first, revenue: round(revenue) }
}

function makeDeciles({ n, values, sums }: Ranked, bins: number, round: Rounding): Table<DecileColumns> {
  const total = sums[n]!
  const groups = Array.from({ length: bins }, (_, k) => ({
    start: Math.ceil((k * n) / bins),
    end: Math.ceil(((k + 1) * n) / bins),
  }))
  const of = (value: (group: { start: number; end: number }) => number) =>
    float64(Float64Array.from(groups, value))
  const share = (revenue: number) => (total > 0 ? revenue / total : NaN)
  return makeTable<DecileColumns>({
    decile: int32(Int32Array.from(groups.keys(), (k) => k + 1)),
    customers: int32(Int32Array.from(groups, ({ start, end }) => end - start)),
    revenue: of(({ start, end }) => round(sums[end]! - sums[start]!)),
    share: of(({ start, end }) => share(sums[end]! - sums[start]!)),
    cumulative_share: of(({ end }) => share(sums[end]!)),
    from: of(({ start, end }) => (end > start ? values[start]! : NaN)),
    to: of(({ start, end }) => (end > start ? values[end - 1]! : NaN)),
  })
}

function makeCurve(heights: ((share: number) => number) | undefined): Table<CurveColumns> {
  const shares = Float64Array.from({ length: 101 }, (_, percent) => percent / 100)
  return makeTable<CurveColumns>({
    customer_share: float64(shares),
    revenue_share: float64(shares.map((share) => heights?.(share) ?? NaN)),
  })
}

function describePareto(
  { customers, total, gini, customersForEighty, top20Share, negative }: Pareto,
  by: string,
) {
  return [
    `pareto: ${brief(customers)} customers, ${by} ${brief(total)}`,
    `  the best 20 % bring ${percent(top20Share)}; ${percent(customersForEighty?.share)} of customers bring 80 %; Gini ${gini === null ? 'n/a' : brief(gini)}`,
    ...(negative.customers > 0
      ? [`  ${brief(negative.customers)} customers below 0: ${brief(negative.revenue)}`]
      : []),
  ].join('\n')
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? 'n/a' : `${brief(Math.round(share * 1000) / 10)} %`
}
