import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { MS_A_DAY, readTimes } from '../../table/times.js'
import { type Cohorts, cohorts, type CohortsOptions } from '../../value/cohorts.js'
import type { Period } from '../../value/cohorts/periods.js'
import { iso } from './periods.js'

/** Customers who first bought in one period, and how many of them bought again later. */
export interface CohortFigure {
  /** First day of the period, as '2010-12-01'. */
  readonly from: string
  readonly customers: number
  /** The share who bought in the first, second … period after it; only periods that are over. */
  readonly again: readonly number[]
}

/** Cohorts, the earliest first. */
export interface CohortFigures {
  readonly unit: Period
  readonly cohorts: readonly CohortFigure[]
  /** The share who buy again by periods since the first order, over all cohorts that have been seen for so long. */
  readonly mean: readonly number[]
}

/** The cohorts of orders that span so many days. */
export function cohortFigures(orders: Table, days: number, options: CohortsOptions): CohortFigures {
  return cohortFiguresOf(cohorts(orders, { ...options, period: cohortPeriod(days) }))
}

/** The same from what `cohorts` found. */
export function cohortFiguresOf({ long, average, period: unit }: Cohorts): CohortFigures {
  const start = readTimes(findColumn(long, 'cohort', 'cohorts'), 'cohorts')
  const [after, sizes, retention, complete] = ['period', 'customers', 'retention', 'complete'].map((name) =>
    numbers(long, name),
  )
  const found: (CohortFigure & { again: number[] })[] = []
  start.forEach((ms, i) => {
    const from = iso(ms / MS_A_DAY)
    if (found.at(-1)?.from !== from) found.push({ from, customers: sizes![i]!, again: [] })
    if (after![i]! > 0 && complete![i] === 1) found.at(-1)!.again.push(retention![i]!)
  })
  const later = numbers(average, 'period')
  const mean = Array.from(numbers(average, 'retention')).filter((_, i) => later[i]! > 0)
  return { unit, cohorts: found.filter(({ customers }) => customers > 0), mean }
}

/** The length of a period that gives a matrix a reader can take in. */
function cohortPeriod(days: number): Period {
  if (days <= 100) return 'week'
  if (days <= 800) return 'month'
  return days <= 366 * 12 ? 'quarter' : 'year'
}

function numbers(table: Table, name: string): Float64Array {
  return readNumbers(findColumn(table, name, 'cohorts'), 'cohorts')
}
