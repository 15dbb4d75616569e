import { groupRows } from '../../table/group.js'
import type { Lines } from './lines.js'
import { iso, periodOfDay, periodStarts, type PeriodUnit, spanOf } from './periods.js'

/** Customers who first bought in one period, and how many of them bought again later. */
export interface CohortFigure {
  /** First day of the period, as '2010-12-01'. */
  readonly from: string
  readonly customers: number
  /** The share who bought in the first, second … period after it; only periods that the data covers to the end. */
  readonly again: readonly number[]
}

export interface CohortFigures {
  readonly unit: PeriodUnit
  readonly cohorts: readonly CohortFigure[]
  /** The share who buy again by periods since the first order, over all cohorts that have been seen for so long. */
  readonly mean: readonly number[]
}

/** Cohorts of customers by the period of their first order; periods after it that have not ended are left out. */
export function cohortFigures(lines: Lines, who: string, lastDay: number): CohortFigures {
  const [first, last] = spanOf(lines.days, who)
  const unit = cohortUnit(last - first + 1)
  const starts = periodStarts(first, lastDay, unit)
  const count = starts.length - 1
  const periodOf = periodOfDay(starts)
  const { codes, size } = groupRows([lines.customer])
  const bought = new Uint8Array(size * count)
  lines.days.forEach((day, i) => {
    if (!Number.isNaN(day)) bought[codes[i]! * count + periodOf[day - starts[0]!]!] = 1
  })
  const buyers = Array.from({ length: count }, () => new Int32Array(count))
  for (let customer = 0; customer < size; customer++) {
    const from = bought.indexOf(1, customer * count) - customer * count
    if (from < 0 || from >= count) continue
    for (let p = from; p < count; p++) buyers[from]![p - from]! += bought[customer * count + p]!
  }
  const ended = starts[count]! - 1 <= lastDay ? count : count - 1
  const cohorts = buyers
    .map((again, c) => ({
      from: iso(starts[c]!),
      customers: again[0]!,
      again: Array.from(again.subarray(1, Math.max(1, ended - c)), (n) => n / again[0]!),
    }))
    .filter(({ customers }) => customers > 0)
  return { unit, cohorts, mean: means(cohorts) }
}

function cohortUnit(days: number): PeriodUnit {
  if (days <= 100) return 'week'
  if (days <= 800) return 'month'
  return days <= 366 * 12 ? 'quarter' : 'year'
}

function means(cohorts: readonly CohortFigure[]): number[] {
  const most = Math.max(0, ...cohorts.map(({ again }) => again.length))
  return Array.from({ length: most }, (_, i) => {
    const seen = cohorts.filter(({ again }) => again.length > i)
    const customers = seen.reduce((sum, cohort) => sum + cohort.customers, 0)
    return seen.reduce((sum, { again, customers }) => sum + again[i]! * customers, 0) / customers
  })
}
