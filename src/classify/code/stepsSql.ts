import { namesOf, sizeOf } from './expression.js'
import { hidden } from '../../dialect/hidden.js'
import { preparedFeatures, type SqlContext, sqlOf, stepColumns } from './printSql.js'
import type { Named } from './program.js'
import { stagesOf } from './stages.js'
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

/** Tables to make one after the other, each by a SELECT, and the SELECT whose rows are the answer. */
export interface StepTables {
  readonly tables: readonly { readonly name: string; readonly select: string }[]
  readonly select: string
}

/** The tables as statements of any client. */
export function stepsSql(plan: SqlPlan, name: string): SqlSteps {
  const { tables, select } = stepTables(plan, name)
  const { identifier, createTable } = plan.grammar
  const prepare = tables.map((table) => `${createTable(identifier(table.name))} AS\n${table.select}`)
  const cleanup = tables.toReversed().map((table) => `DROP TABLE ${identifier(table.name)}`)
  return Object.freeze({ prepare: Object.freeze(prepare), select, cleanup: Object.freeze(cleanup) })
}

/**
 * A program as tables made one from the other. The first holds each row whole in one column, beside the features made ready, so that
 * the last SELECT can give the columns as they came.
 */
export function stepTables({ program, grammar, from }: SqlPlan, name: string): StepTables {
  const context: SqlContext = { grammar, target: program.target }
  const row = grammar.identifier(hidden('row'))
  const tables: { name: string; select: string }[] = []
  const last = () => grammar.identifier(tables.at(-1)!.name)
  const make = (select: string) => {
    tables.push({ name: `${name}_${tables.length + 1}`, select })
  }
  const { columns } = grammar
  const whole = 'without' in columns ? 'input.*' : `${columns.fold} AS ${row}`
  // A row of a query has no type by which it can be kept: it becomes a table first.
  if ('fold' in columns && from.startsWith('(')) make(`SELECT input.* FROM ${from} AS input`)
  const features = preparedFeatures(program, grammar, 'input')
  make(`SELECT ${listed([whole, ...named(features)])}\nFROM ${tables.length > 0 ? last() : from} AS input`)
  const { stages, results } = stagesOf(program, (step) => groups(step, grammar.largest))
  const readLater = namesReadLater(stages, results)
  let carried: readonly string[] = []
  const nameOf = (name: string) => grammar.identifier(hidden(name))
  const fixed = features.map(([, own]) => own)
  stages.forEach((stage, k) => {
    const kept = carried.filter((name) => readLater[k]!.has(name))
    const gone = carried.filter((name) => !readLater[k]!.has(name)).map(nameOf)
    const before =
      'without' in columns
        ? [gone.length === 0 ? 'input.*' : columns.without(gone.join(', '))]
        : [row, ...fixed, ...kept.map(nameOf)]
    make(`SELECT ${listed([...before, ...named(stepColumns(stage, context))])}\nFROM ${last()} AS input`)
    carried = [...kept, ...stage.map(({ name }) => name)]
  })
  const hiddenNames = [...fixed, ...carried.map(nameOf)]
  const given = 'without' in columns ? columns.without(hiddenNames.join(', ')) : columns.unfold(row)
  const answers = results.map(({ name, code }) => [sqlOf(code, context), grammar.identifier(name)] as const)
  return { tables, select: `SELECT ${listed([given, ...named(answers)])}\nFROM ${last()} AS input` }
}

/** Of each stage, which values the following ones read: only these are carried on. */
function namesReadLater(stages: readonly (readonly Named[])[], results: readonly Named[]): Set<string>[] {
  const found = new Set<string>()
  for (const { code } of results) namesOf(code, found)
  const out: Set<string>[] = []
  for (const stage of stages.toReversed()) {
    out.push(new Set(found))
    for (const { code } of stage) namesOf(code, found)
  }
  return out.reverse()
}

function named(columns: readonly (readonly [expression: string, name: string])[]): string[] {
  return columns.map(([expression, name]) => `${expression} AS ${name}`)
}

function listed(parts: readonly string[]): string {
  return parts.join(',\n  ')
}

/** A step's values in groups that one statement can bear. */
function groups(step: readonly Named[], largest: number): Named[][] {
  const out: Named[][] = []
  let size = Infinity
  for (const value of step) {
    const own = sizeOf(value.code)
    if (size + own > largest) {
      out.push([])
      size = 0
    }
    out.at(-1)!.push(value)
    size += own
  }
  return out
}
