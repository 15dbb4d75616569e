import { hidden } from '../../dialect/hidden.js'
import { call, choose, column, type Expression, number, when } from '../expression/expression.js'
import { select } from '../expression/query.js'
import { numberOf } from '../orders/columns.js'
import { everything } from '../relation/relation.js'
import { casesQuery } from './cases.js'
import type { Scorer } from './scored.js'

const [X, Z] = [hidden('frequency'), hidden('monetary')]

/** Gamma-Gamma's expectation needs no more than arithmetic; with covariates or intervals, cases are scored here. */
export const spendQuery: Scorer = async (given) => {
  const { plan, model, asked } = given
  if (asked.interval !== undefined || model.covariates.spend.length > 0) return casesQuery(given)
  const who = 'gammaGamma.predict'
  const { frequency, monetary } = model.columns
  const query = select(plan.query, [
    ...everything(plan),
    [X, numberOf(plan.shape, frequency, who)],
    [Z, numberOf(plan.shape, monetary, who)],
  ])
  return { query, added: { expected_spend: expectedSpend(model.parameters) } }
}

/** p (v + x z) / (p x + q − 1), where that is above 0; of one-time buyers z does not matter. */
function expectedSpend({ p, q, v }: { p: number; q: number; v: number }): Expression {
  const [x, z] = [column(X), column(Z)]
  const spent = choose([[call('equal', x, number(0)), number(0)]], call('times', x, z))
  const shape = call('plus', call('times', number(p), x), number(q - 1))
  const expected = call('divided', call('times', number(p), call('plus', number(v), spent)), shape)
  return when(call('above', shape, number(0)), expected)
}
