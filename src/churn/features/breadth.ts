import type { Column } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'
import { type History, REFUND } from '../history/readHistory.js'
import type { Arrays } from './arrays.js'

/** The number of each row's product, −1 where missing. */
export function readProducts(column: Column, who: string): Int32Array {
  const { codes, missing } = groupColumn(column, who)
  return missing < 0 ? codes : codes.map((code) => (code === missing ? -1 : code))
}

/** How many different products customers have bought: ever, in each window, and on the last day of an order. */
export function breadthFeatures(
  { starts, rows, days, kinds }: History,
  products: Int32Array,
  customers: Int32Array,
  cutoff: number,
  windows: readonly number[],
): Arrays {
  const all = new Float64Array(customers.length)
  const last = new Float64Array(customers.length)
  const within = windows.map(() => new Float64Array(customers.length))
  const seenBy = new Int32Array(products.reduce((most, code) => Math.max(most, code), -1) + 1).fill(-1)
  for (let i = 0; i < customers.length; i++) {
    const customer = customers[i]!
    let lastDay = NaN
    // From the latest on: a product is counted on the last day that it was bought.
    for (let at = starts[customer + 1]! - 1; at >= starts[customer]!; at--) {
      const day = days[at]!
      if (day > cutoff || kinds[at] === REFUND) continue
      if (Number.isNaN(lastDay)) lastDay = day
      const product = products[rows[at]!]!
      if (product < 0 || seenBy[product] === customer) continue
      seenBy[product] = customer
      all[i]!++
      if (day === lastDay) last[i]!++
      for (let w = 0; w < windows.length; w++) if (cutoff - day < windows[w]!) within[w]![i]!++
    }
  }
  const named = Object.fromEntries(windows.map((length, w) => [`products_${length}`, within[w]!]))
  return { products: all, products_last: last, ...named }
}
