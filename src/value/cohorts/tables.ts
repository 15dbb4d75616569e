import type { Table } from '../../table/arrow.js'
import { bool, date, float64, int32, makeTable } from '../../table/build.js'
import type { CohortAverageColumns, CohortColumns, CohortMeasure } from '../cohorts.js'
import type { CohortCounts } from './count.js'
import { type Period, periodStart } from './periods.js'

/** What turns numbers of periods into days. */
export interface Calendar {
  readonly period: Period
  /** The number of period 0. */
  readonly firstPeriod: number
  /** The last period. */
  readonly last: number
  /** The last period that was over by the end of the last day. */
  readonly whole: number
}

/** The calendar from the first period on, to the day that is known about. */
export function makeCalendar(period: Period, firstPeriod: number, last: number, asOfDay: number): Calendar {
  const isOver = last >= 0 && periodStart(firstPeriod + last + 1, period) - 1 <= asOfDay
  return { period, firstPeriod, last, whole: isOver ? last : last - 1 }
}

function startOf({ firstPeriod, period }: Calendar, number: number): number {
  return periodStart(firstPeriod + number, period)
}

/** One row a cohort and period. */
export function longTable(
  counts: CohortCounts,
  calendar: Calendar,
  metadata: Map<string, string>,
): Table<CohortColumns> {
  const { cohorts, sizes, starts, active, revenue, round } = counts
  const rows = active.length
  const whole = () => new Int32Array(rows)
  const real = () => new Float64Array(rows)
  const [period, customers] = [whole(), whole()]
  const [cohort, start, retention, cumulative, perCustomer, cumulativePer] = Array.from({ length: 6 }, real)
  const complete = new Uint8Array(rows)
  cohorts.forEach((first, c) => {
    let sum = 0
    for (let cell = starts[c]!, k = 0; cell < starts[c + 1]!; cell++, k++) {
      sum = round(sum + revenue[cell]!)
      cohort![cell] = startOf(calendar, first)
      start![cell] = startOf(calendar, first + k)
      period[cell] = k
      customers[cell] = sizes[c]!
      retention![cell] = active[cell]! / sizes[c]!
      cumulative![cell] = sum
      perCustomer![cell] = revenue[cell]! / sizes[c]!
      cumulativePer![cell] = sum / sizes[c]!
      complete[cell] = first + k <= calendar.whole ? 1 : 0
    }
  })
  return makeTable<CohortColumns>(
    {
      cohort: date(cohort!),
      period: int32(period),
      start: date(start!),
      customers: int32(customers),
      active: int32(active),
      retention: float64(retention!),
      revenue: float64(revenue),
      cumulative_revenue: float64(cumulative!),
      revenue_per_customer: float64(perCustomer!),
      cumulative_revenue_per_customer: float64(cumulativePer!),
      complete: bool(complete),
    },
    metadata,
  )
}

/** One row a cohort, a column a period; null where the period is not over. */
export function matrixTable(
  { cohorts, sizes, starts }: CohortCounts,
  calendar: Calendar,
  long: Table<CohortColumns>,
  measure: CohortMeasure,
  metadata: Map<string, string>,
): Table<{ [column: string]: any }> {
  const values = long.getChild(measure)!.data[0]!.values as ArrayLike<number>
  const columns: { [name: string]: any } = {
    cohort: date(Float64Array.from(cohorts, (first) => startOf(calendar, first))),
    customers: int32(sizes.slice()),
  }
  const width = cohorts.length === 0 ? 0 : calendar.last - cohorts[0]! + 1
  for (let k = 0; k < width; k++) {
    const column = Float64Array.from(cohorts, (first, c) =>
      first + k <= calendar.whole ? values[starts[c]! + k]! : NaN,
    )
    columns[`${calendar.period}_${k}`] = float64(column)
  }
  return makeTable(columns, metadata)
}

/** One row a period: the cohorts that have it whole, together. */
export function averageTable(
  { cohorts, sizes, starts, active, revenue, round }: CohortCounts,
  calendar: Calendar,
  metadata: Map<string, string>,
): Table<CohortAverageColumns> {
  const cumulative = Float64Array.from(cohorts, () => 0)
  const rows: { cohorts: number; customers: number; active: number; revenue: number; cumulative: number }[] =
    []
  for (let k = 0; k <= calendar.whole; k++) {
    const row = { cohorts: 0, customers: 0, active: 0, revenue: 0, cumulative: 0 }
    cohorts.forEach((first, c) => {
      if (first + k > calendar.whole) return
      const cell = starts[c]! + k
      cumulative[c] = round(cumulative[c]! + revenue[cell]!)
      row.cohorts++
      row.customers += sizes[c]!
      row.active += active[cell]!
      row.revenue = round(row.revenue + revenue[cell]!)
      row.cumulative = round(row.cumulative + cumulative[c]!)
    })
    if (row.cohorts === 0) break
    rows.push(row)
  }
  const real = (value: (row: (typeof rows)[number]) => number) => float64(Float64Array.from(rows, value))
  return makeTable<CohortAverageColumns>(
    {
      period: int32(Int32Array.from(rows.keys())),
      cohorts: int32(Int32Array.from(rows, (row) => row.cohorts)),
      customers: int32(Int32Array.from(rows, (row) => row.customers)),
      retention: real((row) => row.active / row.customers),
      revenue_per_customer: real((row) => row.revenue / row.customers),
      cumulative_revenue_per_customer: real((row) => row.cumulative / row.customers),
    },
    metadata,
  )
}
