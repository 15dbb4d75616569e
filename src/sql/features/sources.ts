import type { Days } from '../../churn/history/cutoffs.js'
import { readDays } from '../../churn/history/cutoffs.js'
import type { FeatureSources } from '../../churn/features/sources.js'
import { ClienteleError } from '../../error.js'
import { checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { findColumn } from '../../table/column.js'
import type { Engine } from '../engine.js'
import {
  all,
  any,
  call,
  column,
  countWhere,
  type Expression,
  flag,
  number,
  whole,
  when,
} from '../expression/expression.js'
import { type Named, type Query, type Select, select } from '../expression/query.js'
import { askOne } from '../orders/ask.js'
import { holds, numberOf, timesOf } from '../orders/columns.js'
import { CUSTOMER, DAY } from '../orders/readOrders.js'
import { type Plan, planOf, type Relation } from '../relation/relation.js'
import { type Mark } from './rhythm.js'

/** A table of service tickets in the same database. */
export interface TicketRelation {
  readonly table: Relation
  readonly customer: string
  readonly time: string
  readonly resolved?: string | undefined
}

/** A table of campaign contacts in the same database. */
export interface ContactRelation {
  readonly table: Relation
  readonly customer: string
  readonly time: string
  readonly responded?: string | undefined
  readonly within?: Days | undefined
}

/** Which columns and tables say more about customers than who bought when for how much. */
export interface FeatureRelations<Names extends string = string> extends Omit<
  FeatureSources<Names>,
  'tickets' | 'contacts'
> {
  readonly tickets?: TicketRelation | undefined
  readonly contacts?: ContactRelation | undefined
}

/** Features of one kind: of which purchases, and the columns that follow. */
export interface Marked {
  readonly mark: (cutoff: number) => Mark
  readonly read: readonly Named[]
  readonly columns: readonly Named[]
}

const share = (name: string): Expression =>
  call('divided', call('asDouble', column(name)), call('asDouble', column('purchases')))

/** Purchases at a discount. */
export function discountMark(who: string, { shape }: Plan, name: string): Marked {
  const value = numberOf(shape, name, who)
  return {
    read: [['discount', value]],
    mark: () => ({ name: 'reduced', test: holds(call('above', column('discount'), number(0))) }),
    columns: [
      ['discount_share', share('reduced_count')],
      ['discount_last', call('asDouble', column('reduced_last'))],
    ],
  }
}

/** Parcels that came late, or were due and not there. */
export function deliveryMark(
  who: string,
  { shape }: Plan,
  { promised, delivered }: { promised: string; delivered: string },
  timeZone: string | undefined,
): Marked {
  const read: Named[] = [
    ['promised', timesOf(shape, promised, timeZone, who).day],
    ['delivered', timesOf(shape, delivered, timeZone, who).day],
  ]
  return {
    read,
    mark: (cutoff) => {
      const came = call('atMost', column('delivered'), whole(cutoff))
      const arrived = when(came, column('delivered'), whole(cutoff))
      return { name: 'late', test: holds(call('above', arrived, column('promised'))) }
    },
    columns: [
      ['late_deliveries', call('asDouble', column('late_count'))],
      ['late_share', share('late_count')],
      ['late_last', call('asDouble', column('late_last'))],
    ],
  }
}

/** Features of a table of its own: one row a customer. */
export interface EventSource {
  readonly query: (cutoff: number) => Query
  /** How the columns follow from those of the query, which are those of `other`. */
  readonly columns: readonly Named[]
}

/** Service tickets up to the cut-off. */
export async function ticketSource(
  who: string,
  given: TicketRelation,
  timeZone: string | undefined,
): Promise<EventSource> {
  checkOptions(who, given, ['table', 'customer', 'time', 'resolved'], 'tickets')
  const { resolved } = given
  const more = (plan: Plan): Named[] =>
    resolved === undefined ? [] : [['resolved', timesOf(plan.shape, resolved, timeZone, who).day]]
  const events = await eventsOf(who, 'tickets', given, timeZone, more)
  const isRecent = call('atMost', since('unresolved'), column('days_since_last'))
  const counts: Named[] =
    resolved === undefined
      ? []
      : [
          ['tickets_unresolved', countOf('tickets_unresolved')],
          ['unresolved_last', call('asDouble', flag(holds(isRecent)))],
        ]
  return {
    query: (cutoff) => {
      const solved = holds(call('atMost', column('resolved'), whole(cutoff)))
      const age = call('minus', whole(cutoff), column(DAY))
      const open: Named[] = [
        ['tickets_unresolved', countWhere(call('not', solved))],
        ['since_unresolved', call('min', when(call('not', solved), age))],
      ]
      return byCustomer(events, cutoff, 'tickets', 'ticket', resolved === undefined ? [] : open)
    },
    columns: [['tickets', countOf('tickets')], ...counts, ['days_since_ticket', since('ticket')]],
  }
}

/** Campaign contacts up to the cut-off, and responses as far as they were known. */
export async function contactSource(
  who: string,
  given: ContactRelation,
  timeZone: string | undefined,
): Promise<EventSource> {
  checkOptions(who, given, ['table', 'customer', 'time', 'responded', 'within'], 'contacts')
  const { responded } = given
  const within = given.within === undefined ? 30 : readDays(who, 'contacts.within', given.within)
  const more = (plan: Plan): Named[] =>
    responded === undefined ? [] : [['responded', numberOf(plan.shape, responded, who)]]
  const events = await eventsOf(who, 'contacts', given, timeZone, more)
  return {
    query: (cutoff) => {
      const over = call('atMost', column(DAY), whole(cutoff - within))
      const test = all(over, holds(call('above', column('responded'), number(0))))
      const counts: Named[] = responded === undefined ? [] : [['responses', countWhere(test)]]
      return byCustomer(events, cutoff, 'contacts', 'contact', counts)
    },
    columns: [
      ['contacts', countOf('contacts')],
      ...(responded === undefined ? [] : [['responses', countOf('responses')] as const]),
      ['days_since_contact', since('contact')],
    ],
  }
}

function countOf(name: string): Expression {
  return call('asDouble', call('coalesce', column(name, 'other'), whole(0)))
}

function since(name: string): Expression {
  return call('asDouble', column(`since_${name}`, 'other'))
}

/** The rows of such a table: customer, day, and what else is read. */
async function eventsOf(
  who: string,
  option: string,
  given: { readonly table: Relation; readonly customer: string; readonly time: string },
  timeZone: string | undefined,
  more: (plan: Plan) => Named[],
): Promise<Select> {
  for (const name of ['customer', 'time'] as const) {
    if (typeof given[name] === 'string') continue
    throw invalid(who, `${option}.${name} must name a column of its table, but got ${describe(given[name])}`)
  }
  const plan = await planOf(who, given.table)()
  const { engine } = given.table
  findColumn(plan.shape, given.customer, who)
  const events = select(plan.query, [
    [CUSTOMER, column(given.customer)],
    [DAY, timesOf(plan.shape, given.time, timeZone, who).day],
    ...more(plan),
  ])
  await checkTimes(who, option, engine, events, given.time)
  return events
}

async function checkTimes(
  who: string,
  option: string,
  engine: Engine,
  events: Query,
  time: string,
): Promise<void> {
  const { missing, rows } = await askOne(
    engine,
    select(events, [
      ['missing', countWhere(call('isMissing', column(DAY)))],
      ['rows', call('rows')],
    ]),
  )
  if (missing === 0) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${time}' of ${option} is missing in ${missing} of ${rows} rows, but each needs its time; leave such rows out in a query.`,
  )
}

function byCustomer(
  events: Query,
  cutoff: number,
  count: string,
  name: string,
  more: readonly Named[],
): Query {
  const age = call('minus', whole(cutoff), column(DAY))
  return select(
    events,
    [[CUSTOMER, column(CUSTOMER)], [count, call('rows')], ...more, [`since_${name}`, call('min', age)]],
    { where: any(call('atMost', column(DAY), whole(cutoff))), groupBy: [column(CUSTOMER)] },
  )
}
