import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import type { DataType, Table } from '../../table/arrow.js'
import { readAsOf } from '../../table/asOf.js'
import { type Column, counted, findColumn } from '../../table/column.js'
import { clockOf, isoDay } from '../../table/days.js'
import { type About, DAYS_A_UNIT, readAbout, type Unit } from '../../table/metadata.js'
import { countWithoutId } from '../../table/blank.js'
import type { Names } from '../../table/types.js'
import { isBareDate, readTimes, zoneOf } from '../../table/times.js'
import { readFinite } from '../readFinite.js'

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
  as: Names,
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
  const asOf = readAsOf(
    given,
    clockOf(known.timeZone, who),
    who,
    name === 'later' ? 'asOf' : 'earlierAsOf',
  ).day
  const has = (column: string) => table.schema.fields.some((field) => field.name === column)
  const find = (column: string) => {
    const other = as[column]
    return findColumn(table, other !== undefined && !has(column) && has(other) ? other : column, who)
  }
  const firstOrder = find('first_order')
  const customer =
    known.roles.customer === undefined ? find('customer_id') : findColumn(table, known.roles.customer, who)
  const missing = countWithoutId(customer)
  if (missing > 0)
    throw notASummary(who, name, customer.name, `is missing or blank in ${counted(missing, 'row')}`)
  const figures = (column: string, most: number, presence?: Float64Array) =>
    readFigures(who, name, find(column), most, presence)
  const frequency = figures('frequency', MOST_COUNT)
  const always = new Float64Array(table.numRows)
  const times = (column: string) => {
    const values = readTimes(find(column), who)
    checkPresence(who, name, column, values, frequency)
    return values
  }
  const T = figures('T', MOST_DAYS / DAYS_A_UNIT[unit], frequency)
  return {
    name,
    rows: table.numRows,
    known,
    unit,
    asOf,
    customer,
    timeType: firstOrder.type,
    first: times('first_order'),
    last: times('last_order'),
    firstDay: T.map((units) => asOf - Math.round(units * DAYS_A_UNIT[unit])),
    lastDay: figures('days_since_last', MOST_DAYS, frequency).map((days) => asOf - days),
    orders: figures('orders', MOST_COUNT, always),
    revenue: figures('revenue', Infinity, always),
    frequency,
    firstDayRevenue: figures('first_day_revenue', Infinity, frequency),
  }
}

const MOST_COUNT = 2 ** 31 - 1
const MOST_DAYS = 1e8

/** A column of finite numbers; from 0 to `most` where that is given, and there in the rows of `presence`. */
function readFigures(
  who: string,
  name: string,
  column: Column,
  most: number,
  presence?: Float64Array,
): Float64Array {
  const values = readFinite(column, who)
  if (presence) checkPresence(who, name, column.name, values, presence)
  const wrong = values.findIndex(
    (value) => most < Infinity && !(Number.isNaN(value) || (value >= 0 && value <= most)),
  )
  if (wrong >= 0) throw notASummary(who, name, column.name, `is ${values[wrong]} in row ${wrong + 1}`)
  return values
}

/** Who has bought has all figures, who has not has none of them. */
function checkPresence(
  who: string,
  name: string,
  column: string,
  values: Float64Array,
  presence: Float64Array,
): void {
  const wrong = values.findIndex((value, i) => Number.isNaN(value) !== Number.isNaN(presence[i]!))
  if (wrong < 0) return
  const what = Number.isNaN(values[wrong]!) ? 'is missing' : 'is there, but frequency is missing'
  throw notASummary(who, name, column, `${what} in row ${wrong + 1}`)
}

function notASummary(who: string, name: string, column: string, what: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${column}' of the ${name} table ${what}, but needs what summarize writes; summarize the orders again.`,
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
