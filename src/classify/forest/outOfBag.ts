import { binaryMeasure } from '../evaluation/binary.js'
import { classesMeasure, orderClasses } from '../evaluation/classes.js'
import { numberMeasure } from '../evaluation/numbers.js'
import { rankRows } from '../evaluation/ranking.js'
import { takeRows } from '../../learn/take.js'
import type { Outcome } from '../tree/response.js'
import type { GrownForest } from './growForest.js'

/** How good a forest is on rows, each by the trees that did not learn from it; null where a figure does not suit the target. */
export interface OutOfBag {
  /** The share of rows that some tree did not learn from; the figures are of these. */
  readonly coverage: number
  /** For three and more classes the mean over the classes. */
  readonly auc: number | null
  readonly logLoss: number | null
  /** The mean squared error of probabilities. */
  readonly brier: number | null
  /** The share of rows whose class is the likeliest. */
  readonly accuracy: number | null
  readonly r2: number | null
  /** The root of the mean squared error, in the target's unit. */
  readonly rmse: number | null
}

/** Measures a forest by the rows out of bag. */
export function measureOutOfBag(
  { outOfBag, sayers }: GrownForest,
  outcome: Outcome,
  weights: Float64Array | undefined,
): OutOfBag {
  const all = Int32Array.from(sayers.keys())
  const rows = all.filter((row) => sayers[row]! > 0)
  const coverage = rows.length / sayers.length
  const none = { auc: null, logLoss: null, brier: null, accuracy: null, r2: null, rmse: null }
  if (rows.length === 0) return Object.freeze({ coverage, ...none })
  const said = outOfBag.map((scores) => takeRows(scores, rows))
  const own = weights && takeRows(weights, rows)
  if (!('codes' in outcome)) {
    const actual = takeRows(outcome.values, rows)
    const figure = figures(numberMeasure({ predicted: said[0]!, actual, weights: own }), 4)
    return Object.freeze({ coverage, ...none, rmse: figure(0), r2: figure(2) })
  }
  const actual = Float64Array.from(takeRows(outcome.codes, rows))
  const isMany = outcome.classes > 2
  const figure = isMany
    ? figures(classesMeasure(orderClasses({ probabilities: said, classes: actual, weights: own })), 8)
    : figures(binaryMeasure(rankRows({ scores: said[0]!, outcomes: actual, weights: own }), 0.5), 11)
  const [auc, logLoss, brier, accuracy] = [figure(0), figure(2), figure(3), figure(isMany ? 4 : 6)]
  return Object.freeze({ coverage, ...none, auc, logLoss, brier, accuracy })
}

/** The figures that a measure gives, by their place; null where one cannot be told, such as the AUC of a single class. */
function figures(
  measure: (counts: Int32Array | undefined, out: Float64Array) => void,
  size: number,
): (place: number) => number | null {
  const out = new Float64Array(size)
  measure(undefined, out)
  return (place) => (Number.isFinite(out[place]!) ? out[place]! : null)
}
