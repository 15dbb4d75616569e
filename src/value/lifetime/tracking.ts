import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import type { Float64, Table } from '../../table/arrow.js'
import { float64, makeTable } from '../../table/build.js'
import { isoDay } from '../../table/days.js'
import { DAYS_A_UNIT, readAbout, type RoleOptions, type Unit, withAbout } from '../../table/metadata.js'
import { MS_A_DAY, parseIsoTime } from '../../table/times.js'
import type { TableLike } from '../../table/types.js'
import type { FittedBuying } from './buyingModel.js'
import { historyCells } from './historyCells.js'
import { repeatOrders } from './repeatOrders.js'

/** Repeat orders over time, seen and expected. */
export type Tracking = {
  /** Time since the first of the customers came, in the customers' unit; the last step ends with the holdout. */
  time: Float64
  actual: Float64
  expected: Float64
  actual_cumulative: Float64
  expected_cumulative: Float64
}

/** What a newcomer is expected to order, by the millionth of a unit of time that they have been there: many share it. */
type Curve = Map<number, number>

/** Customers who came at one time. */
interface Age {
  readonly theta: Float64Array
  readonly T: number
  count: number
  readonly curve: Curve
}

/** Expected and seen repeat orders of the cohort, one row a unit of time from its first customer to the end of the holdout. */
export function trackOrders(
  inside: FittedBuying,
  customers: Table,
  orders: TableLike,
  settings: { roles: RoleOptions; unit: Unit; horizon: number },
  who: string,
): Table<Tracking> {
  const known = readAbout(customers, who)
  const end = parseIsoTime(known.calibrationEnd ?? known.asOf ?? '') / MS_A_DAY
  if (Number.isNaN(end))
    throw invalid(who, 'tracking needs the day that calibration ended; take customers from summarize')
  const days = DAYS_A_UNIT[settings.unit]
  const ages = new Map<string, Age>()
  const curves = new Map<string, Curve>()
  const cells = historyCells(inside, customers, who)
  const counts = new Float64Array(cells.size)
  for (let i = 0; i < cells.rowCell.length; i++) if (cells.rowCell[i]! >= 0) counts[cells.rowCell[i]!]!++
  const curveOf = (theta: Float64Array): Curve => {
    const key = theta.join()
    if (!curves.has(key)) curves.set(key, new Map())
    return curves.get(key)!
  }
  cells.visit(inside.phi, (theta, _x, _tx, T, i) => {
    const key = `${theta.join()} ${T}`
    const age = ages.get(key)
    if (age) age.count += counts[i]!
    else ages.set(key, { theta, T, count: counts[i]!, curve: curveOf(theta) })
  })
  const oldest = Math.max(...[...ages.values()].map(({ T }) => T))
  const whole = oldest + settings.horizon
  const steps = Math.ceil(whole - 1e-9)
  const time = Float64Array.from({ length: steps }, (_, s) => s + 1)
  if (steps > MOST_STEPS)
    throw tooLong(who, end - oldest * days, end + settings.horizon * days, settings.unit)
  const { core } = inside
  const expected = time.map((step) => {
    // The last step ends where the holdout does.
    const until = Math.min(step, whole)
    let sum = 0
    for (const { theta, T, count, curve } of ages.values()) {
      const t = until - (oldest - T)
      if (t <= 0) continue
      const place = Math.round(t * 1e6)
      let each = curve.get(place)
      if (each === undefined) {
        each = core.alive(theta, 0, 0, 0) * core.expected(theta, 0, 0, 0, t)
        curve.set(place, each)
      }
      sum += count * each
    }
    return sum
  })
  const span = { start: end - oldest * days, end: end + settings.horizon * days + 1e-6, days, steps }
  const isKnown = (row: number) => cells.rowCell[row]! >= 0
  const actual = repeatOrders(orders, settings.roles, customers, isKnown, span, who)
  const columns = {
    time: float64(time),
    actual: float64(increments(actual)),
    expected: float64(increments(expected)),
    actual_cumulative: float64(actual),
    expected_cumulative: float64(expected),
  }
  // What a picture of them needs: where calibration ends on the scale of `time`, and on the calendar.
  const found = { [who]: { calibration: oldest, holdout: settings.horizon } }
  const about = { roles: {}, unit: settings.unit, calibrationEnd: isoDay(end), counts: found }
  return makeTable(columns, withAbout(new Map(), about))
}

/** More steps than a picture could show, and than are told apart in bearable time: a stray date. */
const MOST_STEPS = 20_000

function tooLong(who: string, start: number, end: number, unit: Unit): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: the orders reach from ${isoDay(Math.round(start))} to ${isoDay(Math.round(end))}, more than ${MOST_STEPS} ${unit}s; leave stray dates out.`,
  )
}

function increments(cumulative: Float64Array): Float64Array {
  return cumulative.map((v, i) => v - (i > 0 ? cumulative[i - 1]! : 0))
}
