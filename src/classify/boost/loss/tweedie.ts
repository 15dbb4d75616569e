import type { Memory } from '../memory.js'
import { bounded } from './bounds.js'
import type { Loss } from './loss.js'

/**
 * The deviance of amounts of which many are 0; the score is the logarithm of their mean, whose power `tweediePower` (between
 * 1 and 2) the variance grows with. Jørgensen 1987.
 */
export function tweedieLoss({ loss, state: scores, target, weights, leafOf }: Memory): Loss {
  const one = 1 - loss.tweediePower
  const two = 2 - loss.tweediePower
  return {
    start: (from, to) => void scores.fill(loss.base[0]!, from, to),
    gradients(_, from, to, first, second) {
      for (let i = from, k = 0; i < to; i++, k++) {
        const a = target[i]! * Math.exp(one * scores[i]!)
        const b = Math.exp(two * scores[i]!)
        first[k] = b - a
        second[k] = two * b - one * a
      }
    },
    advance(_, from, to, values) {
      for (let i = from; i < to; i++) scores[i] = bounded(scores[i]! + values[leafOf[i]!]!)
    },
    measure(from, to) {
      let sum = 0
      for (let i = from; i < to; i++) {
        const y = target[i]!
        const deviance =
          2 *
          ((y > 0 ? y ** two : 0) / (one * two) -
            (y * Math.exp(one * scores[i]!)) / one +
            Math.exp(two * scores[i]!) / two)
        sum += weights.length > 0 ? weights[i]! * deviance : deviance
      }
      return sum
    },
  }
}
