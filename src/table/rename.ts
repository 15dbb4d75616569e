import { type DataType, Field, Schema, Table } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { invalid } from '../options.js'
import { adopt, describe, recordBatch } from './adopt.js'
import { findColumn } from './column.js'
import { moveRoles } from './metadata.js'
import type { ColumnName, Columns, Own, TableLike } from './types.js'

/** The columns of `T` under their new names. */
export type Renamed<T, Names> = {
  [K in keyof T as K extends keyof Names ? (Names[K] extends string ? Names[K] : K) : K]: T[K]
}

/**
 * The table with some columns under new names; a column's role (customer, time, …) goes with it. Names may be swapped.
 *
 * @param table - any Arrow table
 * @param names - old name: new name
 * @returns the same rows and columns; nothing is copied
 * @throws ClienteleError `column-missing` for an old name that is not there; `column-exists` where two columns would have one name
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * const table = rename(fromRows([{ client: 'ann', sum: 20 }]), { client: 'customer_id', sum: 'amount' })
 * console.log(toRows(table)) // [ { customer_id: 'ann', amount: 20 } ]
 * ```
 */
export function rename<T extends Columns, const Names extends { readonly [K in ColumnName<T>]?: string }>(
  table: TableLike<T>,
  names: Names,
): Table<Own<Renamed<T, Names>>> {
  const own = adopt(table, 'rename')
  if (typeof names !== 'object' || names === null || Array.isArray(names)) {
    throw invalid('rename', `names must be an object such as {old: 'new'}, but got ${describe(names)}`)
  }
  const to = new Map(Object.entries<unknown>(names).filter(([, name]) => name !== undefined))
  for (const [old, name] of to) {
    findColumn(own, old, 'rename')
    if (typeof name !== 'string' || name === '') {
      throw invalid('rename', `the new name of '${old}' must be a string that is not empty`)
    }
  }
  const taken = new Set<string>()
  const fields = own.schema.fields.map(({ name: old, type, metadata }) => {
    const name = (to.get(old) as string | undefined) ?? old
    if (taken.has(name)) {
      throw new ClienteleError(
        'column-exists',
        `rename: two columns would be called '${name}'; give one of them another name.`,
      )
    }
    taken.add(name)
    return new Field<DataType>(name, type, true, metadata)
  })
  const metadata = moveRoles(own, (name) => (to.get(name) as string | undefined) ?? name, 'rename')
  const schema = new Schema(fields, metadata)
  const batches = own.batches.map(({ numRows, data }) => recordBatch(schema, numRows, data.children))
  return new Table(schema, batches) as unknown as Table<Own<Renamed<T, Names>>>
}
