import type { Memory } from '../memory.js'
import { bounded, LEAST } from './bounds.js'
import type { Loss } from './loss.js'

/**
 * −log p of the class that a row is of; each class has a score and a tree a round, and the probabilities are in
 * proportion to the exponentials of the scores. Friedman 2001.
 */
export function classesLoss({ rows, loss, state, target, weights, leafOf }: Memory): Loss {
  const classes = loss.outputs
  const scores = state.subarray(0, classes * rows)
  const chances = state.subarray(classes * rows)
  // A class's trees move against all others', so that the second derivative alone would make them overshoot.
  const caution = classes / (classes - 1)
  return {
    start(from, to) {
      for (let c = 0; c < classes; c++) scores.fill(loss.base[c]!, c * rows + from, c * rows + to)
    },
    gradients(output, from, to, first, second) {
      for (let i = from, k = 0, at = output * rows + from; i < to; i++, k++, at++) {
        const p = chances[at]!
        first[k] = p - (target[i] === output ? 1 : 0)
        second[k] = caution * p * (1 - p)
      }
    },
    advance(output, from, to, values) {
      for (let i = from, at = output * rows + from; i < to; i++, at++) {
        scores[at] = bounded(scores[at]! + values[leafOf[i]!]!)
      }
    },
    measure(from, to) {
      softmax(scores, chances, classes, rows, from, to)
      let sum = 0
      for (let i = from; i < to; i++) {
        const own = -Math.log(Math.max(LEAST, chances[target[i]! * rows + i]!))
        sum += weights.length > 0 ? weights[i]! * own : own
      }
      return sum
    },
  }
}

/** Probabilities from scores: a class after the other, `rows` apart. */
function softmax(
  scores: Float64Array,
  chances: Float64Array,
  classes: number,
  rows: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    let most = -Infinity
    for (let at = i; at < classes * rows; at += rows) most = Math.max(most, scores[at]!)
    let sum = 0
    for (let at = i; at < classes * rows; at += rows) {
      const e = Math.exp(scores[at]! - most)
      chances[at] = e
      sum += e
    }
    for (let at = i; at < classes * rows; at += rows) chances[at]! /= sum
  }
}
