import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { groupsWithoutId } from '../../table/blank.js'
import { asColumn, type Column, findColumn } from '../../table/column.js'
import { groupRows } from '../../table/group.js'
import { reconcile } from '../../table/reconcile.js'

/** Customers of two tables: their rows, −1 where they are not. */
export interface MatchedCustomers {
  /** In the table before; those who are new come last. */
  readonly before: Int32Array
  /** In the table after, counted on from the rows of the table before. */
  readonly after: Int32Array
  /** Rows without a customer: missing or blank. */
  readonly missing: { readonly before: number; readonly after: number }
}

/** A column of both tables as one, rows of the table before first. */
export function bothColumns(before: Table, after: Table, name: string, who: string): Column {
  const found = [findColumn(before, name, who), findColumn(after, name, who)]
  const { type, columns } = reconcile(found, ['the table before', 'the table after'], who)
  const chunks = columns.flatMap((column) => column.chunks)
  return asColumn(name, type, chunks)
}

/** Finds each customer in both tables; one who is in a table twice is an error. */
export function matchCustomers(ids: Column, rowsBefore: number, who: string): MatchedCustomers {
  const { codes, size, firstRows } = groupRows([ids], who)
  const missing = groupsWithoutId(ids, { firstRows })
  const rows = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)] as const
  const unknown = [0, 0]
  for (let i = 0; i < codes.length; i++) {
    const side = i < rowsBefore ? 0 : 1
    const customer = codes[i]!
    if (missing[customer] === 1) unknown[side]!++
    else if (rows[side][customer]! >= 0) throw repeated(ids, side, rows[side][customer]!, i, rowsBefore, who)
    else rows[side][customer] = i
  }
  // Numbered by first appearance: those of the table before come first.
  const known = Int32Array.from({ length: size }, (_, i) => i).filter((customer) => missing[customer] === 0)
  return {
    before: known.map((customer) => rows[0][customer]!),
    after: known.map((customer) => rows[1][customer]!),
    missing: Object.freeze({ before: unknown[0]!, after: unknown[1]! }),
  }
}

function repeated(ids: Column, side: 0 | 1, first: number, again: number, rowsBefore: number, who: string) {
  const start = side === 0 ? 0 : rowsBefore
  return new ClienteleError(
    'contradiction',
    `${who}: the table ${side === 0 ? 'before' : 'after'} has the same '${ids.name}' in rows ${first - start + 1} and ${again - start + 1}, but needs one row a customer; summarize it, or keep one of them.`,
  )
}
