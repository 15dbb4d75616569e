import { hidden } from '../../dialect/hidden.js'
import type { CleanRules } from '../../value/cleanOrders.js'
import type { Engine } from '../engine.js'
import { all, call, column, number, over, whole } from '../expression/expression.js'
import { type Select, select } from '../expression/query.js'
import { holds } from '../orders/columns.js'
import { everything, type Plan } from '../relation/relation.js'
import { givenRules } from './given.js'
import { applyRules, carry, isThere, type Rule, type Ruled } from './ledger.js'
import { AMOUNT, FUTURE, KNOWN, type Lines, POSITIVE } from './lines.js'
import { netRefunds, USED_UP } from './net.js'

/** Whether a line is a refund that was still there when refunds came up. */
export const REFUND: string = hidden('refund')
const COPY = hidden('copy')

/** All rules, in their order. */
export async function ruleLines(
  who: string,
  engine: Engine,
  plan: Plan,
  lines: Lines,
  rules: CleanRules,
  audited: boolean,
): Promise<Ruled> {
  const { columns } = lines
  const given = await givenRules(who, engine, plan, columns, rules)
  const read = select(lines.query, [...carry(lines.query), ...given.columns])
  let ruled = applyRules({ query: read, rules: [] }, [
    { rule: 'without_customer', action: rules.withoutCustomer, test: call('not', column(KNOWN)) },
    { rule: 'without_time', action: 'drop', test: call('isMissing', column(columns.time.name)) },
    { rule: 'without_amount', action: 'drop', test: call('isMissing', column(AMOUNT)) },
    ...given.rules,
    ...(rules.asOf === undefined ? [] : [{ rule: 'future', action: 'drop', test: column(FUTURE) } as const]),
  ])
  // Numbering copies sorts all lines: it is left out where nobody asks.
  if (rules.duplicates === 'drop' || audited) {
    ruled = applyRules(withCopies(ruled, plan, columns.customer.name), [
      { rule: 'duplicate', action: rules.duplicates, test: call('above', column(COPY), whole(1)) },
    ])
  }
  const isRefund = holds(call('below', column(AMOUNT), number(0)))
  const marked = {
    ...ruled,
    query: select(ruled.query, [...carry(ruled.query), [REFUND, all(isThere, isRefund)]]),
  }
  const { isCancelled } = given
  const refunds: Rule[] = [
    ...(isCancelled ? [{ rule: 'cancelled', action: rules.refunds, test: isCancelled }] : []),
    {
      rule: 'refund',
      action: rules.refunds,
      test: isCancelled ? all(isRefund, call('not', isCancelled)) : isRefund,
    },
  ]
  const isNet = rules.refunds === 'net'
  const before = applyRules(marked, refunds)
  const netted = isNet ? { ...before, query: netRefunds(lines, before.query) } : before
  return applyRules(netted, [
    ...(isNet ? [{ rule: 'refunded', action: 'net', test: column(USED_UP) } as const] : []),
    {
      rule: 'non_positive',
      action: rules.nonPositive,
      test: all(call('not', column(POSITIVE)), call('not', column(REFUND))),
    },
  ])
}

/** Lines with their number among those that are there and equal them in every column. */
function withCopies(
  { query, rules }: Ruled,
  plan: Plan,
  customer: string,
): { query: Select; rules: Ruled['rules'] } {
  const within = [...everything(plan).map(([, value]) => value), isThere]
  const copy = over(call('rowNumber'), within, [{ by: column(customer) }])
  return { query: select(query, [...carry(query), [COPY, copy]]), rules }
}
