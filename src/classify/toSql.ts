import { ClienteleError } from '../error.js'
import { checkChoice, checkNumber, checkOptions, invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import { type Dialect, DIALECTS, grammars } from './code/dialects.js'
import { type CodeModel, programOf } from './code/programOf.js'
import { renameResults } from './code/renameResults.js'
import { selectSql } from './code/selectSql.js'
import { tableSql, type SqlTable } from './code/tableSql.js'

/** What `toSql` can be told. */
export interface ToSqlOptions {
  /** Whose SQL: 'duckdb', 'postgres', 'spark' (3.4 and later) or 'clickhouse'. */
  readonly dialect: Dialect
  /** The table with the columns that the model reads: its name, the parts of its name as a list, or `{query}`, a SELECT as it stands. */
  readonly from: SqlTable
  /** With two classes: from which probability on the positive one is predicted. Default 0.5. */
  readonly threshold?: number | undefined
  /** New names for added columns: `{probability: 'p_tree'}`. */
  readonly as?: { readonly [column: string]: string } | undefined
}

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
 * @param model - a logistic regression or naive Bayes model; trees, forests and boosting
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
  checkOptions(WHO, options, ['dialect', 'from', 'threshold', 'as'])
  const { dialect, from, threshold = 0.5, as = {} } = options
  checkChoice(WHO, 'dialect', dialect, DIALECTS)
  checkNumber(WHO, 'threshold', threshold, 0, 1)
  if (typeof as !== 'object' || as === null)
    throw invalid(WHO, `as must be an object of names, but got ${describe(as)}`)
  const grammar = grammars[dialect]
  const program = renameResults(WHO, programOf(WHO, model, threshold), as)
  const sql = selectSql(program, grammar, tableSql(WHO, from, grammar))
  if (sql.length <= LONGEST) return sql
  throw new ClienteleError(
    'unsupported',
    `${WHO}: the SELECT would have ${sql.length} characters, but databases take at most ${LONGEST}; use toSqlSteps, which writes several statements.`,
  )
}
