import { selectSql } from '../../classify/code/selectSql.js'
import { readSqlOptions } from '../../classify/code/sqlOptions.js'
import { stepTables, type StepTables } from '../../classify/code/stepsSql.js'
import { grammars } from '../../dialect/grammars.js'
import { hidden } from '../../dialect/hidden.js'
import { column } from '../expression/expression.js'
import { querySql, select } from '../expression/query.js'
import type { Engine } from '../engine.js'
import { newName } from '../newName.js'
import { everything } from '../relation/relation.js'
import type { Scorer } from './scored.js'

/** Letters for each number or name; beyond so many, engines take longer to read a SELECT than to run several, or refuse. */
const LETTERS = 25

/** What `toSql` writes, of large models what `toSqlSteps` does; its results are under names of their own, so that columns of those names stay what they were. */
export const classifiedQuery: Scorer = async ({ engine, plan, model, asked }) => {
  const { dialect } = engine
  const within = model.kind === 'calibrated' ? model.base : model
  const { classes, task } = within.target
  const many = task !== 'number' && classes.length > 2
  const chances: string[] =
    task === 'number' ? [] : many ? classes.map((label: string) => `probability_${label}`) : ['probability']
  const names = ['predicted', ...chances]
  const as = Object.fromEntries(names.map((name, k) => [name, hidden(`result_${k}`)]))
  const query = querySql(select(plan.query, everything(plan)), dialect)
  const sqlPlan = readSqlOptions('predict', model, {
    dialect,
    from: { query },
    threshold: asked.threshold,
    as,
  })
  const text = selectSql(sqlPlan.program, sqlPlan.grammar, sqlPlan.from)
  const isLong = text.length > LETTERS * sqlPlan.grammar.largest
  const scored = isLong ? await inSteps(engine, stepTables(sqlPlan, newName('step'))) : text
  return {
    query: { kind: 'stored', table: { query: scored } },
    added: Object.fromEntries(names.map((name) => [name, column(as[name]!)])),
  }
}

/** Makes each table from the one before, which then goes; the first and the last one stay until the engine is closed. */
async function inSteps(engine: Engine, { tables, select }: StepTables): Promise<string> {
  const { identifier } = grammars[engine.dialect]
  for (const [k, { name, select }] of tables.entries()) {
    await engine.keep(name, select)
    // The first one is what PostgreSQL knows the type of its rows by.
    const before = k > 1 ? tables[k - 1] : undefined
    if (before) await engine.run(`DROP TABLE ${identifier(before.name)}`)
  }
  return select
}
