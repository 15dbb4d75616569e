import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { type Pareto, pareto } from '../../value/pareto.js'

/** How revenue is spread over customers. */
export interface ConcentrationFigures {
  readonly customers: number
  /** The fewest customers who bring half of the revenue. */
  readonly halfCustomers: number
  /** The share of revenue of the fifth who spend most. */
  readonly topFifthShare: number
  /** 0: all bring the same; towards 1: one brings everything. */
  readonly gini: number
  /** The share of customers, from the one who spent most, and the share of revenue they bring. */
  readonly curve: readonly { readonly customers: number; readonly revenue: number }[]
  /** Tenths of the customers, from those who spent most; fewer where there are fewer than ten customers. */
  readonly tenths: readonly TenthFigures[]
  readonly revenue: number
}

/** One tenth of the customers. */
export interface TenthFigures {
  /** Where it begins and ends, as shares of all customers. */
  readonly from: number
  readonly to: number
  readonly customers: number
  readonly revenue: number
}

/** The 80/20 figures of a customer table; undefined where there is no revenue to share. */
export function concentration(customers: Table, by = 'revenue'): ConcentrationFigures | undefined {
  const bins = Math.min(10, Math.max(2, customers.numRows))
  return concentrationOf(pareto(customers, { by, bins }))
}

/** The same from what `pareto` found. */
export function concentrationOf(found: Pareto): ConcentrationFigures | undefined {
  const { customersForHalf, top20Share, gini, total } = found
  if (customersForHalf === null || top20Share === null || gini === null) return undefined
  const [x, y] = columnsOf(found.curve, ['customer_share', 'revenue_share'])
  const [sizes, revenue] = columnsOf(found.deciles, ['customers', 'revenue'])
  let before = 0
  const tenths = Array.from(sizes!, (customers, i) => {
    const from = before / found.customers
    before += customers
    return { from, to: before / found.customers, customers, revenue: revenue![i]! }
  })
  return {
    customers: found.customers,
    halfCustomers: customersForHalf.customers,
    topFifthShare: top20Share,
    gini,
    curve: Array.from(x!, (customers, i) => ({ customers, revenue: y![i]! })),
    tenths: tenths.filter(({ customers }) => customers > 0),
    revenue: total,
  }
}

function columnsOf(table: Table, names: readonly string[]): Float64Array[] {
  return names.map((name) => readNumbers(findColumn(table, name, 'pareto'), 'pareto'))
}
