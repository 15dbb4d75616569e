import type { Table } from '../../table/arrow.js'
import { allColumns } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import type { Engine } from '../engine.js'
import { type Query, querySql } from '../expression/query.js'

/** Runs a query; its rows. */
export function ask(engine: Engine, query: Query): Promise<Table> {
  return engine.query(querySql(query, engine.dialect))
}

/** Runs a query of one row of numbers; NaN where one is missing. */
export async function askOne(engine: Engine, query: Query): Promise<{ readonly [name: string]: number }> {
  const columns = await askNumbers(engine, query)
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[0]!]))
}

/** Runs a query of numbers; NaN where one is missing. */
export async function askNumbers(
  engine: Engine,
  query: Query,
): Promise<{ readonly [name: string]: Float64Array }> {
  const columns = allColumns(await ask(engine, query), 'query')
  return Object.fromEntries(columns.map((column) => [column.name, readNumbers(column, 'query')]))
}
