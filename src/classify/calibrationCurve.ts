import { checkChoice, checkInteger, checkNumber, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { calibrationBins, quantileEdges } from './evaluation/calibration.js'
import { rankRows } from './evaluation/ranking.js'
import { binaryScores, checkProbabilities } from './evaluation/scoredTable.js'
import { readScored } from './evaluation/readScored.js'
import { SCORE_OPTIONS, type ScoreOptions } from './evaluation/scoreOptions.js'
import { wilson } from '../numeric/wilson.js'

/** What `calibrationCurve` can be told. */
export interface CalibrationCurveOptions<Names extends string = string> extends ScoreOptions<Names> {
  /** Into how many bins probabilities are cut, from 2 to 1,000. Default 10. */
  readonly bins?: number | undefined
  /** 'width': bins as wide as each other; 'quantile': about as many rows in each. Default 'width'. */
  readonly method?: 'width' | 'quantile' | undefined
  /** The share of intervals that hold the true rate. Default 0.95. */
  readonly interval?: number | undefined
}

/** One row a bin, from the lowest probabilities up. */
export type CalibrationColumns = {
  bin: Int32
  probability_from: Float64
  probability_to: Float64
  rows: Float64
  predicted: Float64
  observed: Float64
  observed_low: Float64
  observed_high: Float64
}

const WHO = 'calibrationCurve'

/**
 * Do probabilities mean what they say? Of those who were given about 30 %, about 30 % should have done it: then
 * `observed` is near `predicted` in each bin, within its interval. Where it is not, see `calibrate`.
 *
 * A probability on a border belongs to the lower bin. Borders of 'quantile' are interpolated between sorted
 * probabilities; where ties make two equal, bins are empty.
 *
 * @param table - one row a customer, with what came (`target`) and a `probability`
 * @param options - `target` and, unless it is boolean, 0/1 or yes/no, `positive`; `probability`, `weights`, `missing`; `model` to predict
 * first; `bins` (10), `method` ('width'), `interval` (0.95)
 * @returns one row a bin: `bin` (int32 from 1), its borders, `rows` (by weight), `predicted` (their mean probability), `observed` (how many of them
 * did, as a share) with Wilson's interval; the last four are null where it is empty
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`, `value-invalid`, `rows-too-few`
 *
 * Cost: one sort; half a second for a million rows.
 *
 * Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
 *
 * @example
 * ```ts
 * const scored = fromRows([0.1, 0.2, 0.3, 0.7, 0.8, 0.9].map((probability, i) => ({ probability, churned: i === 2 || i > 3 })))
 * const [low] = toRows(calibrationCurve(scored, { target: 'churned', bins: 2 }))
 * console.log(low?.predicted?.toFixed(2), low?.observed?.toFixed(2)) // 0.20 0.33
 * ```
 */
export function calibrationCurve<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: CalibrationCurveOptions<ColumnName<NoInfer<T>>>,
): Table<CalibrationColumns> {
  checkOptions(WHO, options, [...SCORE_OPTIONS, 'bins', 'method', 'interval'])
  const { bins = 10, method = 'width', interval = 0.95 } = options
  checkInteger(WHO, 'bins', bins, 2, 1000)
  checkChoice(WHO, 'method', method, ['width', 'quantile'])
  checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  const scored = readScored(WHO, adopt(table, WHO), options, 'binary')
  checkProbabilities(WHO, scored)
  const ranking = rankRows(binaryScores(WHO, scored))
  const edges =
    method === 'width'
      ? Float64Array.from({ length: bins + 1 }, (_, k) => k / bins)
      : quantileEdges(ranking, bins)
  const { rows, hits, sums } = calibrationBins(ranking, edges)
  const bounds = Array.from(rows, (count, k) => (count > 0 ? wilson(hits[k]!, count, interval) : [NaN, NaN]))
  return makeTable<CalibrationColumns>({
    bin: int32(Int32Array.from(rows.keys(), (k) => k + 1)),
    probability_from: float64(edges.slice(0, -1)),
    probability_to: float64(edges.slice(1)),
    rows: float64(rows),
    predicted: float64(sums.map((sum, k) => sum / rows[k]!)),
    observed: float64(hits.map((count, k) => count / rows[k]!)),
    observed_low: float64(Float64Array.from(bounds, ([low]) => low!)),
    observed_high: float64(Float64Array.from(bounds, ([, high]) => high!)),
  })
}
