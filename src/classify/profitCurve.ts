import { ClienteleError } from '../error.js'
import { checkNumber, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { float64, makeTable } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { countSteps, rankRows, type Scored } from './evaluation/ranking.js'
import { binaryScores } from './evaluation/scoredTable.js'
import { readScored } from './evaluation/readScored.js'
import { SCORE_OPTIONS, type ScoreOptions } from './evaluation/scoreOptions.js'
import { pick, sortedRows } from './evaluation/sortedRows.js'

/** What `profitCurve` can be told. */
export interface ProfitCurveOptions<Names extends string = string> extends ScoreOptions<Names> {
  /** What one customer who responds brings, before the cost of the contact, in your currency; or a column that says it of each. */
  readonly gain: number | Names
  /** What contacting one customer costs. */
  readonly cost: number
  /** What the campaign costs whoever is contacted. Default 0. */
  readonly fixed?: number | undefined
}

/** One row a cut-off. */
export type ProfitColumns = {
  threshold: Float64
  share: Float64
  contacted: Float64
  responders: Float64
  profit: Float64
}

/** The most profitable cut-off. */
export interface BestCut {
  /** Contact everybody with this probability or more; null: nobody. */
  readonly threshold: number | null
  /** Of all customers. */
  readonly share: number
  readonly contacted: number
  readonly responders: number
  readonly profit: number
}

/** What `profitCurve` gives. */
export interface ProfitCurve {
  readonly curve: Table<ProfitColumns>
  readonly best: BestCut
}

const WHO = 'profitCurve'

/**
 * How many customers should the campaign write to? The profit for each cut-off, and the best one: with everybody of
 * `threshold` or more contacted, profit is `gain · responders − cost · contacted − fixed`, or with a
 * column the sum of what each responder brings, less the costs. The first row contacts nobody and saves
 * the fixed costs too. Customers with the same probability are contacted together.
 *
 * The figures are of these rows: for a campaign among other customers take the `threshold` and hold it against rows that the
 * model has not seen.
 *
 * @param table - one row a customer, with what came (`target`) and a `probability`, or any score that rises with it
 * @param options - `gain` (a number, or a column), `cost` and `fixed` (0); `target` and, unless it is boolean, 0/1 or yes/no, `positive`; `probability`, `weights`, `missing`;
 * `model` to predict first
 * @returns a frozen object: `curve`, one row a distinct probability from the highest down, with `threshold` (null for nobody), `share` (of customers),
 * `contacted`, `responders` and `profit`; `best`, the row of the highest profit, the fewest customers where several are as good
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`, `value-invalid`, `rows-too-few`
 *
 * Cost: one sort; half a second for a million rows.
 *
 * @example
 * ```ts
 * const scored = fromRows([0.9, 0.8, 0.7, 0.6, 0.4].map((probability, i) => ({ probability, bought: i < 2 || i === 3 })))
 * const { best } = profitCurve(scored, { target: 'bought', gain: 30, cost: 12 })
 * console.log(best.threshold, best.share, best.profit) // 0.6 0.8 42
 * ```
 */
export function profitCurve<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: ProfitCurveOptions<ColumnName<NoInfer<T>>>,
): ProfitCurve {
  checkOptions(WHO, options, [...SCORE_OPTIONS, 'gain', 'cost', 'fixed'])
  const { gain, cost, fixed = 0 } = options
  for (const [name, value] of Object.entries(
    typeof gain === 'string' ? { cost, fixed } : { gain, cost, fixed },
  )) {
    if (value === undefined) throw invalid(WHO, `${name} is needed: a number in your currency`)
    checkNumber(WHO, name, value, 0, 1e15)
  }
  const own = adopt(table, WHO)
  const scored = readScored(WHO, own, options, 'binary')
  const outcomes = binaryScores(WHO, scored)
  const { scores, hits, misses } = countSteps(rankRows(outcomes))
  const brought =
    typeof gain === 'string'
      ? sumGains(outcomes, pick(readGains(own, gain, scored.rowsUsed), scored.rowsUsed), scores.length)
      : hits.map((count) => (gain as number) * count)
  const contacted = Float64Array.from([0, ...hits.map((count, g) => count + misses[g]!)])
  const responders = Float64Array.from([0, ...hits])
  const profit = contacted.map((count, g) => (g === 0 ? 0 : brought[g - 1]! - cost * count - fixed))
  const thresholds = Float64Array.from([NaN, ...scores])
  const all = contacted.at(-1)!
  let best = 0
  for (let g = 1; g < profit.length; g++) if (profit[g]! > profit[best]!) best = g
  const result = {
    curve: makeTable<ProfitColumns>({
      threshold: float64(thresholds),
      share: float64(contacted.map((count) => count / all)),
      contacted: float64(contacted),
      responders: float64(responders),
      profit: float64(profit),
    }),
    best: Object.freeze({
      threshold: best === 0 ? null : thresholds[best]!,
      share: contacted[best]! / all,
      contacted: contacted[best]!,
      responders: responders[best]!,
      profit: profit[best]!,
    }),
  }
  return printable(result, () => describeBest(result.best, all))
}

function describeBest({ threshold, share, contacted, responders, profit }: BestCut, all: number): string {
  if (threshold === null) return `profit of contacting ${brief(all)} customers or fewer: best is nobody`
  return `profit of contacting ${brief(all)} customers or fewer: best is ${brief(profit)}, from probability ${brief(threshold)} up: ${brief(contacted)} customers (${(100 * share).toFixed(1)} %), ${brief(responders)} of whom respond`
}

/** What each row brings if it responds; it must be known of those that count. */
function readGains(table: Table, name: string, rows: Int32Array): Float64Array {
  const gains = readNumbers(findColumn(table, name, WHO), WHO)
  const row = rows.find((at) => !(Math.abs(gains[at]!) <= 1e15))
  if (row === undefined) return gains
  throw new ClienteleError(
    'value-invalid',
    `${WHO}: column '${name}' has no amount that can be counted in row ${row + 1}; fill it in, or correct it.`,
  )
}

/** What responders bring together, down to each distinct score; summed in an order that does not depend on the table's. */
function sumGains({ scores, outcomes, weights }: Scored, gains: Float64Array, size: number): Float64Array {
  const own = gains.map((gain, i) => gain * outcomes[i]! * (weights ? weights[i]! : 1))
  const order = sortedRows([{ values: scores, descending: true }, { values: own }])
  const sums = new Float64Array(size)
  let sum = 0
  for (let z = 0, g = 0; z < order.length; z++) {
    sum += own[order[z]!]!
    if (z + 1 === order.length || scores[order[z + 1]!] !== scores[order[z]!]) sums[g++] = sum
  }
  return sums
}
