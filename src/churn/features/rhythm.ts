import { areDecimal, roundDecimal } from '../../table/decimals.js'
import { type History, ORDER, REFUND } from '../history/readHistory.js'
import { type Arrays, arrays } from './arrays.js'

const NAMES = [
  'days_since_last',
  'T',
  'frequency',
  'recency',
  'orders',
  'revenue',
  'average_order',
  'returns',
  'returned_share',
  'gap_mean',
  'gap_sd',
  'gap_last',
  'silence',
] as const

/** How customers have ordered up to a day: how often, how much, at which rhythm, and in each window of time. */
export function rhythmFeatures(
  history: History,
  customers: Int32Array,
  cutoff: number,
  windows: readonly number[],
): Arrays {
  const out = arrays(customers.length, NAMES)
  const inWindows = windows.map((days) => windowArrays(days, customers.length))
  const round = roundingBefore(history, cutoff)
  const sums = newSums(windows.length)
  for (let i = 0; i < customers.length; i++) {
    addUp(history, customers[i]!, cutoff, windows, sums)
    writeRhythm(out, i, sums, cutoff, round)
    for (let w = 0; w < windows.length; w++)
      writeWindow(inWindows[w]!, i, w, windows[w]!, sums, cutoff, round)
  }
  return Object.assign({}, out, ...inWindows.map(({ named }) => named))
}

/** What is known of one customer; used again for the next. */
interface Sums {
  first: number
  last: number
  days: number
  orders: number
  bought: number
  returns: number
  returned: number
  gaps: number
  squares: number
  lastGap: number
  /** By window, in it and in the one before. */
  readonly nowOrders: Float64Array
  readonly nowRevenue: Float64Array
  readonly beforeOrders: Float64Array
  readonly beforeRevenue: Float64Array
}

function newSums(windows: number): Sums {
  const zeros = (): Float64Array => new Float64Array(windows)
  return {
    first: 0,
    last: 0,
    days: 0,
    orders: 0,
    bought: 0,
    returns: 0,
    returned: 0,
    gaps: 0,
    squares: 0,
    lastGap: NaN,
    nowOrders: zeros(),
    nowRevenue: zeros(),
    beforeOrders: zeros(),
    beforeRevenue: zeros(),
  }
}

function addUp(
  { starts, days, amounts, kinds, net }: History,
  customer: number,
  cutoff: number,
  windows: readonly number[],
  sums: Sums,
): void {
  const { nowOrders, nowRevenue, beforeOrders, beforeRevenue } = sums
  const count = windows.length
  for (let w = 0; w < count; w++) nowOrders[w] = nowRevenue[w] = beforeOrders[w] = beforeRevenue[w] = 0
  let [first, last, distinct, orders, bought, returns, returned] = [NaN, NaN, 0, 0, 0, 0, 0]
  let [squares, lastGap] = [0, NaN]
  const end = starts[customer + 1]!
  for (let at = starts[customer]!; at < end; at++) {
    const day = days[at]!
    if (day > cutoff) break
    const amount = amounts[at]!
    const kind = kinds[at]!
    let opens = 0
    if (kind === REFUND) {
      returns++
      returned -= amount
      if (!net) continue
    } else {
      bought += amount
      opens = kind === ORDER ? 1 : 0
      orders += opens
      if (day !== last) {
        if (distinct > 0) {
          lastGap = day - last
          squares += lastGap * lastGap
        } else first = day
        distinct++
        last = day
      }
    }
    const age = cutoff - day
    for (let w = 0; w < count; w++) {
      const length = windows[w]!
      if (age < length) {
        nowOrders[w]! += opens
        nowRevenue[w]! += amount
      } else if (age < 2 * length) {
        beforeOrders[w]! += opens
        beforeRevenue[w]! += amount
      }
    }
  }
  Object.assign(sums, { first, last, days: distinct, orders, bought, returns, returned, squares, lastGap })
  sums.gaps = distinct - 1
}

type Rounding = (sum: number) => number

function writeRhythm(
  out: { readonly [Name in (typeof NAMES)[number]]: Float64Array },
  i: number,
  sums: Sums,
  cutoff: number,
  round: { readonly sum: Rounding; readonly net: boolean },
): void {
  const { first, last, orders, bought, returns, returned, gaps, squares, lastGap } = sums
  const span = last - first
  const mean = gaps > 0 ? span / gaps : NaN
  const revenue = round.sum(round.net ? bought - returned : bought)
  out.days_since_last[i] = cutoff - last
  out.T[i] = cutoff - first
  out.frequency[i] = gaps
  out.recency[i] = span
  out.orders[i] = orders
  out.revenue[i] = revenue
  out.average_order[i] = revenue / orders
  out.returns[i] = returns
  out.returned_share[i] = bought > 0 ? round.sum(returned) / round.sum(bought) : NaN
  out.gap_mean[i] = mean
  out.gap_sd[i] = gaps > 1 ? Math.sqrt(Math.max(0, (squares - span * mean) / (gaps - 1))) : NaN
  out.gap_last[i] = lastGap
  out.silence[i] = (cutoff - last) / mean
}

interface WindowArrays {
  readonly named: Arrays
  readonly orders: Float64Array
  readonly revenue: Float64Array
  readonly ordersTrend: Float64Array
  readonly revenueTrend: Float64Array
}

function windowArrays(days: number, size: number): WindowArrays {
  const [orders, revenue, ordersTrend, revenueTrend] = Array.from(
    { length: 4 },
    () => new Float64Array(size),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array]
  const named = {
    [`orders_${days}`]: orders,
    [`revenue_${days}`]: revenue,
    [`orders_trend_${days}`]: ordersTrend,
    [`revenue_trend_${days}`]: revenueTrend,
  }
  return { named, orders, revenue, ordersTrend, revenueTrend }
}

function writeWindow(
  out: WindowArrays,
  i: number,
  w: number,
  days: number,
  { first, nowOrders, nowRevenue, beforeOrders, beforeRevenue }: Sums,
  cutoff: number,
  round: { readonly sum: Rounding },
): void {
  const revenue = round.sum(nowRevenue[w]!)
  const before = round.sum(beforeRevenue[w]!)
  out.orders[i] = nowOrders[w]!
  out.revenue[i] = revenue
  // Who came within the window has nothing to be compared with.
  const isNew = cutoff - first < days
  out.ordersTrend[i] = isNew ? NaN : trend(nowOrders[w]!, beforeOrders[w]!)
  out.revenueTrend[i] = isNew ? NaN : trend(Math.max(0, revenue), Math.max(0, before))
}

/** From −1 (stopped) over 0 (as before) to 1 (began); NaN where there was nothing at all. */
function trend(now: number, before: number): number {
  return now + before > 0 ? (now - before) / (now + before) : NaN
}

/** So many amounts are looked at together. */
const BLOCK = 4096

function areDecimalBefore(days: Int32Array, amounts: Float64Array, cutoff: number): boolean {
  const block = new Float64Array(BLOCK)
  for (let from = 0; from < amounts.length; from += BLOCK) {
    const to = Math.min(amounts.length, from + BLOCK)
    // What isn't known yet counts as 0, which is as decimal as any.
    for (let at = from; at < to; at++) block[at - from] = days[at]! <= cutoff ? amounts[at]! : 0
    if (!areDecimal(block.subarray(0, to - from))) return false
  }
  return true
}

/** What rounds sums of amounts, by those amounts alone that were known at the cut-off. */
function roundingBefore(
  { days, amounts, net }: History,
  cutoff: number,
): { readonly sum: Rounding; readonly net: boolean } {
  return { sum: areDecimalBefore(days, amounts, cutoff) ? roundDecimal : (sum) => sum, net }
}
