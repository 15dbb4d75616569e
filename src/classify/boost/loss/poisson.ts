import type { Memory } from '../memory.js'
import { bounded, MOST_LOG } from './bounds.js'
import type { Loss } from './loss.js'

/** Hessians are enlarged by this power of e, so that steps stay small where the mean is near 0 (LightGBM's poisson_max_delta_step). */
const CAUTION = Math.exp(0.7)

/** The deviance of counts; the score is the logarithm of their mean. McCullagh and Nelder 1989. */
export function poissonLoss({ loss, state: means, target, weights, leafOf }: Memory): Loss {
  const [smallest, largest] = [Math.exp(-MOST_LOG), Math.exp(MOST_LOG)]
  return {
    start: (from, to) => void means.fill(Math.exp(loss.base[0]!), from, to),
    gradients(_, from, to, first, second) {
      for (let i = from, k = 0; i < to; i++, k++) {
        first[k] = means[i]! - target[i]!
        second[k] = means[i]! * CAUTION
      }
    },
    advance(_, from, to, values) {
      const factors = values.map((value) => Math.exp(bounded(value)))
      for (let i = from; i < to; i++) {
        means[i] = Math.min(largest, Math.max(smallest, means[i]! * factors[leafOf[i]!]!))
      }
    },
    measure(from, to) {
      let sum = 0
      for (let i = from; i < to; i++) {
        const y = target[i]!
        const mean = means[i]!
        const deviance = 2 * (mean - y + (y > 0 ? y * Math.log(y / mean) : 0))
        sum += weights.length > 0 ? weights[i]! * deviance : deviance
      }
      return sum
    },
  }
}
