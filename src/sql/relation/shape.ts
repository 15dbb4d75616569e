import { ClienteleError } from '../../error.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { allColumns } from '../../table/column.js'
import { takeRows } from '../../table/take.js'
import type { Engine } from '../engine.js'
import { type Query, querySql } from '../expression/query.js'
import { isUnknownTable } from '../peer.js'

/** The columns of a query, as a table without rows. */
export async function shapeOf(engine: Engine, query: Query): Promise<Table> {
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

/** A table's columns without its rows. */
export function emptied(table: Table): Table {
  const own = adopt(table.numRows === 0 ? table : takeRows(table, new Int32Array(0)), 'from')
  allColumns(own, 'from')
  return own
}
