import type { Table } from '../../table/arrow.js'
import { bool, dictionary, float64, makeTable } from '../../table/build.js'
import { groupColumn } from '../../table/group.js'
import type { RoleOptions } from '../../table/metadata.js'
import { kaplanMeier } from '../../churn/kaplanMeier.js'
import { readLines } from '../figures/lines.js'
import { iso } from '../figures/periods.js'
import type { Curves } from '../curves.js'

/** More curves than that nobody tells apart. */
const MOST = 4
/** Fewer customers make no curve of their own. */
const LEAST = 50

/**
 * How long customers stay: from the first order until they have been silent for `horizon` days for the first time; who never has been is still
 * followed. One curve a year of first orders, the last ones; one of all where there are too few.
 */
export function livesOf(
  orders: Table,
  roles: RoleOptions & { timeZone?: string | undefined },
  horizon: number,
  asOfDay: number,
  who: string,
): { readonly curves: Curves; readonly all: Table } {
  const { durations, events, firsts } = measureLives(orders, roles, horizon, asOfDay, who)
  const years = Array.from(firsts, (day) => iso(day).slice(0, 4))
  const names = [...new Set(years)].toSorted()
  const table = makeTable({
    duration: float64(durations),
    event: bool(events),
    came: dictionary(
      Int32Array.from(years, (year) => names.indexOf(year)),
      names,
    ),
  })
  const all = curveOf(table)
  const counted = names.filter((name) => years.filter((year) => year === name).length >= LEAST)
  const own = counted.slice(-MOST).map((name) => {
    const rows = [...years.keys()].filter((row) => years[row] === name)
    const part = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!)
    return [
      name,
      curveOf(
        makeTable({
          duration: float64(part(durations)),
          event: bool(Uint8Array.from(rows, (row) => events[row]!)),
        }),
      ),
    ] as const
  })
  return { curves: own.length < 2 ? all : Object.fromEntries(own), all }
}

function curveOf(lives: Table): Table {
  return kaplanMeier(lives as never, { duration: 'duration', event: 'event' } as never) as unknown as Table
}

/** By customer the day of the first purchase, how long they were followed, and whether they fell silent. */
function measureLives(
  orders: Table,
  roles: RoleOptions & { timeZone?: string | undefined },
  horizon: number,
  asOfDay: number,
  who: string,
): { durations: Float64Array; events: Uint8Array; firsts: Float64Array } {
  const { customer, days, amounts } = readLines(orders, roles, who)
  const { codes, size, missing } = groupColumn(customer, who)
  const counts = (row: number): boolean =>
    codes[row] !== missing && days[row]! <= asOfDay && !(amounts[row]! < 0)
  const starts = new Int32Array(size + 1)
  for (let row = 0; row < codes.length; row++) if (counts(row)) starts[codes[row]! + 1]!++
  for (let c = 0; c < size; c++) starts[c + 1]! += starts[c]!
  const next = starts.slice(0, size)
  const own = new Int32Array(starts[size]!)
  for (let row = 0; row < codes.length; row++) if (counts(row)) own[next[codes[row]!]!++] = days[row]!
  const durations: number[] = []
  const events: number[] = []
  const firsts: number[] = []
  for (let c = 0; c < size; c++) {
    if (starts[c] === starts[c + 1]) continue
    const bought = own.subarray(starts[c], starts[c + 1]).sort()
    const at = bought.findIndex((day, i) => (bought[i + 1] ?? asOfDay) - day >= horizon)
    firsts.push(bought[0]!)
    events.push(at < 0 ? 0 : 1)
    durations.push(at < 0 ? asOfDay - bought[0]! : bought[at]! + horizon - bought[0]!)
  }
  return {
    durations: Float64Array.from(durations),
    events: Uint8Array.from(events),
    firsts: Float64Array.from(firsts),
  }
}
