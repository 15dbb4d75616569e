import { sizeOf } from './expression.js'
import { hidden } from '../../dialect/hidden.js'
import { preparedFeatures, type SqlContext, sqlOf, stepColumns } from './printSql.js'
import type { Named } from './program.js'
import type { SqlPlan } from './sqlOptions.js'

/** Statements that score a table one after the other. */
export interface SqlSteps {
  /** Run these first, in their order: each makes a table from the one before. */
  readonly prepare: readonly string[]
  /** Then this, whose rows are the answer. */
  readonly select: string
  /** And these at the end: they drop what was made. */
  readonly cleanup: readonly string[]
}

/** The most numbers and names in one statement. */
const LARGEST_STATEMENT = 10_000

/**
 * A program as tables made one from the other. The first holds each row whole in one column, beside the features made ready, so that
 * the last SELECT can give the columns as they came.
 */
export function stepsSql({ program, grammar, from }: SqlPlan, name: string): SqlSteps {
  const context: SqlContext = { grammar, target: program.target }
  const row = grammar.identifier(hidden('row'))
  const tables: string[] = []
  const prepare: string[] = []
  const make = (select: string) => {
    tables.push(grammar.identifier(`${name}_${tables.length + 1}`))
    prepare.push(`${grammar.createTable(tables.at(-1)!)} AS\n${select}`)
  }
  const { columns } = grammar
  const whole = 'without' in columns ? 'input.*' : `${columns.fold} AS ${row}`
  // A row of a query has no type by which it can be kept: it becomes a table first.
  if ('fold' in columns && from.startsWith('(')) make(`SELECT input.* FROM ${from} AS input`)
  const features = preparedFeatures(program, grammar, 'input')
  make(`SELECT ${listed([whole, ...named(features)])}\nFROM ${tables.at(-1) ?? from} AS input`)
  for (const group of program.steps.flatMap(groups)) {
    make(
      `SELECT ${listed(['input.*', ...named(stepColumns(group, context))])}\nFROM ${tables.at(-1)!} AS input`,
    )
  }
  const hiddenNames = [
    ...features.map(([, own]) => own),
    ...stepColumns(program.steps.flat(), context).map(([, own]) => own),
  ]
  const given = 'without' in columns ? columns.without(hiddenNames.join(', ')) : columns.unfold(row)
  const results = program.results.map(
    (result) => [sqlOf(result.code, context), grammar.identifier(result.name)] as const,
  )
  return Object.freeze({
    prepare: Object.freeze(prepare),
    select: `SELECT ${listed([given, ...named(results)])}\nFROM ${tables.at(-1)!} AS input`,
    cleanup: Object.freeze(tables.toReversed().map((table) => `DROP TABLE ${table}`)),
  })
}

function named(columns: readonly (readonly [expression: string, name: string])[]): string[] {
  return columns.map(([expression, name]) => `${expression} AS ${name}`)
}

function listed(parts: readonly string[]): string {
  return parts.join(',\n  ')
}

/** A step's values in groups that one statement can bear. */
function groups(step: readonly Named[]): Named[][] {
  const out: Named[][] = []
  let size = Infinity
  for (const value of step) {
    const own = sizeOf(value.code)
    if (size + own > LARGEST_STATEMENT) {
      out.push([])
      size = 0
    }
    out.at(-1)!.push(value)
    size += own
  }
  return out
}
