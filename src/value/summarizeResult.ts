import type { DataType, DateDay, Float64, Int32, TimestampMillisecond, Vector } from '../table/arrow.js'
import { date, float64, int32, timestamp } from '../table/build.js'
import { DAYS_A_UNIT, type Unit } from '../table/metadata.js'
import type { Found } from './summarizeKernel.js'
import * as S from './summarizePart.js'

/** The columns of a summary. */
export type Summary = {
  customer_id: DataType
  first_order: DateDay | TimestampMillisecond
  last_order: DateDay | TimestampMillisecond
  orders: Int32
  revenue: Float64
  days_since_last: Int32
  frequency: Int32
  recency: Float64
  T: Float64
  monetary_value: Float64
  first_day_revenue: Float64
}

/** The columns that `calibrationEnd` adds. */
export type HoldoutSummary = Summary & {
  holdout_frequency: Int32
  holdout_duration: Float64
  holdout_revenue: Float64
  holdout_monetary_value: Float64
}

/** What the columns depend on, apart from the states. */
export interface Ends {
  /** The last day of what is summed up: the end of calibration, else the as-of day. */
  readonly end: number
  readonly asOf: number
  readonly unit: Unit
  readonly msPerTick: number
  readonly bareDates: boolean
  readonly zone: string | null
}

/** The customers in order of first appearance: where each one's state is. */
export interface Order {
  readonly part: Int32Array
  readonly group: Int32Array
  readonly firstRow: Float64Array
  /** Customers that came after the end of calibration, and those without a row that counts. */
  readonly late: number
  readonly none: number
}

/** Finds the customers that have a row in what is summed up. */
export function orderCustomers(found: readonly Found[]): Order {
  const entries: { part: number; group: number; firstRow: number }[] = []
  let late = 0
  let none = 0
  found
    .flatMap(({ parts }) => parts)
    .forEach((part, p) => {
      for (let g = 0; g < part.groups; g++) {
        const at = S.WIDTH * g
        if (part.states[at + S.PURCHASES]! > 0 || part.states[at + S.REVENUE]! < 0) {
          entries.push({ part: p, group: g, firstRow: part.firstRows[g]! - 1 })
        } else if (part.holdout && (part.holdout.days[g]! > 0 || part.holdout.revenue[g]! < 0)) late++
        else none++
      }
    })
  entries.sort((a, b) => a.firstRow - b.firstRow)
  return {
    part: Int32Array.from(entries, ({ part }) => part),
    group: Int32Array.from(entries, ({ group }) => group),
    firstRow: Float64Array.from(entries, ({ firstRow }) => firstRow),
    late,
    none,
  }
}

/** The columns from the states, all but the customer's. */
export function buildColumns(found: readonly Found[], order: Order, ends: Ends): { [name: string]: Vector } {
  const parts = found.flatMap(({ parts }) => parts)
  const n = order.part.length
  const { end, asOf, unit, msPerTick, bareDates, zone } = ends
  const daysAUnit = DAYS_A_UNIT[unit]
  const doubles = () => new Float64Array(n)
  const integers = () => new Int32Array(n)
  const [first, last, revenue, recency, T, spend, firstRevenue] = Array.from({ length: 7 }, doubles)
  const [orders, since, frequency] = Array.from({ length: 3 }, integers)
  const holdout = parts[0]?.holdout
  const [holdoutRevenue, holdoutSpend] = holdout ? [doubles(), doubles()] : []
  const holdoutFrequency = holdout && integers()
  const bought = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    const part = parts[order.part[i]!]!
    const group = order.group[i]!
    const { states } = part
    const at = S.WIDTH * group
    const purchases = states[at + S.PURCHASES]!
    const repeats = states[at + S.DAYS]! - 1
    const firstDay = states[at + S.FIRST_DAY]!
    const lastDay = states[at + S.LAST_DAY]!
    revenue![i] = states[at + S.REVENUE]!
    orders![i] = part.orderPairs ? part.orders[group]! : purchases
    if (purchases > 0) {
      bought[i] = 1
      first![i] = bareDates ? firstDay : Math.floor(states[at + S.FIRST]! * msPerTick)
      last![i] = bareDates ? lastDay : Math.floor(states[at + S.LAST]! * msPerTick)
      since![i] = end - lastDay
      frequency![i] = repeats
      recency![i] = (lastDay - firstDay) / daysAUnit
      T![i] = (end - firstDay) / daysAUnit
      firstRevenue![i] = states[at + S.FIRST_DAY_REVENUE]!
      spend![i] = repeats > 0 ? (revenue![i]! - firstRevenue![i]!) / repeats : NaN
    } else {
      for (const column of [first, last, recency, T, spend, firstRevenue]) column![i] = NaN
    }
    if (part.holdout) {
      const days = part.holdout.days[group]!
      holdoutFrequency![i] = days
      holdoutRevenue![i] = part.holdout.revenue[group]!
      holdoutSpend![i] = days > 0 ? holdoutRevenue![i]! / days : NaN
    }
  }
  const times = (values: Float64Array) => (bareDates ? date(values) : timestamp(values, zone))
  return {
    first_order: times(first!),
    last_order: times(last!),
    orders: int32(orders!),
    revenue: float64(revenue!),
    days_since_last: int32(since!, bought),
    frequency: int32(frequency!, bought),
    recency: float64(recency!),
    T: float64(T!),
    monetary_value: float64(spend!),
    first_day_revenue: float64(firstRevenue!),
    ...(holdout && {
      holdout_frequency: int32(holdoutFrequency!),
      holdout_duration: float64(doubles().fill((asOf - end) / daysAUnit)),
      holdout_revenue: float64(holdoutRevenue!),
      holdout_monetary_value: float64(holdoutSpend!),
    }),
  }
}
