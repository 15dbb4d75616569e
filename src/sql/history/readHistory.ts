import type { History, HistoryOptions } from '../../churn/history/readHistory.js'
import type { Table, Vector } from '../../table/arrow.js'
import { date, makeTable } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { type Clock, clockOf, isoDay } from '../../table/days.js'
import { type About, readAbout, roleColumn, withAbout } from '../../table/metadata.js'
import { readKnownAsOf, readRefunds } from '../../table/orders/policy.js'
import { readRoles } from '../../table/orders/roles.js'
import { hidden } from '../../dialect/hidden.js'
import type { Engine } from '../engine.js'
import { call, column, whole } from '../expression/expression.js'
import { type Named, type Query, select } from '../expression/query.js'
import { CUSTOMER, ORDER, type Orders, readOrders } from '../orders/readOrders.js'
import type { Plan } from '../relation/relation.js'

/** Orders as customers' histories. */
export interface Histories extends Pick<History, 'firstDay' | 'asOfDay' | 'clock' | 'timeZone' | 'net'> {
  readonly orders: Orders
  /** Whether rows say which order they belong to, in the column ORDER. */
  readonly ordered: boolean
  readonly known: About
  readonly clock: Clock
  /** The customers' column, without rows. */
  readonly customers: Vector
}

/** Reads orders, refunds among them; `more` are further columns of the rows. */
export async function readHistories(
  who: string,
  engine: Engine,
  plan: Plan,
  options: HistoryOptions,
  more: readonly Named[] = [],
): Promise<Histories> {
  const { shape } = plan
  const known = readAbout(shape, who)
  const timeZone = options.timeZone ?? known.timeZone
  const clock = clockOf(timeZone, who)
  const roles = readRoles(who, shape, options, known)
  const refunds = readRefunds(who, options.refunds, known)
  const asOf = readKnownAsOf(who, options.asOf, known, clock)
  const order = roleColumn('order', options, known)
  if (order !== undefined) findColumn(shape, order, who)
  // An order may be missing here; refunds are told from purchases even where they lower no revenue.
  const rules = { timeZone, asOf, refunds: refunds === 'keep' ? 'keep' : 'net' } as const
  const columns: Named[] = order === undefined ? [] : [[ORDER, column(order)]]
  const orders = await readOrders(who, engine, plan, { ...roles, order: undefined }, rules, [
    ...columns,
    ...more,
  ])
  const { firstBought, lastDay } = orders.facts
  return {
    orders,
    ordered: order !== undefined,
    known,
    clock,
    timeZone,
    net: refunds !== 'drop',
    firstDay: firstBought,
    asOfDay: asOf?.day ?? lastDay,
    customers: shape.getChild(roles.customer)!,
  }
}

const PART = hidden('cutoff')

/** One row a customer and cut-off, as a plan: in the order of cut-offs, then of customers. */
export function stackCutoffs(
  who: string,
  { known, timeZone, customers }: Histories,
  cutoffs: readonly number[],
  listed: boolean,
  parts: readonly Query[],
  columns: { readonly [name: string]: Vector },
  counts: { readonly [what: string]: number },
): Plan {
  const { currency } = known
  const about: About = {
    roles: { customer: 'customer_id' },
    unit: 'day',
    ...(!listed && { asOf: isoDay(cutoffs[0]!) }),
    ...(currency !== undefined && { currency }),
    ...(timeZone !== undefined && { timeZone }),
    counts: { ...known.counts, [who]: counts },
  }
  const day = listed ? { cutoff: date(new Float64Array(0)) } : {}
  const shape: Table = makeTable(
    { customer_id: customers, ...day, ...columns } as { [name: string]: Vector },
    withAbout(new Map(), about),
  )
  const queries = parts.map((part, k) =>
    select(part, [
      ['customer_id', column(CUSTOMER)],
      ...(listed ? [['cutoff', call('dateOf', whole(cutoffs[k]!))] as const] : []),
      ...Object.keys(columns).map((name): Named => [name, column(name)]),
      [PART, whole(k)],
    ]),
  )
  const query: Query = queries.length === 1 ? queries[0]! : { kind: 'union', queries }
  return { query, shape, order: [PART, 'customer_id'] }
}
