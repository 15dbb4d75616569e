import { cdnowOrders } from './cdnow.js'
import { rowsToTable, tableToRows } from './orderLines.js'

export type Cell = number | null
export interface Customer {
  days_since_last: Cell
  orders: Cell
  revenue: Cell
}
export const names = ['days_since_last', 'orders', 'revenue']
export const customersOf = (rows: readonly Customer[]) =>
  rowsToTable(
    rows.map((row) => ({ ...row })),
    names,
  )

/** Customers of CDNOW by plain objects: rows counted, not days, as in the reference below. */
export function cdnowCustomers() {
  const found = new Map<string, { last: number; orders: number; revenue: number }>()
  for (const { customer_id, date, amount } of tableToRows(cdnowOrders())) {
    const day = Date.parse(date) / 864e5
    const known = found.get(customer_id) ?? { last: day, orders: 0, revenue: 0 }
    found.set(customer_id, {
      last: Math.max(known.last, day),
      orders: known.orders + 1,
      revenue: known.revenue + amount,
    })
  }
  const end = Math.max(...[...found.values()].map(({ last }) => last))
  return [...found]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, { last, orders, revenue }]) => ({ days_since_last: end - last, orders, revenue }))
}

// numpy 2.4: np.quantile(x, [.2, .4, .6, .8]) and np.searchsorted(cuts, x, 'left' | 'right') + 1 on the sums of
// pandas 3.1; sizes of r and m with ties low equal pandas.qcut(x, 5)'s.
