import type { Vector } from '../../table/arrow.js'
import { dictionary } from '../../table/build.js'
import type { Categories } from '../../table/categories.js'
import { type History, REFUND } from '../history/readHistory.js'
import { type Arrays, arrays } from './arrays.js'

/** How much customers buy at a discount: the share of purchases with one, and whether the last day of an order had one. */
export function discountFeatures(
  { starts, rows, days, kinds }: History,
  discounts: Float64Array,
  customers: Int32Array,
  cutoff: number,
): Arrays {
  const out = arrays(customers.length, ['discount_share', 'discount_last'])
  customers.forEach((customer, i) => {
    let [lines, reduced, lastDay, last] = [0, 0, NaN, 0]
    for (let at = starts[customer]!; at < starts[customer + 1]! && days[at]! <= cutoff; at++) {
      if (kinds[at] === REFUND) continue
      const has = discounts[rows[at]!]! > 0 ? 1 : 0
      last = days[at] === lastDay ? Math.max(last, has) : has
      lastDay = days[at]!
      lines++
      reduced += has
    }
    out.discount_share[i] = reduced / lines
    out.discount_last[i] = last
  })
  return out
}

/**
 * How parcels came, as far as it was known at the cut-off: one is late that came after its promised day, or had not come by then though promised. Days
 * are NaN where missing.
 */
export function deliveryFeatures(
  { starts, rows, days, kinds }: History,
  promised: Float64Array,
  delivered: Float64Array,
  customers: Int32Array,
  cutoff: number,
): Arrays {
  const out = arrays(customers.length, ['late_deliveries', 'late_share', 'late_last'])
  customers.forEach((customer, i) => {
    let [lines, late, lastDay, last] = [0, 0, NaN, 0]
    for (let at = starts[customer]!; at < starts[customer + 1]! && days[at]! <= cutoff; at++) {
      if (kinds[at] === REFUND) continue
      const row = rows[at]!
      const arrived = delivered[row]! <= cutoff ? delivered[row]! : cutoff
      const isLate = arrived > promised[row]! ? 1 : 0
      last = days[at] === lastDay ? Math.max(last, isLate) : isLate
      lastDay = days[at]!
      lines++
      late += isLate
    }
    out.late_deliveries[i] = late
    out.late_share[i] = late / lines
    out.late_last[i] = last
  })
  return out
}

/** The channel of the last order, and the one of most purchases; among equals the first by name. */
export function channelFeatures(
  { starts, rows, days, kinds }: History,
  { codes, labels }: Categories,
  customers: Int32Array,
  cutoff: number,
): { readonly [name: string]: Vector } {
  const byName = labels.map((_, code) => code).toSorted((a, b) => (labels[a]! < labels[b]! ? -1 : 1))
  const rank = new Int32Array(labels.length)
  byName.forEach((code, place) => (rank[code] = place))
  const last = new Int32Array(customers.length).fill(-1)
  const main = new Int32Array(customers.length).fill(-1)
  const counts = new Int32Array(labels.length)
  customers.forEach((customer, i) => {
    counts.fill(0)
    let lastDay = NaN
    for (let at = starts[customer]!; at < starts[customer + 1]! && days[at]! <= cutoff; at++) {
      const code = codes[rows[at]!]!
      if (kinds[at] === REFUND || code < 0) continue
      if (days[at] !== lastDay || rank[code]! < last[i]!) last[i] = rank[code]!
      lastDay = days[at]!
      counts[rank[code]!]!++
    }
    for (let r = 0; r < counts.length; r++) {
      if (counts[r]! > (main[i]! < 0 ? 0 : counts[main[i]!]!)) main[i] = r
    }
  })
  const names = byName.map((code) => labels[code]!)
  return { channel_last: dictionary(last, names), channel_main: dictionary(main, names) }
}
