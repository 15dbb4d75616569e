import { invalid } from '../../options.js'
import { adopt } from '../../table/adopt.js'
import type { Float64, Table } from '../../table/arrow.js'
import { float64, makeTable } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { clockOf, daysOf } from '../../table/days.js'
import { groupRows } from '../../table/group.js'
import {
  type About,
  DAYS_A_UNIT,
  readAbout,
  requireRole,
  type RoleOptions,
  type Unit,
} from '../../table/metadata.js'
import { MS_A_DAY, parseIsoTime, readTimes } from '../../table/times.js'
import type { TableLike } from '../../table/types.js'
import type { FittedBuying } from './buyingModel.js'
import { historyCells } from './historyCells.js'

/** Repeat orders over time, seen and expected. */
export type Tracking = {
  /** Time since the first of the customers came, in the customers' unit. */
  time: Float64
  actual: Float64
  expected: Float64
  actual_cumulative: Float64
  expected_cumulative: Float64
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
  const ages = new Map<string, { theta: Float64Array; T: number; count: number }>()
  const cells = historyCells(inside, customers, who)
  const counts = new Float64Array(cells.size)
  for (let i = 0; i < cells.rowCell.length; i++) if (cells.rowCell[i]! >= 0) counts[cells.rowCell[i]!]!++
  cells.visit(inside.phi, (theta, _x, _tx, T, i) => {
    const key = `${theta.join()} ${T}`
    const age = ages.get(key)
    if (age) age.count += counts[i]!
    else ages.set(key, { theta, T, count: counts[i]! })
  })
  const oldest = Math.max(...[...ages.values()].map(({ T }) => T))
  const steps = Math.ceil(oldest + settings.horizon - 1e-9)
  const { core } = inside
  const expected = Float64Array.from({ length: steps }, (_, s) => {
    let sum = 0
    for (const { theta, T, count } of ages.values()) {
      const t = s + 1 - (oldest - T)
      if (t > 0) sum += count * core.alive(theta, 0, 0, 0) * core.expected(theta, 0, 0, 0, t)
    }
    return sum
  })
  const actual = repeatOrders(orders, settings.roles, known, end - oldest * days, days, steps, who)
  return makeTable({
    time: float64(Float64Array.from({ length: steps }, (_, s) => s + 1)),
    actual: float64(increments(actual)),
    expected: float64(increments(expected)),
    actual_cumulative: float64(actual),
    expected_cumulative: float64(expected),
  })
}

function increments(cumulative: Float64Array): Float64Array {
  return cumulative.map((v, i) => v - (i > 0 ? cumulative[i - 1]! : 0))
}

/** Distinct days with an order of each customer, without the first: how many there were by the end of each step. */
function repeatOrders(
  given: TableLike,
  roles: RoleOptions,
  about: About,
  start: number,
  days: number,
  steps: number,
  who: string,
): Float64Array {
  const table = adopt(given, who)
  const known = readAbout(table, who)
  const customer = findColumn(table, requireRole('customer', roles, known, table, who), who)
  const time = findColumn(table, requireRole('time', roles, known, table, who), who)
  const bought = daysOf(time, readTimes(time, who), clockOf(about.timeZone ?? known.timeZone, who))
  const { codes, size } = groupRows([customer], who)
  const seen = Array.from({ length: size }, () => new Set<number>())
  bought.forEach((day, i) => !Number.isNaN(day) && seen[codes[i]!]!.add(day))
  const out = new Float64Array(steps)
  for (const own of seen) {
    const first = Math.min(...own)
    for (const d of own) {
      const step = Math.max(0, Math.ceil((d - start) / days - 1e-9) - 1)
      if (d > first && step < steps) out[step]!++
    }
  }
  for (let s = 1; s < steps; s++) out[s]! += out[s - 1]!
  return out
}
