import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** Where customers stand in their life, from the first order to the end. */
export const STAGES = ['acquaintance', 'growth', 'stable', 'declining', 'lapsed'] as const

/** How stages are told apart. */
export interface StageRules {
  /** The gap between orders, in days, of customers who have none of their own. */
  readonly typicalGap: number
  /** Silent for more than so many of their own gaps: declining, lapsed. Twice and four times are rules of thumb, as the names of stages are. */
  readonly decliningAfter: number
  readonly lapsedAfter: number
  /** The column of the trend of orders. */
  readonly trend: string
}

/** Twice as many orders as before, or half as many. */
const CHANGE = 1 / 3 - 1e-9

/** The number of each customer's stage, from features. */
export function stagesOf(
  who: string,
  features: Table,
  { typicalGap, decliningAfter, lapsedAfter, trend }: StageRules,
): Int32Array {
  const read = (name: string): Float64Array => readNumbers(findColumn(features, name, who), who)
  const [gaps, usual, since, trends] = [
    read('frequency'),
    usualGapsOf(who, features, typicalGap),
    read('days_since_last'),
    read(trend),
  ]
  return Int32Array.from(gaps, (count, i) => {
    const silence = since[i]! / usual[i]!
    if (silence > lapsedAfter) return 4
    if (silence > decliningAfter) return 3
    if (count === 0) return 0
    // Who came within the window has no trend: they have just begun to come back.
    if (Number.isNaN(trends[i]!)) return 1
    if (trends[i]! <= -CHANGE) return 3
    return trends[i]! >= CHANGE ? 1 : 2
  })
}

/** Each customer's mean gap between orders in days; the typical one of customers who have none of their own. */
export function usualGapsOf(who: string, features: Table, typicalGap: number): Float64Array {
  return readNumbers(findColumn(features, 'gap_mean', who), who).map((gap) =>
    Number.isNaN(gap) ? typicalGap : gap,
  )
}

/** The median over customers of the own mean gap; 30 days where nobody has one. */
export function typicalGapOf(who: string, features: Table): number {
  const means = readNumbers(findColumn(features, 'gap_mean', who), who)
    .filter((gap) => !Number.isNaN(gap))
    .toSorted()
  return means.length === 0 ? 30 : means[(means.length - 1) >> 1]!
}
