import type { Memory } from '../memory.js'
import type { Loss } from './loss.js'

/** The squared error; the score is the number itself. */
export function squaredLoss({ loss, state: scores, target, weights, leafOf }: Memory): Loss {
  return {
    start: (from, to) => void scores.fill(loss.base[0]!, from, to),
    gradients(_, from, to, first, second) {
      for (let i = from, k = 0; i < to; i++, k++) first[k] = scores[i]! - target[i]!
      second.fill(1, 0, to - from)
    },
    advance(_, from, to, values) {
      for (let i = from; i < to; i++) scores[i]! += values[leafOf[i]!]!
    },
    measure(from, to) {
      let sum = 0
      for (let i = from; i < to; i++) {
        const error = scores[i]! - target[i]!
        sum += weights.length > 0 ? weights[i]! * error * error : error * error
      }
      return sum
    },
  }
}
