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
  return readRow(await ask(engine, query))
}

/** The numbers of an answer's one row; NaN where one is missing. */
export function readRow(answer: Table): { readonly [name: string]: number } {
  return Object.fromEntries(
    allColumns(answer, 'query').map((column) => [column.name, readNumbers(column, 'query')[0]!]),
  )
}

/** Runs a query of numbers; NaN where one is missing. */
export async function askNumbers(
  engine: Engine,
  query: Query,
): Promise<{ readonly [name: string]: Float64Array }> {
  const columns = allColumns(await ask(engine, query), 'query')
  return Object.fromEntries(columns.map((column) => [column.name, readNumbers(column, 'query')]))
}
