import type { Grammar } from '../../dialect/grammars.js'
import { hidden } from '../../dialect/hidden.js'
import { preparedFeatures, type SqlContext, sqlOf, stepColumns } from './printSql.js'
import type { Program } from './program.js'

type Columns = readonly (readonly [expression: string, name: string])[]

const listed = (columns: Columns, indent: string): string =>
  columns.map(([expression, name]) => `${indent}${expression} AS ${name}`).join(',\n')

/**
 * One SELECT: all columns of `from`, and the program's results. Where a dialect can leave columns out of `*`, each step is a
 * common table expression that adds columns to the one before; else each is a lateral subquery of one row.
 */
export function selectSql(program: Program, grammar: Grammar, from: string): string {
  const context: SqlContext = { grammar, target: program.target }
  const steps = [
    preparedFeatures(program, grammar, 'input'),
    ...program.steps.map((step) => stepColumns(step, context)),
  ].filter((step) => step.length > 0)
  const results = program.results.map(
    ({ name, code }) => [sqlOf(code, context), grammar.identifier(name)] as const,
  )
  const { columns } = grammar
  return 'without' in columns
    ? chained(steps, results, from, columns.without)
    : lateral(steps, results, from, columns.fence)
}

/** No table of a user's has such a name. */
const stepName = (s: number): string => hidden(`step_${s}`)

function chained(
  steps: readonly Columns[],
  results: Columns,
  from: string,
  without: (names: string) => string,
): string {
  const parts = steps.map((step, s) => {
    const source = s === 0 ? from : stepName(s)
    return `${stepName(s + 1)} AS (\n  SELECT input.*,\n${listed(step, '    ')}\n  FROM ${source} AS input\n)`
  })
  if (parts.length === 0) return `SELECT input.*,\n${listed(results, '  ')}\nFROM ${from} AS input`
  const names = steps.flatMap((step) => step.map(([, name]) => name)).join(', ')
  return `WITH ${parts.join(', ')}\nSELECT ${without(names)},\n${listed(results, '  ')}\nFROM ${stepName(steps.length)}`
}

function lateral(steps: readonly Columns[], results: Columns, from: string, fence: string): string {
  const joined = steps.map(
    (step, s) => `\nCROSS JOIN LATERAL (\n  SELECT\n${listed(step, '    ')}${fence}\n) AS ${stepName(s + 1)}`,
  )
  return `SELECT input.*,\n${listed(results, '  ')}\nFROM ${from} AS input${joined.join('')}`
}
