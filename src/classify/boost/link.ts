import type { LossKind } from './loss/loss.js'

/** What scores mean: probabilities (of the second class, or one list a class) or means, in place of the scores. */
export function applyLink(loss: LossKind, scores: readonly Float64Array[]): readonly Float64Array[] {
  if (loss === 'logistic') sigmoid(scores[0]!)
  else if (loss === 'classes') softmax(scores)
  else if (loss !== 'squared') exponential(scores[0]!)
  return scores
}

function sigmoid(scores: Float64Array): void {
  for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + Math.exp(-scores[i]!))
}

function exponential(scores: Float64Array): void {
  for (let i = 0; i < scores.length; i++) scores[i] = Math.exp(Math.min(700, scores[i]!))
}

function softmax(scores: readonly Float64Array[]): void {
  for (let i = 0; i < scores[0]!.length; i++) {
    let most = -Infinity
    for (const score of scores) most = Math.max(most, score[i]!)
    let sum = 0
    for (const score of scores) sum += score[i] = Math.exp(score[i]! - most)
    for (const score of scores) score[i]! /= sum
  }
}
