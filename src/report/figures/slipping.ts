import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** Customers whose chance still to be one lies in a band. */
export interface AliveBand {
  readonly from: number
  readonly to: number
  readonly customers: number
  /** What they have brought so far. */
  readonly revenue: number
  /** What they are worth over the horizon, as it stands … */
  readonly value: number
  /** … and if each were certain still to be a customer. */
  readonly ifStaying: number
}

/** The fifth of customers who have spent most, by the chance that they are still customers. */
export interface SlippingFigures {
  /** How many they are, and the least that one of them has spent. */
  readonly valuable: number
  readonly least: number
  /** Those of them who more probably have left than not. */
  readonly slipping: AliveBand
  readonly bands: readonly AliveBand[]
}

const EDGES = [1, 0.9, 0.7, 0.5, 0.3, 0.1, 0]

/** Valuable customers who are slipping away; undefined where nobody has spent anything. */
export function slippingFigures(customers: Table, who: string): SlippingFigures | undefined {
  const numbers = (name: string) => readNumbers(findColumn(customers, name, who), who)
  const [revenue, alive, clv] = [numbers('revenue'), numbers('p_alive'), numbers('clv')]
  const spent = revenue.filter((value) => value > 0).sort()
  if (spent.length === 0) return undefined
  const least = spent[Math.floor(0.8 * spent.length)]!
  const bands = EDGES.slice(1).map((from, i) => nobody(from, EDGES[i]!))
  const slipping = nobody(0, 0.5)
  let valuable = 0
  alive.forEach((p, i) => {
    if (!(revenue[i]! >= least) || Number.isNaN(p + clv[i]!)) return
    valuable++
    const parts = [bands.find(({ from }) => p >= from)!, ...(p < 0.5 ? [slipping] : [])]
    for (const part of parts) {
      part.customers++
      part.revenue += revenue[i]!
      part.value += clv[i]!
      part.ifStaying += p > 0 ? clv[i]! / p : 0
    }
  })
  return { valuable, least, slipping, bands }
}

function nobody(from: number, to: number) {
  return { from, to, customers: 0, revenue: 0, value: 0, ifStaying: 0 }
}
