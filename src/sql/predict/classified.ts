import { toSql } from '../../classify/toSql.js'
import { hidden } from '../../dialect/hidden.js'
import { column } from '../expression/expression.js'
import { querySql, select } from '../expression/query.js'
import { everything } from '../relation/relation.js'
import type { Scorer } from './scored.js'

/** What `toSql` writes; its results are under names of their own, so that columns of those names stay what they were. */
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
  const text = toSql(model, { dialect, from: { query }, threshold: asked.threshold, as })
  return {
    query: { kind: 'stored', table: { query: text } },
    added: Object.fromEntries(names.map((name) => [name, column(as[name]!)])),
  }
}
