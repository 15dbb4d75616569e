import { ClienteleError } from '../../error.js'
import type { Table, Vector } from '../../table/arrow.js'
import { makeTable } from '../../table/build.js'
import { isoDay } from '../../table/days.js'
import { type About, DAYS_A_UNIT, withAbout } from '../../table/metadata.js'
import { MS_A_DAY, zoneOf } from '../../table/times.js'
import type { Engine } from './engine.js'
import type { Input } from '../../table/orders/input.js'
import type { Found } from './kernel.js'
import type { Rules, SummarizeOptions } from './options.js'
import type { Order } from './order.js'
import { toVectors } from './result.js'
import { roundSums } from './roundSums.js'

/** What is known of the orders apart from their rows. */
type InputFacts = Pick<Input, 'bareDates' | 'ticksPerDay' | 'time' | 'zoned' | 'decimal'>

/** The table of customers, with what it knows about itself. */
export function buildSummary(
  who: string,
  customers: Vector,
  found: readonly Found[],
  order: Order,
  build: Engine['build'],
  { bareDates, ticksPerDay, time, zoned, decimal }: InputFacts,
  rules: Rules,
  known: About,
  { as = {}, currency = known.currency }: SummarizeOptions,
): Table {
  const counts = found.map(({ counts }) => counts)
  const greatest = Math.max(...counts.map(({ lastDay }) => lastDay))
  if (greatest > MOST_DAYS || counts.some(({ outOfRange }) => outOfRange > 0)) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${time.name}' holds times that no calendar has; check its unit of time.`,
    )
  }
  const sum = (what: 'future' | 'refunds' | 'dropped') => counts.reduce((total, c) => total + c[what], 0)
  const asOf = rules.lastDay < Infinity ? rules.lastDay : Math.max(greatest, finite(rules.calibrationEnd))
  const end = Math.min(asOf, rules.calibrationEnd)
  const msPerTick = MS_A_DAY / ticksPerDay
  const ends = {
    end,
    asOf,
    daysAUnit: DAYS_A_UNIT[rules.unit],
    msPerTick,
    bareDates,
    zone: zoneOf(time.type) ?? (zoned ? 'UTC' : null),
    zoned,
  }
  const plain = build(order.places, ends)
  if (decimal) roundSums(plain)
  const columns: { [name: string]: Vector } = {
    customer_id: customers,
    ...toVectors(plain, ends),
  }
  const { unit, refunds, timeZone, calibrationEnd } = rules
  const left = { futureRows: sum('future'), refundRows: sum('refunds'), refundsDropped: sum('dropped') }
  const about: About = {
    roles: { customer: as.customer_id ?? 'customer_id' },
    unit,
    ...(asOf > -Infinity && { asOf: isoDay(asOf) }),
    ...(calibrationEnd < Infinity && { calibrationEnd: isoDay(calibrationEnd) }),
    refunds,
    ...(currency !== undefined && { currency }),
    ...(timeZone !== undefined && { timeZone }),
    counts: {
      ...known.counts,
      [who]: {
        customers: order.places.length,
        ...left,
        customersLate: order.late,
        customersNone: order.none,
      },
    },
  }
  return makeTable(renamed(who, columns, as), withAbout(new Map(), about))
}

/** The days that a calendar has after 1970. */
const MOST_DAYS = 1e8

function finite(day: number): number {
  return day === Infinity ? -Infinity : day
}

/** The columns under the names that `as` gives some of them. */
export function renamed(
  who: string,
  columns: { [name: string]: Vector },
  as: { readonly [column: string]: string },
): { [name: string]: Vector } {
  const stray = Object.keys(as).find((name) => !(name in columns))
  const names = Object.keys(columns)
  if (stray !== undefined) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: option as renames '${stray}', but the columns are ${names.join(', ')}.`,
    )
  }
  const targets = names.map((name) => as[name] ?? name)
  const twice = targets.find((name, i) => targets.indexOf(name) !== i)
  if (twice !== undefined) {
    throw new ClienteleError('column-exists', `${who}: option as gives two columns the name '${twice}'.`)
  }
  return Object.fromEntries(names.map((name, i) => [targets[i]!, columns[name]!]))
}
