/**
 * Scores as probabilities: with one score for two classes that of the second, else a list a class. Where there is a score less than
 * classes, the first class has the score 0.
 */
export function probabilities(scores: readonly Float64Array[], classes: number): Float64Array[] {
  if (classes === 2) return [scores[0]!.map(logistic)]
  const rows = scores[0]!.length
  const all = scores.length < classes ? [new Float64Array(rows), ...scores] : scores
  const out = all.map(() => new Float64Array(rows))
  for (let i = 0; i < rows; i++) {
    let most = -Infinity
    for (let c = 0; c < classes; c++) most = Math.max(most, all[c]![i]!)
    let sum = 0
    for (let c = 0; c < classes; c++) sum += out[c]![i] = Math.exp(all[c]![i]! - most)
    for (let c = 0; c < classes; c++) out[c]![i]! /= sum
  }
  return out
}

/** 1 / (1 + exp(−score)). */
export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score))
}
