import type { SqlTable } from '../../dialect/tableSql.js'
import { withoutEnd } from '../../dialect/withoutEnd.js'
import { ClienteleError } from '../../error.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { allColumns, findColumn } from '../../table/column.js'
import { readStrings } from '../../table/strings.js'
import { takeRows } from '../../table/take.js'
import type { Engine } from '../engine.js'
import { type Query, querySql } from '../expression/query.js'
import { isUnknownTable } from '../peer.js'
import { refuseTwins } from '../twins.js'

/** The columns of a query, as a table without rows. */
export async function shapeOf(engine: Engine, query: Query): Promise<Table> {
  if (engine.dialect === 'duckdb' && query.kind === 'stored') await checkTwins(engine, query.table)
  const sql = `SELECT * FROM (${querySql(query, engine.dialect)}\n) AS input LIMIT 0`
  try {
    return emptied(await engine.query(sql))
  } catch (error) {
    if (query.kind !== 'stored' || !isUnknownTable(error)) throw error
    const { table } = query
    const name = typeof table === 'string' ? table : 'query' in table ? undefined : table.join('.')
    if (name === undefined) throw error
    throw new ClienteleError(
      'query-failed',
      `from: there is no table '${name}' in the database; give the name that it has there, after that of its schema where it lies in one, as ['sales', 'orders'].`,
      { cause: error },
    )
  }
}

/** Within another query DuckDB would rename the second. */
async function checkTwins(engine: Engine, table: SqlTable): Promise<void> {
  if (typeof table === 'string' || !('query' in table)) return
  const described = `SELECT column_name FROM (DESCRIBE ${withoutEnd(table.query)}\n)`
  const names = findColumn(await engine.query(described), 'column_name', 'from')
  refuseTwins('from', readStrings(names) as string[])
}

/** A table's columns without its rows. */
export function emptied(table: Table): Table {
  const own = adopt(table.numRows === 0 ? table : takeRows(table, new Int32Array(0)), 'from')
  allColumns(own, 'from')
  return own
}
