import type { Table } from '../arrow.js'
import { findColumn } from '../column.js'
import { type Clock, settleZone } from '../days.js'
import { groupRows } from '../group.js'
import { readTimes } from '../times.js'
import { readInput } from './input.js'
import type { Roles } from './roles.js'

/** A table's orders row by row, none of them missing. */
export interface OrderRows {
  readonly chunk: {
    readonly rows: number
    /** The customer's number, by first appearance. */
    readonly codes: Int32Array
    /** Epoch milliseconds. */
    readonly ticks: Float64Array
    readonly amounts: Float64Array
    /** Calendar days where they come from a time zone; else they follow from `ticks`. */
    readonly days: Int32Array | undefined
  }
  readonly customers: number
  /** Whether times carry a zone. */
  readonly zoned: boolean
  /** Whether times are dates without a time of day. */
  readonly bareDates: boolean
  readonly timeName: string
}

/** What `summarize` reads, as one array for each role, for verbs that need each row's customer by number. */
export function readOrderRows(
  who: string,
  table: Table,
  roles: Roles,
  rules: { readonly clock: Clock },
): OrderRows {
  const { chunks, rows, bareDates, zoned } = readInput(who, table, { ...roles, order: undefined }, rules)
  const { codes, size } = groupRows([findColumn(table, roles.customer, who)], who)
  const time = findColumn(table, roles.time, who)
  const ticks = readTimes(time, who)
  if (zoned) settleZone(time, [ticks], rules.clock)
  const amounts = new Float64Array(rows)
  const days = zoned ? new Int32Array(rows) : undefined
  let start = 0
  for (const chunk of chunks) {
    amounts.set(chunk.amounts, start)
    days?.set(chunk.days!, start)
    start += chunk.rows
  }
  const chunk = { rows, codes, ticks, amounts, days }
  return { chunk, customers: size, zoned, bareDates, timeName: roles.time }
}
