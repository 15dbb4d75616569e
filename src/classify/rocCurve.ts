import { checkBoolean, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table } from '../table/arrow.js'
import { float64, makeTable } from '../table/build.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { countSteps, rankRows, type Steps } from './evaluation/ranking.js'
import { binaryScores } from './evaluation/scoredTable.js'
import { readScored } from './evaluation/readScored.js'
import { SCORE_OPTIONS, type ScoreOptions } from './evaluation/scoreOptions.js'

/** What `rocCurve` can be told. */
export interface RocCurveOptions<Names extends string = string> extends ScoreOptions<Names> {
  /** Also give cut-offs that lie on a straight line between others. Default false. */
  readonly all?: boolean | undefined
}

/** One row a cut-off, from none taken to all. */
export type RocColumns = {
  threshold: Float64
  false_positive_rate: Float64
  true_positive_rate: Float64
  precision: Float64
}

const WHO = 'rocCurve'

/**
 * What each cut-off would catch, and at what price: taking everybody with a probability of `threshold` or more finds
 * `true_positive_rate` of those who did (recall), troubles `false_positive_rate` of those who did not, and `precision` of the
 * taken did. The area under it is `evaluate(…).auc`.
 *
 * @param table - one row a customer, with what came (`target`) and a `probability`, or any score that rises with it
 * @param options - `target` and, unless it is boolean, 0/1 or yes/no, `positive`; `probability`, `weights`, `missing`; `model` to predict
 * first; `all` (false): points on a straight line between others are left out of the answer
 * @returns one row a cut-off, from the highest down; the first one takes nobody: its `threshold` and `precision` are null
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`, `value-invalid`, `rows-too-few`
 *
 * Cost: one sort; half a second for a million rows.
 *
 * Fawcett, T. (2006), An introduction to ROC analysis.
 *
 * @example
 * ```ts
 * const scored = fromRows([0.9, 0.8, 0.4, 0.3].map((probability, i) => ({ probability, churned: i !== 1 && i < 3 })))
 * const points = toRows(rocCurve(scored, { target: 'churned' }))
 * console.log(points.map((point) => point.true_positive_rate)) // [ 0, 0.5, 0.5, 1, 1 ]
 * ```
 */
export function rocCurve<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: RocCurveOptions<ColumnName<NoInfer<T>>>,
): Table<RocColumns> {
  checkOptions(WHO, options, [...SCORE_OPTIONS, 'all'])
  const { all = false } = options
  checkBoolean(WHO, 'all', all)
  const scored = readScored(WHO, adopt(table, WHO), options, 'binary')
  const steps = countSteps(rankRows(binaryScores(WHO, scored)))
  const { scores, hits, misses } = steps
  const kept = Int32Array.from(hits.keys()).filter((g) => all || isCorner(steps, g))
  const [allHits, allMisses] = [hits.at(-1)!, misses.at(-1)!]
  const column = (first: number, of: (g: number) => number) =>
    float64(Float64Array.from([first, ...Array.from(kept, of)]))
  return makeTable<RocColumns>({
    threshold: column(NaN, (g) => scores[g]!),
    false_positive_rate: column(0, (g) => misses[g]! / allMisses),
    true_positive_rate: column(0, (g) => hits[g]! / allHits),
    precision: column(NaN, (g) => hits[g]! / (hits[g]! + misses[g]!)),
  })
}

/** Whether the curve turns at a step; it always does at the last one. */
function isCorner({ hits, misses }: Steps, g: number): boolean {
  if (g === hits.length - 1) return true
  const [up, right] = [hits[g]! - (hits[g - 1] ?? 0), misses[g]! - (misses[g - 1] ?? 0)]
  const [nextUp, nextRight] = [hits[g + 1]! - hits[g]!, misses[g + 1]! - misses[g]!]
  return up * nextRight !== nextUp * right
}
