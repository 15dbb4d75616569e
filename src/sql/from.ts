import { grammars } from '../dialect/grammars.js'
import { type SqlTable, tableSql } from '../dialect/tableSql.js'
import { invalid } from '../options.js'
import type { Engine } from './engine.js'
import { checkEngine } from './peer.js'
import { makeRelation, type Relation } from './relation/relation.js'
import { shapeOf } from './relation/shape.js'

const WHO = 'from'

/**
 * A table of a database, or a query, as a relation: what the verbs of this module take. Nothing runs until `toTable()`, `writeTo(name)` or
 * `toSql()`; then the database is asked for the columns first.
 *
 * @param engine - where it is, such as `await duckdb('shop.db')`
 * @param table - its name, the parts of its name as `['sales', 'orders']`, or `{query: 'SELECT …'}`, which is taken as it stands. Names are quoted
 * @returns a relation: `toTable()` computes the rows and brings them here, `writeTo(name)` keeps them there as a table, `toSql()` is the SELECT. What a relation has learned about its
 * table (columns, the last day) it keeps: make another one after the table has changed
 * @throws ClienteleError `option-invalid`; when it is computed `query-failed` where there is no such table, `contradiction` where a query gives two columns of one name
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('orders', fromRows([{ client: 'ann', paid: 20 }, { client: 'bob', paid: 5 }]))
 * const dear = sql.from(engine, { query: 'SELECT client FROM orders WHERE paid > 10' })
 * console.log(toRows(await dear.toTable())) // [ { client: 'ann' } ]
 * await engine.close()
 * ```
 */
export function from(engine: Engine, table: SqlTable, ...more: readonly never[]): Relation {
  checkEngine(WHO, engine)
  if (more.length > 0) {
    throw invalid(WHO, "takes an engine and a table; a schema is part of its name, as ['sales', 'orders']")
  }
  tableSql(WHO, table, grammars[engine.dialect])
  return makeRelation(engine, async () => {
    const query = { kind: 'stored', table } as const
    return { query, shape: await shapeOf(engine, query), order: [] }
  })
}
