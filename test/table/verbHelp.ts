import { Table } from 'apache-arrow'
import { expect } from 'vitest'
import { ClienteleError, derive, toRows } from 'clientele'
import { withAbout } from '#src/table/metadata'
import { isMissing } from '../arbitrary/compare.js'
import { type Kind, type Plain, type PlainTable } from '../arbitrary/table.js'

export function ids(table: Table): unknown[] {
  return toRows(table).map(({ id }) => id)
}

/** The table with a column that numbers its rows. */
export function numbered(table: Table, name: string): Table {
  return derive(table, { [name]: (_: unknown, row: number) => row })
}

/** What toRows gives for a plain value. */
export function cellOf(value: Plain, kind: Kind): unknown {
  if (isMissing(value)) return null
  if (kind === 'day' || kind === 'time') return new Date(value as number)
  if (kind === 'decimal') return Number(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return value === 0 ? 0 : value
}

export function cells({ rows, columns }: PlainTable): { [name: string]: unknown }[] {
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, { kind, values }]) => [name, cellOf(values[i]!, kind)]),
    ),
  )
}

/** −0 is 0. */
export function plainZeros(rows: readonly object[]): object[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, v]) => [name, v === 0 ? 0 : v])),
  )
}

export function failure(run: () => unknown): { code: string; message: string } {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ClienteleError)
    const { code, message } = error as ClienteleError
    return { code, message }
  }
  throw new Error('nothing was thrown')
}

/** A table with roles and an as-of date, as summarize leaves them. */
export function withRoles(table: Table, roles: object, others: object = {}): Table {
  table.schema.metadata.clear()
  for (const [key, value] of withAbout(new Map(), { roles, counts: {}, ...others })) {
    table.schema.metadata.set(key, value)
  }
  return table
}
