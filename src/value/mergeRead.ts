import { ClienteleError } from '../error.js'
import { invalid } from '../options.js'
import type { DataType, Table } from '../table/arrow.js'
import { readAsOf } from '../table/asOf.js'
import { type Column, findColumn } from '../table/column.js'
import { isoDay } from '../table/days.js'
import { type About, DAYS_A_UNIT, readAbout, type Unit } from '../table/metadata.js'
import { countMissing } from '../table/missing.js'
import { isBareDate, readTimes, zoneOf } from '../table/times.js'
import { readFinite } from './readFinite.js'

/** The summary of one period as typed arrays; NaN where a customer has not bought. */
export interface Period {
  readonly name: string
  readonly rows: number
  readonly known: About
  readonly unit: Unit
  /** The as-of day. */
  readonly asOf: number
  readonly customer: Column
  readonly timeType: DataType
  readonly first: Float64Array
  readonly last: Float64Array
  readonly firstDay: Float64Array
  readonly lastDay: Float64Array
  readonly orders: Float64Array
  readonly revenue: Float64Array
  readonly frequency: Float64Array
  readonly firstDayRevenue: Float64Array
}

/** Reads a summary; its days follow from the as-of day, whatever the time zone was. */
export function readPeriod(
  who: string,
  table: Table,
  name: 'earlier' | 'later',
  givenUnit: Unit | undefined,
  givenAsOf: string | Date | undefined,
): Period {
  const known = readAbout(table, who)
  if (known.calibrationEnd !== undefined) {
    throw new ClienteleError(
      'unsupported',
      `${who}: the ${name} summary has a calibrationEnd, whose holdout columns cannot be joined; summarize without it.`,
    )
  }
  const unit = givenUnit ?? known.unit
  if (unit === undefined) {
    throw new ClienteleError(
      'unit-missing',
      `${who}: the ${name} table does not say what T is measured in; say unit: 'day', 'week', 'month' or 'year'.`,
    )
  }
  const given = givenAsOf ?? known.asOf
  if (given === undefined) {
    const option = name === 'later' ? 'asOf' : 'earlierAsOf'
    throw invalid(who, `the ${name} table does not say up to when it knows; say ${option}: '2025-01-31'`)
  }
  const asOf = readAsOf(given, known.timeZone, who, name === 'later' ? 'asOf' : 'earlierAsOf').day
  const numbers = (column: string) => readFinite(findColumn(table, column, who), who)
  const firstOrder = findColumn(table, 'first_order', who)
  const customer = findColumn(table, known.roles.customer ?? 'customer_id', who)
  const period: Period = {
    name,
    rows: table.numRows,
    known,
    unit,
    asOf,
    customer,
    timeType: firstOrder.type,
    first: readTimes(firstOrder, who),
    last: readTimes(findColumn(table, 'last_order', who), who),
    firstDay: numbers('T').map((T) => asOf - Math.round(T * DAYS_A_UNIT[unit])),
    lastDay: numbers('days_since_last').map((days) => asOf - days),
    orders: numbers('orders'),
    revenue: numbers('revenue'),
    frequency: numbers('frequency'),
    firstDayRevenue: numbers('first_day_revenue'),
  }
  checkComplete(who, period)
  return period
}

/** Who has bought has all figures; orders and revenue are never missing. */
function checkComplete(who: string, period: Period): void {
  const { frequency, first, last, firstDay, lastDay, firstDayRevenue, orders, revenue } = period
  const missing = countMissing(period.customer)
  let wrong = -1
  for (let i = 0; i < period.rows && wrong < 0; i++) {
    const none = Number.isNaN(frequency[i]!)
    const figures = [first, last, firstDay, lastDay, firstDayRevenue]
    const incomplete = figures.some((values) => Number.isNaN(values[i]!) !== none)
    if (incomplete || Number.isNaN(orders[i]! + revenue[i]!)) wrong = i
  }
  if (missing === 0 && wrong < 0) return
  const what = missing > 0 ? `misses the customer in ${missing} rows` : `misses some figures in row ${wrong}`
  throw new ClienteleError(
    'value-invalid',
    `${who}: the ${period.name} summary ${what}, but needs what summarize writes; summarize the orders again.`,
  )
}

/** What both tables know about themselves, or an error where they contradict each other. */
export function agreeing(who: string, before: Period, after: Period): Partial<About> {
  const known: { [name: string]: string } = {}
  for (const name of ['refunds', 'currency', 'timeZone'] as const) {
    const [a, b] = [before.known[name], after.known[name]]
    if (a !== undefined && b !== undefined && a !== b) throw differ(who, name, a, b)
    const either = a ?? b
    if (either !== undefined) known[name] = either
  }
  if (before.unit !== after.unit) throw differ(who, 'unit', before.unit, after.unit)
  const [a, b] = [describeTime(before.timeType), describeTime(after.timeType)]
  if (a !== b) throw differ(who, 'kind of first_order', a, b)
  return known
}

function describeTime(type: DataType): string {
  return isBareDate(type) ? 'a date' : `a timestamp in zone ${zoneOf(type) ?? 'none'}`
}

function differ(who: string, what: string, earlier: string, later: string): ClienteleError {
  return new ClienteleError(
    'contradiction',
    `${who}: the earlier summary's ${what} is ${earlier}, the later one's ${later}; summarize both in the same way.`,
  )
}

/** Each order of the later period must be after the last day that the earlier one knows about. */
export function checkConsecutive(who: string, before: Period, after: Period): void {
  const firstDay = after.firstDay.reduce((least, day) => (day < least ? day : least), Infinity)
  const lastDay = before.lastDay.reduce((most, day) => (day > most ? day : most), -Infinity)
  const end = Math.max(before.asOf, lastDay)
  if (after.asOf >= end && firstDay > end) return
  const begins = firstDay < Infinity ? `begins on ${isoDay(firstDay)}` : `ends on ${isoDay(after.asOf)}`
  throw new ClienteleError(
    'contradiction',
    `${who}: the later summary ${begins}, but the earlier one knows about everything up to ${isoDay(end)}; give first the period that comes first, and summarize whole days.`,
  )
}
