import { ClienteleError } from '../error.js'
import { checkOptions } from '../options.js'
import type { CodeModel } from './code/programOf.js'
import { selectSql } from './code/selectSql.js'
import { readSqlOptions, SQL_OPTIONS, type ToSqlOptions } from './code/sqlOptions.js'

const WHO = 'toSql'
/** Beyond this, databases take long to parse, or refuse. */
const LONGEST = 4_000_000

/**
 * Scores customers where they are: a model as one SELECT that gives all columns of a table and, beside them, what
 * `predict` would add (`predicted`, `probability`; with more than two classes, `probability_<class>`).
 *
 * It says what `predict` says, missing values and unknown labels included: numbers are cast to double, NaN and null are missing, and every
 * question names what it does with them. Sums are balanced trees of parentheses and come in pieces, so that no parser goes too deep.
 * Rounding may differ in the last digits, since sums are taken in another order. In between, columns are called `__clientele_…`.
 *
 * @param model - a logistic regression, naive Bayes, tree, forest, boosted model or network, or one of them calibrated
 * @param options - `dialect`, `from`; `threshold` and `as` as for `predict`
 * @returns the SELECT, without a semicolon
 * @throws ClienteleError `option-invalid`; `unsupported` for other models, for names or labels that SQL cannot write, and where the SELECT would have
 * more than four million characters (use `toSqlSteps`)
 *
 * Cost: linear in the size of the model.
 *
 * @example
 * ```ts
 * const rows = [1, 2, 3, 4, 5, 6].map((orders) => ({ orders, churned: [1, 2, 4].includes(orders) }))
 * const model = fitLogistic(fromRows(rows), { target: 'churned' })
 * const sql = toSql(model, { dialect: 'duckdb', from: 'customers' })
 * console.log(sql.split('\n')[2].trim()) // NULLIF(CAST(input."orders" AS DOUBLE), CAST('NaN' AS DOUBLE)) AS "__clientele_x1"
 * ```
 */
export function toSql(model: CodeModel, options: ToSqlOptions): string {
  checkOptions(WHO, options, SQL_OPTIONS)
  const { program, grammar, from } = readSqlOptions(WHO, model, options)
  const sql = selectSql(program, grammar, from)
  if (sql.length <= LONGEST) return sql
  throw new ClienteleError(
    'unsupported',
    `${WHO}: the SELECT would have ${sql.length} characters, but databases take at most ${LONGEST}; use toSqlSteps, which writes several statements.`,
  )
}
