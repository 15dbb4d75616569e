import type { Table } from '../../table/arrow.js'
import { findColumn, hasColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { takeRows } from '../../table/take.js'
import { lifetimeTotal } from '../../value/lifetimeTotal.js'
import type { ValueOptions } from '../../value/lifetime/valueEstimate.js'
import { readGroups } from '../figures/customers.js'

/** What a group of customers is worth over the horizon. */
export interface ValueTotal {
  readonly customers: number
  /** How many of them are still customers, by the sum of their chances. */
  readonly alive: number
  readonly orders: number
  readonly value: number
  /** The interval of 95 %: how well the models are known; null where the data do not tell. */
  readonly low: number | null
  readonly high: number | null
}

/** The same of a segment; null for customers without one. */
export interface SegmentValue extends ValueTotal {
  readonly segment: string | null
}

/** Intervals of more customers than that are learned from so many of them: they hang on the models, not on the customers. */
const MOST_ROWS = 25_000

/** The value of all and of each segment, the one worth most first. */
export function valueTotals(
  valued: Table,
  options: ValueOptions,
  who: string,
): { total: ValueTotal; segments: SegmentValue[] } {
  const every = Math.ceil(valued.numRows / MOST_ROWS)
  const some = Int32Array.from({ length: Math.ceil(valued.numRows / every) }, (_, i) => i * every)
  const sample = every > 1 ? takeRows(valued, some) : valued
  const numbers = (name: string) => readNumbers(findColumn(valued, name, who), who)
  const columns = [numbers('p_alive'), numbers('expected_purchases'), numbers('clv')] as const
  const everybody = { codes: new Int32Array(valued.numRows), names: [null] }
  const [total] = add(columns, everybody, widths(sample, options, undefined, who))
  if (!hasColumn(valued, 'segment')) return { total: total!, segments: [] }
  const segments = add(columns, readGroups(valued, 'segment', who), widths(sample, options, 'segment', who))
  return { total: total!, segments: segments.sort((a, b) => b.value - a.value) }
}

function add(
  [alive, orders, clv]: readonly [Float64Array, Float64Array, Float64Array],
  { codes, names }: { codes: Int32Array; names: readonly (string | null)[] },
  width: ReadonlyMap<string | null, readonly [number, number]>,
): SegmentValue[] {
  const sums = names.map((segment) => {
    const [low = NaN, high = NaN] = width.get(segment) ?? []
    return { segment, customers: 0, alive: 0, orders: 0, value: 0, low, high }
  })
  clv.forEach((value, i) => {
    if (Number.isNaN(value)) return
    const sum = sums[codes[i]!]!
    sum.customers++
    sum.alive += alive[i]!
    sum.orders += orders[i]!
    sum.value += value
  })
  return sums.map(({ segment, customers, alive, orders, value, low, high }) => {
    const bound = (part: number) => (Number.isFinite(part) ? part * value : null)
    return { segment, customers, alive, orders, value, low: bound(low), high: bound(high) }
  })
}

/** The ends of each group's interval as parts of its value. */
function widths(
  sample: Table,
  options: ValueOptions,
  by: string | undefined,
  who: string,
): Map<string | null, readonly [number, number]> {
  const totals = lifetimeTotal(sample, { ...options, by })
  const [value, low, high] = ['clv', 'clv_low', 'clv_high'].map((name) =>
    readNumbers(findColumn(totals, name, who), who),
  )
  const names = by === undefined ? [null] : readGroups(totals, by, who).names
  return new Map(names.map((name, i) => [name, [low![i]! / value![i]!, high![i]! / value![i]!]]))
}
