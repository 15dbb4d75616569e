import { hidden } from '../../dialect/hidden.js'
import { isText } from '../../table/strings.js'
import type { LineColumns } from '../../value/clean/lines.js'
import type { CleanRules } from '../../value/cleanOrders.js'
import type { Engine } from '../engine.js'
import {
  all,
  any,
  call,
  column,
  type Expression,
  flag,
  number,
  oneOf,
  over,
  text,
  truth,
  whole,
} from '../expression/expression.js'
import type { Named } from '../expression/query.js'
import { holds, isBlank } from '../orders/columns.js'
import type { Plan } from '../relation/relation.js'
import type { Rule } from './ledger.js'
import { AMOUNT, isReturned } from './lines.js'
import { matching } from './matching.js'

/** The rules that are up to the user, and the columns that they ask. */
export interface GivenRules {
  readonly columns: readonly Named[]
  readonly rules: readonly Rule[]
  readonly isCancelled: Expression | undefined
}

/** Test customers, statuses and cancellations. */
export async function givenRules(
  who: string,
  engine: Engine,
  plan: Plan,
  columns: LineColumns,
  { test, status, cancelled }: CleanRules,
): Promise<GivenRules> {
  const made: Named[] = []
  const rules: Rule[] = []
  const { customer, order } = columns
  const add = (name: string, value: Expression) => {
    made.push([hidden(name), value])
    return column(hidden(name))
  }
  if (test !== undefined) {
    const found = await matching(who, engine, plan, customer.name, test, 'test')
    rules.push({ rule: 'test', action: 'drop', test: add('test', found) })
  }
  if (status !== undefined) {
    const drops = holds(await matching(who, engine, plan, status.column, status.drop, 'status.drop'))
    const found = order ? orStatusOfOrder(status.column, drops, order.name) : drops
    rules.push({ rule: 'status', action: 'drop', test: add('status', found) })
  }
  if (!order || cancelled === false) return { columns: made, rules, isCancelled: undefined }
  const found =
    cancelled === undefined
      ? byDefault(columns)
      : await matching(who, engine, plan, order.name, cancelled, 'cancelled')
  return { columns: made, rules, isCancelled: add('cancelled', holds(found)) }
}

/** A line whose status is blank takes what its order has. */
function orStatusOfOrder(name: string, drops: Expression, order: string): Expression {
  const own = call('asText', column(name))
  const blank = any(call('isMissing', own), isBlank(own))
  const most = over(call('max', flag(drops)), [column(order)])
  return any(drops, all(holds(blank), call('equal', most, whole(1))))
}

/** A cancellation's id is C and a digit, on a line that is negative. */
function byDefault(columns: LineColumns): Expression {
  const { order } = columns
  if (!order || !isText(order.type)) return truth(false)
  const id = column(order.name)
  const digits = Array.from({ length: 10 }, (_, digit) => text(String(digit)))
  const negative = any(holds(call('below', column(AMOUNT), number(0))), isReturned(columns))
  return all(
    negative,
    oneOf(call('part', id, whole(1), whole(1)), [text('C'), text('c')]),
    oneOf(call('part', id, whole(2), whole(1)), digits),
  )
}
