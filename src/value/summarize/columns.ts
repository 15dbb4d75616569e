import type { OwnParts } from './own.js'
import type { Memory } from './scratch.js'
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
  readonly places: Uint32Array
  readonly ends: Ends
  readonly columns: PlainColumns
}

/** Customers of one thread: what is known about them, and the rows of the answer that are theirs. */
interface Batch {
  readonly rows: Int32Array
  readonly states: Float64Array
  readonly lastDays: Float64Array | undefined
}

/**
 * Fills the rows of a thread's own customers. Threads start in different places, `start` of the way, so that they
 * don't write side by side.
 */
export function fillOwn(own: OwnParts, { places, ends, columns }: Filling, start: number): void {
  const one = own.find((part) => part !== undefined)
  if (!one) return
  const size = Math.min(places.length, BATCH)
  const batch = {
    rows: new Int32Array(size),
    states: new Float64Array(S.WIDTH * size),
    lastDays: one.lastDays && new Float64Array(size),
  }
  const batches = Math.ceil(places.length / BATCH)
  for (let b = 0; b < batches; b++) {
    const from = ((b + Math.floor(start * batches)) % batches) * BATCH
    const n = gather(own, places, from, Math.min(places.length, from + BATCH), batch)
    fillTimes(batch, n, columns, ends)
    fillFigures(batch, n, columns, ends)
    if (one.orderPairs) fillOrders(own, places, batch, n, columns)
    if (one.holdout) fillHoldout(own, places, batch, n, columns)
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

export function makeColumns(n: number, holdout: boolean, take: (bytes: number) => Memory): PlainColumns {
  const later = holdout ? n : 0
  const float64 = (length: number) => {
    const { buffer, start } = take(8 * length)
    return new Float64Array(buffer, start, length)
  }
  const int32 = (length: number) => {
    const { buffer, start } = take(4 * length)
    return new Int32Array(buffer, start, length)
  }
  const bought = take(n)
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
    bought: new Uint8Array(bought.buffer, bought.start, n),
    hasHoldout: holdout,
    holdoutFrequency: int32(later),
    holdoutRevenue: float64(later),
    holdoutMonetaryValue: float64(later),
  }
}

/** Copies the thread's own states, which lie in partitions, in order of customers; how many there are. */
function gather(
  own: OwnParts,
  places: Uint32Array,
  from: number,
  to: number,
  { rows, states, lastDays }: Batch,
): number {
  const width = S.WIDTH
  let n = 0
  for (let i = from; i < to; i++) {
    const part = own[places[i]! & 255]
    if (!part) continue
    const group = places[i]! >>> 8
    for (let f = 0; f < width; f++) states[width * n + f] = part.states[width * group + f]!
    if (lastDays) lastDays[n] = part.lastDays![group]!
    rows[n++] = i
  }
  return n
}

function fillTimes(
  { rows, states }: Batch,
  n: number,
  { first, last, orders, bought }: PlainColumns,
  { msPerTick, bareDates }: Ends,
): void {
  const scale = bareDates ? 1 / MS_A_DAY : msPerTick
  for (let k = 0; k < n; k++) {
    const i = rows[k]!
    const at = S.WIDTH * k
    const purchases = S.purchasesAt(states, at)
    orders[i] = purchases
    bought[i] = purchases > 0 ? 1 : 0
    first[i] = purchases > 0 ? wholeTime(S.firstTickAt(states, at), scale) : NaN
    last[i] = purchases > 0 ? wholeTime(S.lastTickAt(states, at), scale) : NaN
  }
}

/** NaN stands for what a customer without a purchase has not. */
function fillFigures(
  { rows, states, lastDays }: Batch,
  n: number,
  columns: PlainColumns,
  { end, daysAUnit, msPerTick }: Ends,
): void {
  const { revenue, daysSinceLast, frequency, recency, T, monetaryValue, firstDayRevenue, bought } = columns
  const ticksPerDay = MS_A_DAY / msPerTick
  for (let k = 0; k < n; k++) {
    const i = rows[k]!
    const at = S.WIDTH * k
    const sum = S.revenueAt(states, at)
    revenue[i] = sum
    if (bought[i] === 0) {
      daysSinceLast[i] = frequency[i] = 0
      recency[i] = T[i] = monetaryValue[i] = firstDayRevenue[i] = NaN
      continue
    }
    const repeats = S.daysAt(states, at) - 1
    const firstDay = S.firstDayAt(states, at)
    const lastDay = lastDays ? lastDays[k]! : Math.floor(S.lastTickAt(states, at) / ticksPerDay)
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
  own: OwnParts,
  places: Uint32Array,
  { rows }: Batch,
  n: number,
  { orders }: PlainColumns,
): void {
  for (let k = 0; k < n; k++) {
    const i = rows[k]!
    orders[i] = own[places[i]! & 255]!.orders[places[i]! >>> 8]!
  }
}

function fillHoldout(
  own: OwnParts,
  places: Uint32Array,
  { rows }: Batch,
  n: number,
  { holdoutFrequency, holdoutRevenue, holdoutMonetaryValue }: PlainColumns,
): void {
  for (let k = 0; k < n; k++) {
    const i = rows[k]!
    const { holdout } = own[places[i]! & 255]!
    const days = holdout!.days[places[i]! >>> 8]!
    const revenue = holdout!.revenue[places[i]! >>> 8]!
    holdoutFrequency[i] = days
    holdoutRevenue[i] = revenue
    holdoutMonetaryValue[i] = days > 0 ? revenue / days : NaN
  }
}
