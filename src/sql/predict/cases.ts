import { hidden } from '../../dialect/hidden.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { float64, makeTable } from '../../table/build.js'
import { all, call, column, type Expression, number, other, when } from '../expression/expression.js'
import { newName } from '../newName.js'
import { copy, type Named, select } from '../expression/query.js'
import { ask } from '../orders/ask.js'
import { numberOf } from '../orders/columns.js'
import { everything } from '../relation/relation.js'
import type { Scorer } from './scored.js'

/** Scores each distinct case here, and joins rows to what was found. */
export const casesQuery: Scorer = async ({ engine, plan, model, asked }) => {
  const who = `${model.kind}.predict`
  const { purchase = [], dropout = [], spend = [] } = model.covariates ?? {}
  const names = [
    ...new Set<string>([...Object.values(model.columns as object), ...purchase, ...dropout, ...spend]),
  ]
  const keys = names.map((_, k) => hidden(`case_${k}`))
  const valueOf = (name: string): Expression => {
    const value = numberOf(plan.shape, name, who)
    const { frequency, monetary } = model.columns
    if (name !== monetary) return value
    // What one-time buyers spent again is nothing, and mostly missing.
    return when(call('equal', numberOf(plan.shape, frequency, who), number(0)), number(0), value)
  }
  const values = names.map((name, k): Named => [keys[k]!, valueOf(name)])
  const rows = select(plan.query, [...everything(plan), ...values])
  const distinct = select(rows, copy(...keys), {
    where: all(...keys.map((key) => call('isThere', column(key)))),
    groupBy: keys.map((key) => column(key)),
  })
  const found = await ask(engine, distinct)
  const vectors = names.map(
    (name, k) => [name, float64(readNumbers(findColumn(found, keys[k]!, who), who).slice())] as const,
  )
  const cases = makeTable(Object.fromEntries(vectors), plan.shape.schema.metadata)
  const { as: _, replace: __, ...options } = asked
  const scored = model.predict(cases, options)
  const added = scored.schema.fields
    .map((field: { name: string }) => field.name)
    .filter((name: string) => !names.includes(name))
  // A table of its own for each relation: others may still read the last one.
  const name = newName('cases')
  const uploaded = Object.fromEntries([
    ...keys.map((key, k) => [key, scored.getChild(names[k]!)]),
    ...added.map((own: string, k: number) => [hidden(`said_${k}`), scored.getChild(own)]),
  ])
  await engine.upload(name, makeTable(uploaded), { temporary: true })
  const query = select(
    rows,
    [
      ...everything(plan),
      ...added.map((_: string, k: number): Named => [hidden(`said_${k}`), other(hidden(`said_${k}`))]),
    ],
    {
      join: {
        query: { kind: 'stored', table: name },
        on: all(...keys.map((key) => call('equal', column(key), other(key)))),
      },
    },
  )
  return {
    query,
    added: Object.fromEntries(added.map((own: string, k: number) => [own, column(hidden(`said_${k}`))])),
  }
}
