import { checkInteger, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { liftParts } from './evaluation/lift.js'
import { rankRows } from './evaluation/ranking.js'
import { binaryScores } from './evaluation/scoredTable.js'
import { readScored } from './evaluation/readScored.js'
import { SCORE_OPTIONS, type ScoreOptions } from './evaluation/scoreOptions.js'

/** What `liftTable` can be told. */
export interface LiftTableOptions<Names extends string = string> extends ScoreOptions<Names> {
  /** Into how many equally large parts customers are cut, from 2 to 1,000. Default 10. */
  readonly bins?: number | undefined
}

/** One row a part, the highest probabilities first. */
export type LiftColumns = {
  bin: Int32
  rows: Float64
  responders: Float64
  response_rate: Float64
  lift: Float64
  gain: Float64
  cumulative_share: Float64
  cumulative_responders: Float64
  cumulative_response_rate: Float64
  cumulative_lift: Float64
  cumulative_gain: Float64
  probability_from: Float64
  probability_to: Float64
}

const WHO = 'liftTable'

/**
 * Whom to write to first: customers in ten equally large parts from the highest probability down, how many of each responded,
 * and how much better that is than writing to anybody. "The best tenth holds 28 % of those who leave: a lift of 2.8."
 *
 * Part k holds the ranks up to ⌈k · n / bins⌉, so that sizes differ by one at most. **Tied probabilities** may straddle
 * a border: then each side has its share of their responders, which is what it would have on average if ties were broken by lot. So
 * `responders` need not be whole, and no figure depends on the order of rows. With weights that are not whole numbers, borders are exact shares of the total.
 *
 * @param table - one row a customer, with what came (`target`) and a `probability`, or any score that rises with it
 * @param options - `target` and, unless it is boolean, 0/1 or yes/no, `positive`; `probability`, `weights`, `missing`; `model` to predict
 * first; `bins` (10)
 * @returns one row a part: `bin` (int32, 1 is the best), `rows` and `responders` (weighted counts), `response_rate`, `lift` (over that of all),
 * `gain` (share of all responders), the same from the top down as `cumulative_…` with `cumulative_share` (of rows), and `probability_from` and
 * `probability_to` (the highest and the lowest in it). Null where a part is empty
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`, `value-invalid`, `rows-too-few`
 *
 * Cost: one sort; half a second for a million rows.
 *
 * @example
 * ```ts
 * const scored = fromRows([0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1].map((probability, i) => ({
 *   probability, churned: [true, true, false, true, false, false, true, false][i],
 * })))
 * const [best] = toRows(liftTable(scored, { target: 'churned', bins: 4 }))
 * console.log(best?.responders, best?.lift, best?.cumulative_gain) // 2 2 0.5
 * ```
 */
export function liftTable<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: LiftTableOptions<ColumnName<NoInfer<T>>>,
): Table<LiftColumns> {
  checkOptions(WHO, options, [...SCORE_OPTIONS, 'bins'])
  const { bins = 10 } = options
  checkInteger(WHO, 'bins', bins, 2, 1000)
  const scored = readScored(WHO, adopt(table, WHO), options, 'binary')
  const parts = liftParts(rankRows(binaryScores(WHO, scored)), bins)
  const { rows, hits, from, to } = parts
  const all = rows.at(-1)!
  const allHits = hits.at(-1)!
  const rate = allHits / all
  const of = (figure: (k: number) => number) => float64(Float64Array.from(rows.keys(), figure))
  return makeTable<LiftColumns>({
    bin: int32(Int32Array.from(rows.keys(), (k) => k + 1)),
    rows: of((k) => own(rows, k)),
    responders: of((k) => own(hits, k)),
    response_rate: of((k) => own(hits, k) / own(rows, k)),
    lift: of((k) => own(hits, k) / own(rows, k) / rate),
    gain: of((k) => own(hits, k) / allHits),
    cumulative_share: of((k) => rows[k]! / all),
    cumulative_responders: of((k) => hits[k]!),
    cumulative_response_rate: of((k) => hits[k]! / rows[k]!),
    cumulative_lift: of((k) => hits[k]! / rows[k]! / rate),
    cumulative_gain: of((k) => hits[k]! / allHits),
    probability_from: float64(from),
    probability_to: float64(to),
  })
}

/** What is in one part, of what has been counted down to the end of each. */
function own(sums: Float64Array, k: number): number {
  return sums[k]! - (sums[k - 1] ?? 0)
}
