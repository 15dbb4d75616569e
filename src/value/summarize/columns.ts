import type { Order } from './order.js'
import * as S from './part.js'

const MS_A_DAY = 86_400_000

/** What the columns depend on, apart from the states. */
export interface Ends {
  /** The last day of what is summed up: the end of calibration, else the as-of day. */
  readonly end: number
  readonly asOf: number
  readonly daysAUnit: number
  readonly msPerTick: number
  readonly bareDates: boolean
  readonly zone: string | null
  /** Whether days were given apart, for a time zone. */
  readonly zoned: boolean
}

/** Customers whose states are gathered at once, so that they stay in the cache. */
const BATCH = 4096

/** What threads fill together: the columns of customers in order. */
export interface Filling {
  readonly order: Pick<Order, 'parts' | 'places'>
  readonly ends: Ends
  readonly columns: PlainColumns
}

/** Fills the rows that are thread `thread`'s share: every so many batches. */
export function fillShare({ order, ends, columns }: Filling, thread: number, threads: number): void {
  const n = order.places.length
  const states = new Float64Array(S.WIDTH * Math.min(n, BATCH))
  for (let start = thread * BATCH; start < n; start += threads * BATCH) {
    const size = Math.min(BATCH, n - start)
    gather(order, start, size, states, columns)
    fillColumns(states, start, size, columns, ends)
  }
}

/** All columns but the customer's, as typed arrays; NaN is null. */
export interface PlainColumns {
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

export function makeColumns(n: number, holdout: boolean, shared: boolean): PlainColumns {
  const later = holdout ? n : 0
  const memory = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
  const float64 = (length: number) => new Float64Array(memory(8 * length))
  const int32 = (length: number) => new Int32Array(memory(4 * length))
  return {
    first: float64(n),
    last: float64(n),
    orders: int32(n),
    revenue: float64(n),
    daysSinceLast: int32(n),
    frequency: int32(n),
    recency: float64(n),
    T: float64(n),
    monetaryValue: float64(n),
    firstDayRevenue: float64(n),
    bought: new Uint8Array(memory(n)),
    hasHoldout: holdout,
    holdoutFrequency: int32(later),
    holdoutRevenue: float64(later),
    holdoutMonetaryValue: float64(later),
  }
}

/** Copies states, which lie in partitions, in order of customers; and what lies beside the states. */
function gather(
  { parts, places }: Filling['order'],
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
  { end, daysAUnit, msPerTick, bareDates, zoned }: Ends,
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
