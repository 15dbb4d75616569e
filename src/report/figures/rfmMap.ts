import type { Table } from '../../table/arrow.js'
import { roundingOf } from '../../table/decimals.js'
import { findColumn } from '../../table/column.js'
import { readFinite } from '../../value/readFinite.js'
import { type CustomerColumns, share, sum } from './customers.js'

/** One field of the RFM map. */
export interface RfmField {
  readonly r: number
  readonly f: number
  readonly customers: number
  readonly revenue: number
  readonly shareOfRevenue: number
  /** The least number of days since the last order among its customers; null where nobody's is known. */
  readonly leastQuiet: number | null
}

/** Customers by their scores r and f: every recency that occurs with every frequency that occurs, a field without customers too. */
export function rfmMap(table: Table, columns: CustomerColumns, who: string): RfmField[] {
  const r = readFinite(findColumn(table, 'r', who), who)
  const f = readFinite(findColumn(table, 'f', who), who)
  const rs = scores(r)
  const fs = scores(f)
  const fields = new Map<string, ReturnType<typeof emptyField>>()
  for (const r of rs) for (const f of fs) fields.set(`${r} ${f}`, emptyField(r, f))
  for (let i = 0; i < columns.rows; i++) {
    const field = fields.get(`${r[i]} ${f[i]}`)
    if (!field) continue
    field.customers++
    if (!Number.isNaN(columns.revenue[i]!)) field.revenue += columns.revenue[i]!
    const quiet = columns.quiet[i]!
    if (!Number.isNaN(quiet)) field.leastQuiet = Math.min(field.leastQuiet ?? quiet, quiet)
  }
  const all = sum(columns.revenue)
  const round = roundingOf(columns.revenue)
  for (const field of fields.values()) {
    field.revenue = round(field.revenue)
    field.shareOfRevenue = share(field.revenue, all)
  }
  return [...fields.values()]
}

function emptyField(r: number, f: number) {
  return { r, f, customers: 0, revenue: 0, shareOfRevenue: 0, leastQuiet: null as number | null }
}

/** The scores that some customer has, in order; ties may leave out some. */
function scores(values: Float64Array): number[] {
  return [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b)
}
