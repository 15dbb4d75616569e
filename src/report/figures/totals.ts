import { type CustomerColumns, median, share, sum } from './customers.js'

/** The key figures of a customer base. */
export interface TotalFigures {
  readonly customers: number
  readonly orders: number
  readonly revenue: number
  readonly averageOrder: number
  readonly revenuePerCustomer: number
  /** The share of customers with more than one order. */
  readonly repeatShare: number
  readonly medianDaysSinceLast: number
}

/** Adds up a customer table. */
export function totalFigures({ rows, orders, revenue, quiet }: CustomerColumns): TotalFigures {
  const allOrders = sum(orders)
  const allRevenue = sum(revenue)
  let repeating = 0
  for (const n of orders) if (n > 1) repeating++
  return {
    customers: rows,
    orders: allOrders,
    revenue: allRevenue,
    averageOrder: allOrders > 0 ? allRevenue / allOrders : 0,
    revenuePerCustomer: rows > 0 ? allRevenue / rows : 0,
    repeatShare: share(repeating, rows),
    medianDaysSinceLast: rows > 0 ? median(quiet) : 0,
  }
}
