import type { Order } from './order.js'
import * as S from './states.js'

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
  const lastDays = order.parts[0]!.lastDays && new Float64Array(Math.min(n, BATCH))
  for (let start = thread * BATCH; start < n; start += threads * BATCH) {
    const end = Math.min(n, start + BATCH)
    gather(order, start, end, states, lastDays)
    fillTimes(states, start, end, columns, ends)
    fillFigures(states, lastDays, start, end, columns, ends)
    if (order.parts[0]!.orders) fillOrders(order, start, end, columns)
    if (columns.hasHoldout) fillHoldout(order, start, end, columns)
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

/** Copies states, which lie in partitions, in order of customers. */
function gather(
  { parts, places }: Filling['order'],
  start: number,
  end: number,
  out: Float64Array,
  lastDays: Float64Array | undefined,
): void {
  const width = S.WIDTH
  for (let i = start; i < end; i++) {
    const place = places[i]!
    const { states } = parts[place & 255]!
    const from = width * (place >>> 8)
    const to = width * (i - start)
    for (let f = 0; f < width; f++) out[to + f] = states[from + f]!
  }
  if (!lastDays) return
  for (let i = start; i < end; i++)
    lastDays[i - start] = parts[places[i]! & 255]!.lastDays![places[i]! >>> 8]!
}

function fillTimes(
  states: Float64Array,
  start: number,
  end: number,
  { first, last, orders, bought }: PlainColumns,
  { msPerTick, bareDates }: Ends,
): void {
  const scale = bareDates ? 1 / MS_A_DAY : msPerTick
  for (let i = start; i < end; i++) {
    const at = S.WIDTH * (i - start)
    const purchases = S.purchasesAt(states, at)
    orders[i] = purchases
    bought[i] = purchases > 0 ? 1 : 0
    first[i] = purchases > 0 ? wholeTime(S.firstTickAt(states, at), scale) : NaN
    last[i] = purchases > 0 ? wholeTime(S.lastTickAt(states, at), scale) : NaN
  }
}

/** NaN stands for what a customer without a purchase has not. */
function fillFigures(
  states: Float64Array,
  lastDays: Float64Array | undefined,
  start: number,
  finish: number,
  columns: PlainColumns,
  { end, daysAUnit, msPerTick }: Ends,
): void {
  const { revenue, daysSinceLast, frequency, recency, T, monetaryValue, firstDayRevenue, bought } = columns
  const ticksPerDay = MS_A_DAY / msPerTick
  for (let i = start; i < finish; i++) {
    const at = S.WIDTH * (i - start)
    const sum = S.revenueAt(states, at)
    revenue[i] = sum
    if (bought[i] === 0) {
      recency[i] = T[i] = monetaryValue[i] = firstDayRevenue[i] = NaN
      continue
    }
    const repeats = S.daysAt(states, at) - 1
    const firstDay = S.firstDayAt(states, at)
    const lastDay = lastDays ? lastDays[i - start]! : Math.floor(S.lastTickAt(states, at) / ticksPerDay)
    const firstRevenue = S.firstDayRevenueAt(states, at)
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

/** Distinct orders take the place of rows. */
function fillOrders(
  { parts, places }: Filling['order'],
  start: number,
  finish: number,
  { orders }: PlainColumns,
): void {
  for (let i = start; i < finish; i++) orders[i] = parts[places[i]! & 255]!.orders![places[i]! >>> 8]!
}

function fillHoldout(
  { parts, places }: Filling['order'],
  start: number,
  finish: number,
  { holdoutFrequency, holdoutRevenue, holdoutMonetaryValue }: PlainColumns,
): void {
  for (let i = start; i < finish; i++) {
    const { holdout } = parts[places[i]! & 255]!
    const days = holdout!.days[places[i]! >>> 8]!
    const revenue = holdout!.revenue[places[i]! >>> 8]!
    holdoutFrequency[i] = days
    holdoutRevenue[i] = revenue
    holdoutMonetaryValue[i] = days > 0 ? revenue / days : NaN
  }
}
