import type { Table } from '../../table/arrow.js'
import { type CustomerColumns, median, readGroups, share, sum } from './customers.js'

/** What one segment is and earns. */
export interface SegmentFigures {
  /** The segment's name in the data; null for customers without one. */
  readonly segment: string | null
  readonly customers: number
  readonly shareOfCustomers: number
  readonly revenue: number
  readonly shareOfRevenue: number
  readonly orders: number
  readonly medianDaysSinceLast: number
}

/** Segments by revenue, the one that earns most first. */
export function segmentFigures(table: Table, columns: CustomerColumns, who: string): SegmentFigures[] {
  const { codes, names } = readGroups(table, 'segment', who)
  const all = sum(columns.revenue)
  const { rows, starts } = sortByGroup(codes, names.length)
  const parts = names.map((_, code) => {
    const members = rows.subarray(starts[code]!, starts[code + 1]!)
    const pick = (values: Float64Array) => Float64Array.from(members, (row) => values[row]!)
    const { revenue, orders, quiet } = columns
    return {
      size: members.length,
      revenue: sum(pick(revenue)),
      orders: sum(pick(orders)),
      quiet: median(pick(quiet)),
    }
  })
  return names
    .map((segment, code) => ({
      segment,
      customers: parts[code]!.size,
      shareOfCustomers: share(parts[code]!.size, columns.rows),
      revenue: parts[code]!.revenue,
      shareOfRevenue: share(parts[code]!.revenue, all),
      orders: parts[code]!.orders,
      medianDaysSinceLast: parts[code]!.quiet,
    }))
    .sort((a, b) => b.revenue - a.revenue || compare(a.segment, b.segment))
}

/** The rows of each group, one group after the other, and where each starts. */
function sortByGroup(codes: Int32Array, groups: number): { rows: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(groups + 1)
  for (const code of codes) starts[code + 1]!++
  for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!
  const next = starts.slice()
  const rows = new Int32Array(codes.length)
  for (let i = 0; i < codes.length; i++) rows[next[codes[i]!]!++] = i
  return { rows, starts }
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1
}
