import { checkOptions, invalid } from '../options.js'
import type { CodeModel } from './code/programOf.js'
import { readSqlOptions, SQL_OPTIONS, type ToSqlOptions } from './code/sqlOptions.js'
import { type SqlSteps, stepsSql } from './code/stepsSql.js'

/** What `toSqlSteps` can be told. */
export interface ToSqlStepsOptions extends ToSqlOptions {
  /** How the tables on the way are called: this name with a number behind it. Default 'clientele_step'. */
  readonly name?: string | undefined
}

const WHO = 'toSqlSteps'

/**
 * Scores customers where they are with a model that is too large for one SELECT (hundreds of trees, or a database whose parser takes
 * long): several statements, each of which adds to the scores, with `toSql`'s answer at the end.
 *
 * The tables on the way are temporary and end with the session, so run all statements in one; in Spark, which has none, they are tables of
 * the current schema, and `cleanup` matters.
 *
 * @param model - as for `toSql`
 * @param options - as for `toSql`, and `name` of the tables on the way
 * @returns `prepare`, statements to run in their order; `select`, which then gives the rows with `predicted` and `probability`; `cleanup`, statements to run at
 * the end; none with a semicolon
 * @throws ClienteleError `option-invalid`; `unsupported` for other models, and for names or labels that SQL cannot write
 *
 * Cost: linear in the size of the model; in the database a copy of the table for some 10,000 nodes of trees.
 *
 * @example
 * ```ts
 * const rows = [1, 2, 3, 4, 5, 6].map((orders) => ({ orders, churned: [1, 2, 4].includes(orders) }))
 * const model = fitLogistic(fromRows(rows), { target: 'churned' })
 * const { prepare, select, cleanup } = toSqlSteps(model, { dialect: 'postgres', from: 'customers' })
 * console.log(prepare.length, cleanup.at(-1)) // 3 DROP TABLE "clientele_step_1"
 * ```
 */
export function toSqlSteps(model: CodeModel, options: ToSqlStepsOptions): SqlSteps {
  checkOptions(WHO, options, [...SQL_OPTIONS, 'name'])
  const { name = 'clientele_step' } = options
  if (typeof name !== 'string' || name === '') {
    throw invalid(WHO, `name must be what the tables on the way are called, such as 'clientele_step'`)
  }
  return stepsSql(readSqlOptions(WHO, model, options), name)
}
