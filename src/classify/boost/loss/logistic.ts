import type { Memory } from '../memory.js'
import { bounded, MOST_LOG } from './bounds.js'
import type { Loss } from './loss.js'

/** −log p of the class that a row is of; the score is the logit of the second class. Friedman 2001. */
export function logisticLoss({ loss, state: odds, target, weights, leafOf }: Memory): Loss {
  // Kept is the odds against, exp(−score): multiplied by a leaf's factor, where an exponential a row would take ten times as long.
  const factors = new Float64Array(65_536)
  return {
    start: (from, to) => void odds.fill(Math.exp(-loss.base[0]!), from, to),
    gradients: (_, from, to, first, second) => gradientsOf(odds, target, from, to, first, second),
    advance(_, from, to, values) {
      for (let l = 0; l < values.length; l++) factors[l] = Math.exp(-bounded(values[l]!))
      multiply(odds, leafOf, factors, from, to)
    },
    measure: (from, to) =>
      weights.length > 0 ? weightedLoss(odds, target, weights, from, to) : plainLoss(odds, target, from, to),
  }
}

function gradientsOf(
  odds: Float64Array,
  target: Float64Array,
  from: number,
  to: number,
  first: Float64Array,
  second: Float64Array,
): void {
  from |= 0
  to |= 0
  for (let i = from, k = 0; i < to; i++, k++) {
    const p = 1 / (1 + odds[i]!)
    first[k] = p - target[i]!
    second[k] = p * (1 - p)
  }
}

const LARGEST = Math.exp(MOST_LOG)
const SMALLEST = Math.exp(-MOST_LOG)

function multiply(
  odds: Float64Array,
  leafOf: Uint16Array,
  factors: Float64Array,
  from: number,
  to: number,
): void {
  from |= 0
  to |= 0
  for (let i = from; i < to; i++) {
    const next = odds[i]! * factors[leafOf[i]!]!
    odds[i] = next > LARGEST ? LARGEST : next < SMALLEST ? SMALLEST : next
  }
}

/** Probabilities down to exp(−500) are multiplied until the product is below this, and it still is no less than the smallest number. */
const SMALL = 1e-80

/** A logarithm a few dozen rows, of the product of their probabilities. */
function plainLoss(odds: Float64Array, target: Float64Array, from: number, to: number): number {
  from |= 0
  to |= 0
  let sum = 0
  let product = 1
  for (let i = from; i < to; i++) {
    product *= ownProbability(odds[i]!, target[i]!)
    if (product < SMALL) {
      sum -= Math.log(product)
      product = 1
    }
  }
  return sum - Math.log(product)
}

function weightedLoss(
  odds: Float64Array,
  target: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
): number {
  let sum = 0
  for (let i = from; i < to; i++) sum -= weights[i]! * Math.log(ownProbability(odds[i]!, target[i]!))
  return sum
}

/** The probability of the class that the row is of; without a branch, which would be guessed wrongly too often. */
function ownProbability(odds: number, target: number): number {
  return (target + (1 - target) * odds) / (1 + odds)
}
