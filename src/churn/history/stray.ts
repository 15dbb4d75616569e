import { ClienteleError } from '../../error.js'
import { brief } from '../../print.js'
import { isoDay } from '../../table/days.js'

/** A stretch without an order that hardly a row lies beyond: more likely a slip in dates than a pause of the shop. */
export interface Stray {
  /** Whether those rows are the last ones, or the first. */
  readonly at: 'end' | 'start'
  /** The last day before the stretch, and the first after it. */
  readonly from: number
  readonly to: number
  readonly rows: number
}

/** Longer than a year: who sells once a year has no slip in every date. */
const LONGEST_PAUSE = 400
/** One row in so many may lie beyond. */
const ONE_IN = 100

/** Slips at either end of days from `low` to `high`; rows of day `none` don't count. */
export function findStrays(days: Int32Array, low: number, high: number, none: number): Stray[] {
  if (!(high - low > LONGEST_PAUSE)) return []
  const counts = new Int32Array(high - low + 1)
  for (let i = 0; i < days.length; i++) if (days[i] !== none) counts[days[i]! - low]!++
  const end = beyond(counts.length, (i) => counts[counts.length - 1 - i]!, days.length / ONE_IN)
  const start = beyond(counts.length, (i) => counts[i]!, days.length / ONE_IN)
  const strays: Stray[] = []
  if (end) strays.push({ at: 'end', from: high - end.next, to: high - end.last, rows: end.rows })
  if (start) strays.push({ at: 'start', from: low + start.last, to: low + start.next, rows: start.rows })
  return strays
}

/** From one end on: the innermost long pause that at most so many rows lie before. */
function beyond(size: number, count: (i: number) => number, most: number) {
  let [rows, last] = [0, 0]
  let found: { last: number; next: number; rows: number } | undefined
  for (let i = 0; i < size; i++) {
    if (count(i) === 0) continue
    if (rows > 0 && i - last > LONGEST_PAUSE) found = { last, next: i, rows }
    last = i
    rows += count(i)
    if (rows > most) return found
  }
  return undefined
}

/** Days that are taken for what is known must not rest on a slip. */
export function checkStrays(who: string, strays: readonly Stray[], ends: readonly Stray['at'][]): void {
  const stray = strays.find(({ at }) => ends.includes(at))
  if (stray === undefined) return
  const { at, from, to, rows } = stray
  const span =
    to - from < 2 * 365.25 ? `${to - from} days` : `${brief(Math.floor((to - from) / 365.25))} years`
  const few = `${brief(rows)} ${rows === 1 ? 'row' : 'rows'}`
  const [what, mend] =
    at === 'end'
      ? [
          `there is no order in the ${span} from ${isoDay(from)} to ${isoDay(to)}, and ${few} from then on: dates that slipped, by the look of it, by which more would be taken for known than is`,
          `say asOf: '${isoDay(from)}' (here, or to cleanOrders, which counts what is later)`,
        ]
      : [
          `there is no order in the ${span} from ${isoDay(from)} to ${isoDay(to)}, and ${few} up to then: dates that slipped, by the look of it, by which history would be taken for longer than it is`,
          'leave them out with where',
        ]
  throw new ClienteleError('value-invalid', `${who}: ${what}; ${mend}, or mend the dates.`)
}
