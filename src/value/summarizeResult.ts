import type { DataType, DateDay, Float64, Int32, TimestampMillisecond, Vector } from '../table/arrow.js'
import { date, float64, int32, timestamp } from '../table/build.js'
import { DAYS_A_UNIT, type Unit } from '../table/metadata.js'
import type { Order } from './summarizeOrder.js'
import { MS_A_DAY } from '../table/times.js'
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
  /** Whether days were given apart, for a time zone. */
  readonly zoned: boolean
}

/** Customers whose states are gathered at once, so that they stay in the cache. */
const BATCH = 4096

/** The columns from the states, all but the customer's. */
export function buildColumns(order: Order, ends: Ends): { [name: string]: Vector } {
  const n = order.places.length
  const columns = makeColumns(n, order.parts[0]?.holdout !== undefined)
  const states = new Float64Array(S.WIDTH * Math.min(n, BATCH))
  for (let start = 0; start < n; start += BATCH) {
    const size = Math.min(BATCH, n - start)
    gather(order, start, size, states, columns)
    fillColumns(states, start, size, columns, ends)
  }
  return toVectors(columns, ends)
}

interface PlainColumns {
  readonly first: Float64Array
  readonly last: Float64Array
  readonly orders: Int32Array
  readonly revenue: Float64Array
  readonly daysSinceLast: Int32Array
  readonly frequency: Int32Array
  readonly recency: Float64Array
  readonly T: Float64Array
  readonly monetaryValue: Float64Array
  readonly firstDayRevenue: Float64Array
  /** 1 where the customer has bought, not only returned. */
  readonly bought: Uint8Array
  readonly hasHoldout: boolean
  readonly holdoutFrequency: Int32Array
  readonly holdoutRevenue: Float64Array
  readonly holdoutMonetaryValue: Float64Array
}

function makeColumns(n: number, holdout: boolean): PlainColumns {
  const later = holdout ? n : 0
  return {
    first: new Float64Array(n),
    last: new Float64Array(n),
    orders: new Int32Array(n),
    revenue: new Float64Array(n),
    daysSinceLast: new Int32Array(n),
    frequency: new Int32Array(n),
    recency: new Float64Array(n),
    T: new Float64Array(n),
    monetaryValue: new Float64Array(n),
    firstDayRevenue: new Float64Array(n),
    bought: new Uint8Array(n),
    hasHoldout: holdout,
    holdoutFrequency: new Int32Array(later),
    holdoutRevenue: new Float64Array(later),
    holdoutMonetaryValue: new Float64Array(later),
  }
}

/** Copies states, which lie in partitions, in order of customers; and what lies beside the states. */
function gather(
  { parts, places }: Order,
  start: number,
  size: number,
  out: Float64Array,
  columns: PlainColumns,
): void {
  for (let k = 0; k < size; k++) {
    const place = places[start + k]!
    const { states } = parts[place & 255]!
    const at = S.WIDTH * (place >>> 8)
    for (let f = 0; f < S.WIDTH; f++) out[S.WIDTH * k + f] = states[at + f]!
  }
  const { orders, holdoutFrequency, holdoutRevenue, holdoutMonetaryValue } = columns
  if (!parts[0]?.orders && !parts[0]?.holdout) {
    for (let k = 0; k < size; k++) orders[start + k] = out[S.WIDTH * k + S.PURCHASES]!
    return
  }
  for (let i = start; i < start + size; i++) {
    const part = parts[places[i]! & 255]!
    const group = places[i]! >>> 8
    orders[i] = part.orders ? part.orders[group]! : out[S.WIDTH * (i - start) + S.PURCHASES]!
    if (!part.holdout) continue
    const days = part.holdout.days[group]!
    const revenue = part.holdout.revenue[group]!
    holdoutFrequency[i] = days
    holdoutRevenue[i] = revenue
    holdoutMonetaryValue[i] = days > 0 ? revenue / days : NaN
  }
}

/** A loop for the times, one for the figures; NaN stands for what a customer without a purchase has not. */
function fillColumns(
  states: Float64Array,
  start: number,
  size: number,
  columns: PlainColumns,
  { end, unit, msPerTick, bareDates, zoned }: Ends,
): void {
  const {
    first,
    last,
    revenue,
    daysSinceLast,
    frequency,
    recency,
    T,
    monetaryValue,
    firstDayRevenue,
    bought,
  } = columns
  const daysAUnit = DAYS_A_UNIT[unit]
  const scale = bareDates ? 1 / MS_A_DAY : msPerTick
  const ticksPerDay = MS_A_DAY / msPerTick
  for (let k = 0; k < size; k++) {
    const at = S.WIDTH * k
    const has = states[at + S.PURCHASES]! > 0
    bought[start + k] = has ? 1 : 0
    first[start + k] = has ? wholeTime(states[at + S.FIRST]!, scale) : NaN
    last[start + k] = has ? wholeTime(states[at + S.LAST]!, scale) : NaN
    if (!zoned) states[at + S.LAST_DAY] = Math.floor(states[at + S.LAST]! / ticksPerDay)
  }
  for (let k = 0; k < size; k++) {
    const at = S.WIDTH * k
    const i = start + k
    const sum = states[at + S.REVENUE]!
    revenue[i] = sum
    if (bought[i] === 0) {
      recency[i] = T[i] = monetaryValue[i] = firstDayRevenue[i] = NaN
      continue
    }
    const repeats = states[at + S.DAYS]! - 1
    const firstDay = states[at + S.FIRST_DAY]!
    const lastDay = states[at + S.LAST_DAY]!
    const firstRevenue = states[at + S.FIRST_DAY_REVENUE]!
    daysSinceLast[i] = end - lastDay
    frequency[i] = repeats
    recency[i] = (lastDay - firstDay) / daysAUnit
    T[i] = (end - firstDay) / daysAUnit
    firstDayRevenue[i] = firstRevenue
    monetaryValue[i] = repeats > 0 ? (sum - firstRevenue) / repeats : NaN
  }
}

/** Ticks as milliseconds, or as days. */
function wholeTime(tick: number, scale: number): number {
  return scale >= 1 ? tick * scale : Math.floor(tick / Math.round(1 / scale))
}

function toVectors(
  columns: PlainColumns,
  { asOf, end, unit, bareDates, zone }: Ends,
): { [name: string]: Vector } {
  const { bought, holdoutRevenue } = columns
  const present = bought.includes(0) ? bought : undefined
  const times = (values: Float64Array) => (bareDates ? date(values) : timestamp(values, zone))
  const duration = new Float64Array(holdoutRevenue.length).fill((asOf - end) / DAYS_A_UNIT[unit])
  return {
    first_order: times(columns.first),
    last_order: times(columns.last),
    orders: int32(columns.orders),
    revenue: float64(columns.revenue),
    days_since_last: int32(columns.daysSinceLast, present),
    frequency: int32(columns.frequency, present),
    recency: float64(columns.recency),
    T: float64(columns.T),
    monetary_value: float64(columns.monetaryValue),
    first_day_revenue: float64(columns.firstDayRevenue),
    ...(columns.hasHoldout && {
      holdout_frequency: int32(columns.holdoutFrequency),
      holdout_duration: float64(duration),
      holdout_revenue: float64(holdoutRevenue),
      holdout_monetary_value: float64(columns.holdoutMonetaryValue),
    }),
  }
}
