import { ClienteleError } from '../../error.js'
import { checkInteger, checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { readAsOf } from '../../table/asOf.js'
import { isoDay } from '../../table/days.js'
import { type History, REFUND } from './readHistory.js'

/** A span of whole days. */
export interface Days {
  readonly days: number
}

/** One cut-off or several: days such as '2011-09-09', the whole of which is still known. */
export type Cutoffs = string | readonly string[]

/** Cut-offs as days, checked against what the orders span. */
export function readCutoffs(
  who: string,
  given: unknown,
  history: Pick<History, 'clock' | 'firstDay' | 'asOfDay'>,
): number[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (given === undefined || list.length === 0) {
    throw invalid(who, `which day divides past and future? Say cutoff: '2025-06-30', or a list of such days`)
  }
  const days = list.map((one) => {
    if (typeof one !== 'string') {
      throw invalid(who, `cutoff must be a day such as '2025-06-30', as text, but got ${describe(one)}`)
    }
    const { day, ms } = readAsOf(one, history.clock, who, 'cutoff')
    if (ms === Infinity) return day
    throw invalid(
      who,
      `cutoff must be a whole day such as '${isoDay(day)}', which is known to its end, but got '${one}'`,
    )
  })
  if (new Set(days).size < days.length) throw invalid(who, 'cutoff names a day twice; name each once')
  for (const day of days) checkInData(who, day, history)
  return days
}

function checkInData(
  who: string,
  day: number,
  { firstDay, asOfDay }: Pick<History, 'firstDay' | 'asOfDay'>,
): void {
  if (Number.isNaN(firstDay)) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: there are no purchases, so nobody is known at the cut-off; look at amounts, refunds and asOf.`,
    )
  }
  if (day >= firstDay && day <= asOfDay) return
  throw invalid(
    who,
    `the cut-off ${isoDay(day)} lies outside of the orders, which are from ${isoDay(firstDay)} to ${isoDay(asOfDay)}; choose a day within`,
  )
}

/** A span that an option gives as `{days: 90}`. */
export function readDays(who: string, name: string, given: unknown): number {
  checkOptions(who, given, ['days'], name)
  const { days } = given as { days: unknown }
  checkInteger(who, `${name}.days`, days, 1, 1_000_000)
  return days as number
}

/**
 * The customers who had bought by the end of that day, the last time within `active` days, by the first of their rows that were
 * known then: what comes later doesn't even change their order.
 */
export function customersAt(history: History, cutoff: number, active: number = Infinity): Int32Array {
  const { customers, starts, rows, days, kinds } = history
  const found = new Int32Array(customers)
  const firsts = new Int32Array(customers)
  let [size, last, sorted] = [0, -1, true]
  for (let customer = 0; customer < customers; customer++) {
    let [first, bought] = [Infinity, -Infinity]
    for (let at = starts[customer]!; at < starts[customer + 1]! && days[at]! <= cutoff; at++) {
      if (rows[at]! < first) first = rows[at]!
      if (kinds[at] !== REFUND) bought = days[at]!
    }
    if (!(cutoff - bought < active)) continue
    firsts[customer] = first
    found[size++] = customer
    if (first < last) sorted = false
    last = first
  }
  const list = found.subarray(0, size)
  return sorted ? list : list.toSorted((a, b) => firsts[a]! - firsts[b]!)
}
