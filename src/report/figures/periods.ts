import { ClienteleError } from '../../error.js'
import { isoDay } from '../../table/days.js'
import { type Period, periodOfDay, periodStart } from '../../value/cohorts/periods.js'
import { MS_A_DAY, parseIsoTime } from '../../table/times.js'
import type { Lines } from './lines.js'

/** How long one bar of a chart over time is. */
export type PeriodUnit = 'day' | Period

/** The unit that gives between a handful and some forty bars. */
export function periodUnit(days: number): PeriodUnit {
  if (days <= 45) return 'day'
  if (days <= 190) return 'week'
  if (days <= 366 * 5) return 'month'
  return days <= 366 * 15 ? 'quarter' : 'year'
}

/** The first days of the periods that cover `from` to `to`, and of the one after: all as days since 1970. */
export function periodStarts(from: number, to: number, unit: PeriodUnit): number[] {
  const number = (day: number) => (unit === 'day' ? day : periodOfDay(day, unit))
  const start = (period: number) => (unit === 'day' ? period : periodStart(period, unit))
  const [first, last] = [number(from), number(to)]
  return Array.from({ length: last - first + 2 }, (_, i) => start(first + i))
}

/** For each day from `starts[0]` on, the place of its period. */
export function periodPlaces(starts: readonly number[]): Int32Array {
  const places = new Int32Array(starts.at(-1)! - starts[0]!)
  for (let p = 0; p + 1 < starts.length; p++) {
    places.fill(p, starts[p]! - starts[0]!, starts[p + 1]! - starts[0]!)
  }
  return places
}

/** The day as '2010-12-01'. */
export const iso: (day: number) => string = isoDay

/** The day of '2010-12-01' since 1970. */
export function dayNumber(isoDate: string): number {
  return Math.floor(parseIsoTime(isoDate) / MS_A_DAY)
}

/** The first and the last day of order lines; an error where there is none. */
export function spanOf(
  { days, time }: Pick<Lines, 'days' | 'time'>,
  who: string,
): readonly [first: number, last: number] {
  let first = Infinity
  let last = -Infinity
  for (const day of days) {
    if (day < first) first = day
    if (day > last) last = day
  }
  if (first <= last) return [first, last]
  throw new ClienteleError(
    'rows-too-few',
    `${who}: no order line has a time in column '${time.name}', but at least one is needed; look at what cleanOrders left out and why.`,
  )
}
