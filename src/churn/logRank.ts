import { ClienteleError } from '../error.js'
import { chiSquareTail } from '../numeric/normal.js'
import { cholesky, choleskySolve, zeros } from '../numeric/matrix.js'
import { checkChoice, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { float64 } from '../table/build.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import { lifeTable, type LifeTable } from './survival/lifeTable.js'
import { groupTable } from './survival/options.js'
import { groupLives, LIVES_OPTIONS, type LivesOptions, readLives } from './survival/readLives.js'

/** Which times weigh more: all the same, those with many at risk, or those with much survival. */
export type LogRankTest = 'logRank' | 'gehanBreslow' | 'taroneWare' | 'petoPrentice'

/** What `logRank` can be told. */
export interface LogRankOptions<
  Names extends string = string,
  By extends string = string,
> extends LivesOptions<Names> {
  /** The column of groups to compare. */
  readonly by: By
  /**
   * Which times weigh more: 'logRank' all the same, 'gehanBreslow' by how many are at risk, 'taroneWare' by the root of it, 'petoPrentice' by the
   * survival of all together. Default 'logRank'.
   */
  readonly test?: LogRankTest | undefined
}

/** The columns of `logRank(…).groups`. */
export type LogRankColumns = { customers: Float64; observed: Float64; expected: Float64 }

/** What `logRank` gives. */
export interface LogRank<T = any, By extends keyof any = string> {
  /** χ², with `degreesOfFreedom`. */
  readonly statistic: number
  readonly degreesOfFreedom: number
  /** How probable a statistic at least as large is, if groups do not differ. */
  readonly p: number
  /** One row a group: customers, events observed, and events expected if groups did not differ. */
  readonly groups: Table<Pick<Own<T>, By & keyof Own<T>> & LogRankColumns>
}

const WHO = 'logRank'

/**
 * Whether groups of customers leave at different speed, or differ by chance only.
 *
 * At each time the events of a group are compared with its share of those at risk; the sum over times, divided by its
 * hypergeometric covariance, is χ² with one degree of freedom less than there are groups (Mantel 1966, Peto and Peto 1972; weights after
 * Gehan 1965, Breslow 1970, Tarone and Ware 1977, Prentice 1978).
 *
 * @param table - one row a customer (or contract)
 * @param options - `duration`, `event`, `by`; `test`, `entry`, `weights`, `missing`
 * @returns a frozen `{statistic, degreesOfFreedom, p, groups}`; `groups` has the group, `customers`, `observed` and `expected` events
 * @throws ClienteleError as `kaplanMeier`; `value-invalid` where there is one group only, or no event at a time at which two groups are at risk
 *
 * Cost: as `kaplanMeier`, and the square of the number of groups at each time with events.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { months: 2, left: true, plan: 'monthly' },
 *   { months: 3, left: true, plan: 'monthly' },
 *   { months: 4, left: false, plan: 'monthly' },
 *   { months: 20, left: true, plan: 'yearly' },
 *   { months: 24, left: false, plan: 'yearly' },
 *   { months: 30, left: false, plan: 'yearly' },
 * ])
 * const test = logRank(customers, { duration: 'months', event: 'left', by: 'plan' })
 * console.log(test.statistic.toFixed(3), test.p.toFixed(3)) // 2.469 0.116
 * ```
 */
export function logRank<T extends { [name: string]: any } = any, By extends ColumnName<T> = ColumnName<T>>(
  table: TableLike<T>,
  options: LogRankOptions<ColumnName<NoInfer<T>>, By>,
): LogRank<T, By> {
  checkOptions(WHO, options, [...LIVES_OPTIONS, 'by', 'test'])
  const { by, test = 'logRank' } = options
  checkChoice(WHO, 'test', test, ['logRank', 'gehanBreslow', 'taroneWare', 'petoPrentice'])
  if (typeof by !== 'string') throw invalid(WHO, 'by must name the column of the groups to compare')
  const own = adopt(table, WHO)
  const lives = readLives(WHO, own, options)
  const groups = groupLives(WHO, own, lives, by)
  const filled = groups.lives.flatMap(({ durations }, g) => (durations.length > 0 ? [g] : []))
  if (filled.length < 2) {
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: column '${by}' has one value only, but two groups at least are compared; choose another column.`,
    )
  }
  const all = lifeTable(lives)
  const tables = filled.map((g) => lifeTable(groups.lives[g]!, all.times))
  const { observed, expected, excess, covariance } = compare(all, tables, test)
  const statistic = statisticOf(excess, covariance, options.event)
  const degreesOfFreedom = filled.length - 1
  const p = chiSquareTail(statistic, degreesOfFreedom)
  const sizes = tables.map(({ events, censored }) => events.reduce((sum, v, t) => sum + v + censored[t]!, 0))
  const columns = {
    customers: float64(Float64Array.from(sizes)),
    observed: float64(observed),
    expected: float64(expected),
  }
  const result = {
    statistic,
    degreesOfFreedom,
    p,
    groups: groupTable(WHO, groups, Int32Array.from(filled), columns) as never,
  }
  return printable(
    result,
    () =>
      `logRank: ${filled.length} groups of ${by}, χ² ${brief(statistic)} with ${degreesOfFreedom} degrees of freedom, p ${p < 1e-4 ? p.toExponential(2) : brief(p)}`,
  )
}

interface Comparison {
  readonly observed: Float64Array
  readonly expected: Float64Array
  readonly excess: Float64Array
  readonly covariance: readonly Float64Array[]
}

/** Observed less expected events of each group, weighted, over their covariance. */
function compare(all: LifeTable, groups: readonly LifeTable[], test: LogRankTest): Comparison {
  const k = groups.length
  const [observed, expected, excess] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)]
  const covariance = zeros(k)
  const share = new Float64Array(k)
  let survival = 1
  for (let t = 0; t < all.times.length; t++) {
    const [n, d] = [all.atRisk[t]!, all.events[t]!]
    if (d === 0) continue
    survival *= 1 - d / (n + 1)
    const weight = weightOf(test, n, survival)
    const spread = n > 1 ? (weight * weight * d * (n - d)) / (n - 1) : 0
    for (let g = 0; g < k; g++) {
      const events = groups[g]!.events[t]!
      share[g] = groups[g]!.atRisk[t]! / n
      observed[g]! += events
      expected[g]! += d * share[g]!
      excess[g]! += weight * (events - d * share[g]!)
    }
    for (let g = 0; g < k; g++) {
      for (let h = 0; h < k; h++) covariance[g]![h]! += spread * share[g]! * ((g === h ? 1 : 0) - share[h]!)
    }
  }
  return { observed, expected, excess, covariance }
}

function weightOf(test: LogRankTest, atRisk: number, survival: number): number {
  if (test === 'gehanBreslow') return atRisk
  if (test === 'taroneWare') return Math.sqrt(atRisk)
  return test === 'petoPrentice' ? survival : 1
}

/** The last group follows from the others, so it is left out of the quadratic form. */
function statisticOf(excess: Float64Array, covariance: readonly Float64Array[], event: string): number {
  const k = excess.length - 1
  const part = covariance.slice(0, k).map((row) => row.slice(0, k))
  const root = cholesky(part)
  if (!root) {
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: column '${event}' has no event while customers of each two groups are at risk, so they cannot be compared; choose groups that are observed at the same times.`,
    )
  }
  const first = excess.subarray(0, k)
  return choleskySolve(root, first).reduce((sum, v, g) => sum + v * first[g]!, 0)
}
