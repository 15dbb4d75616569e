import { ClienteleError } from '../../error.js'
import { checkOptions, invalid } from '../../options.js'
import { adopt, describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { asColumn, findColumn } from '../../table/column.js'
import { type Clock, daysOf } from '../../table/days.js'
import { groupColumn } from '../../table/group.js'
import { readNumbers } from '../../table/numbers.js'
import { reconcile } from '../../table/reconcile.js'
import { takeVector } from '../../table/take.js'
import { readTimes } from '../../table/times.js'
import type { TableLike } from '../../table/types.js'
import { type Days, readDays } from '../history/cutoffs.js'
import type { History } from '../history/readHistory.js'
import { type Arrays, arrays } from './arrays.js'

/** A table of service tickets. */
export interface Tickets {
  readonly table: TableLike
  /** The column of the customer's id, as in the orders. */
  readonly customer: string
  /** The column of when the ticket was opened. */
  readonly time: string
  /** The column of when it was resolved, empty where it was not. */
  readonly resolved?: string | undefined
}

/** A table of campaign contacts. */
export interface Contacts {
  readonly table: TableLike
  readonly customer: string
  /** The column of when the customer was contacted. */
  readonly time: string
  /** The column that says whether there was a response: booleans or 0/1. */
  readonly responded?: string | undefined
  /** How long after the contact a response may come: it is not known before. Default 30 days. */
  readonly within?: Days | undefined
}

/** Things that happened to customers, those of strangers left out. */
interface Events {
  readonly customers: Int32Array
  readonly days: Float64Array
}

export interface TicketRows extends Events {
  /** NaN where a ticket was never resolved. */
  readonly resolved: Float64Array | undefined
}

export interface ContactRows extends Events {
  readonly responded: Float64Array | undefined
  readonly within: number
}

/** Reads service tickets of the customers of a history. */
export function readTickets(who: string, given: Tickets, history: History): TicketRows {
  checkWrapped(who, 'tickets', given)
  checkOptions(who, given, ['table', 'customer', 'time', 'resolved'], 'tickets')
  const { table, ...events } = readEvents(who, 'tickets', given, history)
  const { resolved } = given
  return {
    ...events,
    resolved: resolved === undefined ? undefined : readDaysOf(who, table, resolved, history.clock),
  }
}

/** Reads campaign contacts of the customers of a history. */
export function readContacts(who: string, given: Contacts, history: History): ContactRows {
  checkWrapped(who, 'contacts', given)
  checkOptions(who, given, ['table', 'customer', 'time', 'responded', 'within'], 'contacts')
  const { table, ...events } = readEvents(who, 'contacts', given, history)
  const { responded } = given
  const within = given.within === undefined ? 30 : readDays(who, 'contacts.within', given.within)
  return {
    ...events,
    responded: responded === undefined ? undefined : readNumbers(findColumn(table, responded, who), who),
    within,
  }
}

/** A table alone does not say which of its columns is which. */
export function checkWrapped(
  who: string,
  option: string,
  given: unknown,
  parts: string = 'table, customer, time',
): void {
  if (typeof given !== 'object' || given === null || !('schema' in given)) return
  throw invalid(
    who,
    `${option} must be an object that says what its columns are, {${parts}}, but got the table itself`,
  )
}

function readEvents(
  who: string,
  option: string,
  given: { readonly table: TableLike; readonly customer: string; readonly time: string },
  history: History,
): Events & { readonly table: Table } {
  for (const name of ['customer', 'time'] as const) {
    if (typeof given[name] === 'string') continue
    throw invalid(who, `${option}.${name} must name a column of its table, but got ${describe(given[name])}`)
  }
  const table = adopt(given.table, who)
  const days = readDaysOf(who, table, given.time, history.clock)
  const row = days.findIndex((day) => Number.isNaN(day))
  if (row >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${given.time}' of ${option} is missing in row ${row + 1}, but each needs its time; leave such rows out with where.`,
    )
  }
  return { table, days, customers: codesOf(who, table, given.customer, history) }
}

/** A column of times as days. */
export function readDaysOf(who: string, table: Table, name: string, clock: Clock): Float64Array {
  const column = findColumn(table, name, who)
  return daysOf(column, readTimes(column, who).slice(), clock)
}

/** Each row's customer by the number that the history gives; −1 for strangers. */
export function codesOf(who: string, table: Table, name: string, history: History): Int32Array {
  const own = findColumn(history.table, history.customerName, who)
  const ids = takeVector(own, history.firstRows)
  const known = asColumn(own.name, ids.type, [...ids.data])
  const pair = [known, findColumn(table, name, who)]
  const { type, columns } = reconcile(pair, ['orders', 'this table'], who)
  const both = columns.flatMap(({ chunks }) => chunks)
  const { codes, missing } = groupColumn(asColumn(name, type, both), who)
  // Ids are distinct and stand first, so that each is numbered by its place.
  return codes
    .slice(history.customers)
    .map((code) => (code < history.customers && code !== missing ? code : -1))
}

/**
 * Tickets up to the cut-off, those not resolved by then, whether there is one from the last order on (who has ordered since has got over it), and days since the last ticket: null
 * where there is none. `silent` are days since the last order.
 */
export function ticketFeatures(
  { customers: codes, days, resolved }: TicketRows,
  places: Int32Array,
  silent: Float64Array,
  cutoff: number,
): Arrays {
  const out = arrays(silent.length, ['tickets', 'tickets_unresolved', 'unresolved_last', 'days_since_ticket'])
  out.days_since_ticket.fill(NaN)
  for (let row = 0; row < codes.length; row++) {
    const i = placeOf(codes[row]!, places)
    if (i < 0 || !(days[row]! <= cutoff)) continue
    out.tickets[i]!++
    if (resolved && !(resolved[row]! <= cutoff)) {
      out.tickets_unresolved[i]!++
      if (cutoff - days[row]! <= silent[i]!) out.unresolved_last[i] = 1
    }
    later(out.days_since_ticket, i, cutoff - days[row]!)
  }
  if (resolved) return out
  const { tickets_unresolved: _, unresolved_last: __, ...known } = out
  return known
}

/** Contacts up to the cut-off, responses as far as known by then, and days since the last contact. */
export function contactFeatures(
  { customers: codes, days, responded, within }: ContactRows,
  places: Int32Array,
  size: number,
  cutoff: number,
): Arrays {
  const out = arrays(size, ['contacts', 'responses', 'days_since_contact'])
  out.days_since_contact.fill(NaN)
  for (let row = 0; row < codes.length; row++) {
    const i = placeOf(codes[row]!, places)
    if (i < 0 || !(days[row]! <= cutoff)) continue
    out.contacts[i]!++
    if (responded && responded[row]! > 0 && days[row]! + within <= cutoff) out.responses[i]!++
    later(out.days_since_contact, i, cutoff - days[row]!)
  }
  if (responded) return out
  const { responses: _, ...known } = out
  return known
}

function placeOf(code: number, places: Int32Array): number {
  return code < 0 ? -1 : places[code]!
}

function later(since: Float64Array, i: number, days: number): void {
  if (!(since[i]! <= days)) since[i] = days
}
