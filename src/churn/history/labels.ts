import { invalid } from '../../options.js'
import { isoDay } from '../../table/days.js'
import { type History, REFUND } from './readHistory.js'

/** Who of some customers does not order within the horizon after a cut-off, and the day of their next order, NaN where none is known. */
export function labelsAt(
  { starts, days, kinds }: History,
  customers: Int32Array,
  cutoff: number,
  horizon: number,
): { churned: Uint8Array; next: Float64Array } {
  const churned = new Uint8Array(customers.length)
  const next = new Float64Array(customers.length).fill(NaN)
  customers.forEach((customer, i) => {
    let at = starts[customer]!
    const end = starts[customer + 1]!
    while (at < end && (days[at]! <= cutoff || kinds[at] === REFUND)) at++
    if (at < end) next[i] = days[at]!
    churned[i] = at < end && days[at]! <= cutoff + horizon ? 0 : 1
  })
  return { churned, next }
}

/** A horizon must be over by the last day that is known about. */
export function checkHorizon(who: string, cutoff: number, horizon: number, asOfDay: number): void {
  if (cutoff + horizon <= asOfDay) return
  throw invalid(
    who,
    `a horizon of ${horizon} days after ${isoDay(cutoff)} ends on ${isoDay(cutoff + horizon)}, but orders are known up to ${isoDay(asOfDay)} only; choose a horizon of at most ${asOfDay - cutoff} days, or an earlier cut-off`,
  )
}
