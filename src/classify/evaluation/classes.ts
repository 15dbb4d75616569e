import type { Measure } from './bootstrap.js'
import { lossOf } from './binary.js'
import { pick, sortedRows } from './sortedRows.js'

/** The figures of a prediction of one class of several, in the order in which they are measured. */
export const CLASSES_FIGURES = [
  'auc',
  'aucWeighted',
  'logLoss',
  'brier',
  'accuracy',
  'f1',
  'precision',
  'recall',
] as const

/** A probability for each class, and which class each row is of. */
export interface ScoredClasses {
  readonly probabilities: readonly Float64Array[]
  /** The number of each row's class. */
  readonly classes: Float64Array
  readonly weights: Float64Array | undefined
}

/** The rows in an order that does not depend on the table's. */
export function orderClasses({ probabilities, classes, weights }: ScoredClasses): ScoredClasses {
  const keys = [classes, ...(weights ? [weights] : []), ...probabilities].map((values) => ({ values }))
  const order = sortedRows(keys)
  return {
    probabilities: probabilities.map((values) => pick(values, order)),
    classes: pick(classes, order),
    weights: weights && pick(weights, order),
  }
}

/** The class of the highest probability of each row, the first of equal ones. */
export function likeliest(probabilities: readonly Float64Array[]): Int32Array {
  return Int32Array.from(probabilities[0]!, (_, i) => {
    let best = 0
    for (let k = 1; k < probabilities.length; k++) {
      if (probabilities[k]![i]! > probabilities[best]![i]!) best = k
    }
    return best
  })
}

/** Weights by actual class (rows) and by the likeliest one (columns). */
export function confusionOf(
  { probabilities, classes, weights }: ScoredClasses,
  chosen: Int32Array,
  counts: Int32Array | undefined,
): Float64Array {
  const size = probabilities.length
  const cells = new Float64Array(size * size)
  for (let i = 0; i < chosen.length; i++) {
    cells[classes[i]! * size + chosen[i]!]! += (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
  }
  return cells
}

/** Measures all figures of rows in that order; the AUC is that of each class against the rest (Provost and Domingos 2000). */
export function classesMeasure(scored: ScoredClasses): Measure {
  const { probabilities, classes, weights } = scored
  const size = probabilities.length
  const n = classes.length
  const orders = probabilities.map((values) => sortedRows([{ values, descending: true }]))
  const losses = classes.map((own, i) => lossOf(1, probabilities[own]![i]!))
  const squares = classes.map((own, i) =>
    probabilities.reduce((sum, values, k) => sum + (Number(k === own) - values[i]!) ** 2, 0),
  )
  const chosen = likeliest(probabilities)
  return (counts, out) => {
    let [all, loss, square] = [0, 0, 0]
    for (let i = 0; i < n; i++) {
      const mass = (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
      all += mass
      loss += mass * losses[i]!
      square += mass * squares[i]!
    }
    const cells = confusionOf(scored, chosen, counts)
    let [right, occurring, met] = [0, 0, 0]
    let [f1, precision, recall, auc, aucWeighted] = [0, 0, 0, 0, 0]
    for (let k = 0; k < size; k++) {
      const hits = cells[k * size + k]!
      let [actual, foretold] = [0, 0]
      for (let j = 0; j < size; j++) {
        actual += cells[k * size + j]!
        foretold += cells[j * size + k]!
      }
      // Means are over classes that there are.
      if (actual + foretold === 0) continue
      met++
      right += hits
      f1 += (2 * hits) / (actual + foretold)
      precision += foretold > 0 ? hits / foretold : 0
      if (actual === 0) continue
      occurring++
      recall += hits / actual
      const own = aucOf(scored, k, orders[k]!, counts)
      auc += own
      aucWeighted += actual * own
    }
    out.set([auc / occurring, aucWeighted / all, loss / all, square / all, right / all])
    out.set([f1 / met, precision / met, recall / met], 5)
  }
}

/** The chance that a row of the class has a higher probability of it than one of another class, ties counting half. */
function aucOf(
  { probabilities, classes, weights }: ScoredClasses,
  k: number,
  order: Int32Array,
  counts: Int32Array | undefined,
): number {
  const scores = probabilities[k]!
  let [hits, misses, before, missesBefore, wins] = [0, 0, 0, 0, 0]
  for (let z = 0; z < order.length; z++) {
    const i = order[z]!
    const mass = (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
    if (classes[i] === k) hits += mass
    else misses += mass
    if (z + 1 < order.length && scores[order[z + 1]!] === scores[i]) continue
    wins += (misses - missesBefore) * (before + hits)
    before = hits
    missesBefore = misses
  }
  return wins / 2 / (hits * misses)
}
