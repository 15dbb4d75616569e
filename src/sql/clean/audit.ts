import { hidden } from '../../dialect/hidden.js'
import {
  all,
  call,
  choose,
  column,
  countWhere,
  flag,
  number,
  other,
  text,
  total,
  truth,
  when,
  whole,
} from '../expression/expression.js'
import { copy, type Named, type Query, select } from '../expression/query.js'
import { moneyOf } from '../orders/columns.js'
import { AMOUNT, KNOWN } from './lines.js'
import { TAKEN } from './net.js'
import { isThere, type Ruled } from './ledger.js'

/** The place of a row in the audit. */
export const STEP: string = hidden('step')

/** Where amounts before refunds took off them are to be had: what a rule found of them has not changed. */
const original = (netted: boolean) => (netted ? call('plus', column(AMOUNT), column(TAKEN)) : column(AMOUNT))

/** One row a rule: how many lines it found, of how many customers, and what revenue they stood for. */
export function auditQuery({ query, rules }: Ruled, customer: string, decimal: boolean): Query {
  const net = rules.findIndex(({ rule }) => rule === 'refunded')
  const found = rules.map(({ rule, action, found: lines }, k) => {
    const isNet = k === net
    const touched = isNet ? call('differs', column(TAKEN), number(0)) : lines
    const revenue = isNet ? column(TAKEN) : when(lines, k < net ? original(true) : column(AMOUNT))
    return { rule, action, lines, touched, revenue }
  })
  const everyLine = truth(true)
  const rows = [
    { rule: 'read', action: 'read', lines: everyLine, touched: everyLine, revenue: original(net >= 0) },
    ...found,
    {
      rule: 'kept',
      action: 'kept',
      lines: isThere,
      touched: isThere,
      revenue: when(isThere, column(AMOUNT)),
    },
  ]
  // By customer first: as many counts of different customers as there are rules would each keep all ids, or copy each line as often.
  const byCustomer = select(
    query,
    rows.flatMap(({ lines, touched, revenue }, k): Named[] => [
      [`lines_${k}`, countWhere(lines)],
      [`customers_${k}`, call('max', flag(all(column(KNOWN), touched)))],
      [`revenue_${k}`, call('sum', revenue)],
    ]),
    { groupBy: [column(customer)] },
  )
  const wide = select(
    byCustomer,
    rows.flatMap((_, k): Named[] => [
      [`lines_${k}`, total(column(`lines_${k}`))],
      [`customers_${k}`, total(column(`customers_${k}`))],
      [`revenue_${k}`, moneyOf(total(column(`revenue_${k}`)), decimal)],
    ]),
  )
  // Each row takes its figures from the one row that is computed: databases that copy what is read several times would add up all again.
  const names: Query = {
    kind: 'values',
    names: ['rule', 'action', STEP],
    rows: rows.map(({ rule, action }, k) => [text(rule), text(action), whole(k)]),
  }
  const figure = (name: string) =>
    choose(rows.map((_, k) => [call('equal', column(STEP), whole(k)), other(`${name}_${k}`)]))
  return select(
    names,
    [
      ...copy('rule', 'action'),
      ...['lines', 'customers', 'revenue'].map((name): Named => [name, figure(name)]),
      ...copy(STEP),
    ],
    { join: { query: wide, on: undefined } },
  )
}
