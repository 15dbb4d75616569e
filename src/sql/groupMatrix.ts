import { checkOptions } from '../options.js'
import { groupMatrix as matrixTable, type GroupMatrixOptions, readNames } from '../segment/groupMatrix.js'
import type { Measure } from '../segment/matrix/measures.js'
import { cellsQuery } from './matrix/cells.js'
import { placesIn, widePlan } from './matrix/wide.js'
import { makeRelation, type Plan, planOf, type Relation } from './relation/relation.js'
import { emptied } from './relation/shape.js'

const WHO = 'groupMatrix'

/** What `groupMatrix` gives in a database. */
export interface GroupMatrixRelations {
  /** One row a cell, with all totals and subtotals. */
  readonly cells: Relation
  /** The same as a matrix to be read. */
  readonly matrix: Relation
}

/**
 * `groupMatrix` where the rows lie: customers by two or more factors at once, with totals and subtotals of every level. Options, columns and meaning are those of
 * `groupMatrix` of `clientele`, which see.
 *
 * What differs: the answer is relations; `matrix` asks for the groups of its columns first, since they are its columns.
 *
 * @param table - a relation, one row a customer (or an order, or whatever is to be counted)
 * @param options - `rows`, `columns`, `measures`
 * @returns a frozen `{cells, matrix}` of relations
 * @throws ClienteleError for options at once, for columns when it is computed: as `groupMatrix` does, and `query-failed`
 *
 * Cost: a pass over the rows for each level, of which there are (rows + 1)(columns + 1).
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('customers', fromRows([
 *   { region: 'EU', channel: 'web', revenue: 30 },
 *   { region: 'EU', channel: 'shop', revenue: 50 },
 *   { region: 'US', channel: 'web', revenue: 20 },
 * ]))
 * const { cells, matrix } = sql.groupMatrix(sql.from(engine, 'customers'), {
 *   rows: 'region',
 *   columns: 'channel',
 *   measures: { revenue: { sum: 'revenue' } },
 * })
 * console.log(toRows(where(await cells.toTable(), { region: 'EU', columns_depth: 0 })).map((row) => row.revenue)) // [ 80 ]
 * console.log(toRows(where(await matrix.toTable(), { rows_depth: 0 }))[0]?.['revenue: web']) // 50
 * await engine.close()
 * ```
 */
export function groupMatrix(table: Relation, options: GroupMatrixOptions): GroupMatrixRelations {
  checkOptions(WHO, options, ['rows', 'columns', 'measures'])
  const { columns = [], measures = { customers: 'count' } } = options
  const [rows, others] = [readNames('rows', options.rows), readNames('columns', columns)]
  const plan = planOf(WHO, table)
  const { engine } = table
  let made: Promise<Plan> | undefined
  const readCells = async (): Promise<Plan> => {
    const given = await plan()
    // Over no rows the function says what columns there are, and refuses what it would refuse.
    const { cells } = matrixTable(given.shape, options)
    const query = cellsQuery(given, rows, others, measures as { readonly [name: string]: Measure })
    return { query, shape: emptied(cells), order: placesIn([...rows, ...others]) }
  }
  const cells = () => (made ??= readCells())
  return Object.freeze({
    cells: makeRelation(engine, cells),
    matrix: makeRelation(engine, async () =>
      widePlan(WHO, engine, await cells(), rows, others, Object.keys(measures)),
    ),
  })
}
