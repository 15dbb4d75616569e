import { checkOptions, invalid } from '../options.js'
import { int32, makeTable } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { call, column } from './expression/expression.js'
import { copy, select } from './expression/query.js'
import { derive, type Relation } from './relation/relation.js'

/** What `countCases` can be told. */
export interface CountCasesOptions {
  /** The columns that tell cases apart. Default `frequency`, `recency` and `T`, which models of buying read. */
  readonly columns?: readonly string[] | undefined
  /** The name of the column of counts. Default `cases`. */
  readonly as?: string | undefined
}

const WHO = 'countCases'

/**
 * Customers who are equal in some columns as one row with their number: what models of buying and of spend need to be fitted here, exactly, when customers are too many to bring. Ten
 * million customers have some hundred thousand distinct histories, where these are in weeks.
 *
 * A model of spend needs `columns: ['frequency', 'monetary_value']`. Its likelihood has a logarithm of both together, so that sums by frequency would not do; rows that are equal in both do.
 *
 * @param customers - a relation, one row a customer, as `summarize` gives
 * @param options - `columns` that tell cases apart, `as` to name the count
 * @returns a relation, one row a case: the columns, and `cases` (int32), for the option `weights` of `fitBgNbd`, `fitGammaGamma` and the others; the unit of time stays in its metadata
 * @throws ClienteleError `option-invalid` at once; `column-missing`, `query-failed` when it is computed
 *
 * Cost: a pass over the customers; as many rows as there are distinct cases.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * const rows = [[0, 0, 30], [0, 0, 30], [2, 18, 30], [1, 9, 25]].map(([frequency, recency, T]) => ({ frequency, recency, T }))
 * await engine.upload('customers', fromRows(rows))
 * const cases = await sql.countCases(sql.from(engine, 'customers')).toTable()
 * console.log(toRows(cases).map((row) => row.cases)) // [ 2, 1, 1 ]
 * console.log(fitBgNbd(cases, { weights: 'cases' }).fit.customers) // 4
 * await engine.close()
 * ```
 */
export function countCases(customers: Relation, options: CountCasesOptions = {}): Relation {
  checkOptions(WHO, options, ['columns', 'as'])
  const { columns = ['frequency', 'recency', 'T'], as = 'cases' } = options
  if (!Array.isArray(columns) || columns.length === 0 || columns.some((name) => typeof name !== 'string')) {
    throw invalid(WHO, 'columns must be a list of columns, such as those that the model reads')
  }
  if (typeof as !== 'string' || as === '' || columns.includes(as)) {
    throw invalid(WHO, `as must be a name that is not among the columns`)
  }
  return derive(WHO, customers, async ({ query, shape }) => {
    for (const name of columns) findColumn(shape, name, WHO)
    const vectors = columns.map((name) => [name, shape.getChild(name)!] as const)
    return {
      query: select(query, [...copy(...columns), [as, call('rows')]], {
        groupBy: columns.map((name) => column(name)),
      }),
      shape: makeTable(
        { ...Object.fromEntries(vectors), [as]: int32(new Int32Array(0)) } as any,
        shape.schema.metadata,
      ),
      order: columns,
    }
  })
}
