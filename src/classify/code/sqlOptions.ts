import { checkChoice, checkNumber, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { type Dialect, DIALECTS, type Grammar, grammars } from '../../dialect/grammars.js'
import type { Program } from './program.js'
import { type CodeModel, programOf } from './programOf.js'
import { type SqlTable, tableSql } from '../../dialect/tableSql.js'

/** What `toSql` can be told. */
export interface ToSqlOptions {
  /** Whose SQL: 'duckdb', 'postgres', 'spark' (3.4 and later) or 'clickhouse'. */
  readonly dialect: Dialect
  /** The table with the columns that the model reads: its name, the parts of its name as a list, or `{query}`, a SELECT as it stands. */
  readonly from: SqlTable
  /** With two classes: from which probability on the positive one is predicted. Default 0.5, or where the model's costs say. */
  readonly threshold?: number | undefined
  /** New names for added columns: `{probability: 'p_tree'}`. */
  readonly as?: { readonly [column: string]: string } | undefined
}

/** The names of these options. */
export const SQL_OPTIONS: readonly string[] = ['dialect', 'from', 'threshold', 'as']

/** What is to be printed, how, and from where. */
export interface SqlPlan {
  readonly program: Program
  readonly grammar: Grammar
  readonly from: string
}

/** Checks the options and makes the model's program. */
export function readSqlOptions(who: string, model: CodeModel, options: ToSqlOptions): SqlPlan {
  const { dialect, from, threshold, as = {} } = options
  checkChoice(who, 'dialect', dialect, DIALECTS)
  if (threshold !== undefined) checkNumber(who, 'threshold', threshold, 0, 1)
  if (typeof as !== 'object' || as === null) {
    throw invalid(who, `as must be an object of names, but got ${describe(as)}`)
  }
  const grammar = grammars[dialect]
  const program = renameResults(who, programOf(who, model, threshold), as)
  return { program, grammar, from: tableSql(who, from, grammar) }
}

/** A program whose results have other names. */
function renameResults(who: string, program: Program, as: { readonly [column: string]: string }): Program {
  const names = program.results.map(({ name }) => name)
  for (const [from, to] of Object.entries(as)) {
    if (!names.includes(from)) {
      throw invalid(who, `option as renames '${from}', but the columns added are ${names.join(', ')}`)
    }
    if (typeof to !== 'string' || to === '') throw invalid(who, `as.${from} must be a name`)
  }
  const results = program.results.map(({ name, code }) => ({
    name: Object.hasOwn(as, name) ? as[name]! : name,
    code,
  }))
  return { ...program, results }
}
