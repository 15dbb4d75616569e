import { logRising } from '../../numeric/gamma.js'
import { NOTHING_LEFT, smoothSum } from '../../numeric/smoothSum.js'
import { bgBbLikelihood, bgBbLog } from './bgBbKernel.js'
import type { BuyingCore } from './core.js'

/** log B(a + m, b + n)/B(a, b). */
function logRatio(a: number, b: number, m: number, n: number): number {
  return logRising(a, m) + logRising(b, n) - logRising(a + b, m + n)
}

/** log P(still a customer for opportunity n + t | history). */
function logAlive(theta: Float64Array, x: number, tx: number, n: number, t: number): number {
  const [alpha, beta, gamma, delta] = theta as unknown as [number, number, number, number]
  return logRatio(alpha, beta, x, n - x) + logRatio(gamma, delta, 0, n + t) - bgBbLog(theta, x, tx, n)
}

/** Discounted chances to be a customer at the next opportunities, relative to the first of them. */
function chances(theta: Float64Array, n: number, most: number, delta: number): number {
  const [, , gamma, delta0] = theta as unknown as [number, number, number, number]
  const first = logRising(delta0 + n + 1, gamma)
  const stays = (j: number) => Math.exp(first - logRising(delta0 + n + j, gamma) - delta * j)
  return smoothSum(stays, Math.min(most, NOTHING_LEFT / delta))
}

/** An opportunity after which nothing is added. */
const LAST = 1e15
/** Up to so many opportunities are tried one by one. */
const SOON = 64

/** P(the next order is at the j-th opportunity from now), of a customer who is there for the first. */
function firstOrder(theta: Float64Array, x: number, n: number): (j: number) => number {
  const [alpha, beta, gamma, delta] = theta as unknown as [number, number, number, number]
  const [a, b] = [alpha + x, beta + n - x]
  const start = Math.log(a / (a + b))
  return (j) =>
    Math.exp(
      start +
        logRising(b, j - 1) -
        logRising(a + b + 1, j - 1) +
        logRising(delta + n + 1, j - 1) -
        logRising(gamma + delta + n + 1, j - 1),
    )
}

/**
 * Buying at an opportunity with probability ~ Beta(alpha, beta), dropping out before each with probability ~ Beta(gamma, delta)
 * (Fader, Hardie & Shang 2010). T counts opportunities; "alive" means being there for opportunity n + 1.
 */
export const bgBbCore: BuyingCore = {
  who: 'fitBgBb',
  kind: 'bgBb',
  discrete: true,
  names: ['alpha', 'beta', 'gamma', 'delta'],
  isTime: [false, false, false, false],
  effects: [
    { label: 'purchase.alpha', process: 'purchase', parameter: 0, sign: 1 },
    { label: 'purchase.beta', process: 'purchase', parameter: 1, sign: 1 },
    { label: 'dropout.gamma', process: 'dropout', parameter: 2, sign: 1 },
    { label: 'dropout.delta', process: 'dropout', parameter: 3, sign: 1 },
  ],
  start: () => [1, 1, 1, 1],
  likelihood: bgBbLikelihood,
  alive: (theta, x, tx, T) => Math.min(1, Math.exp(logAlive(theta, x, tx, T, 1))),
  expected: (theta, x, _tx, T, t) =>
    ((theta[0]! + x) / (theta[0]! + theta[1]! + T)) * chances(theta, T, t, 0),
  survival: (theta, _x, _tx, T, t) => {
    const [, , gamma, delta] = theta as unknown as [number, number, number, number]
    if (t < 1) return 1
    return Math.exp(logRising(delta + T + 1, t - 1) - logRising(gamma + delta + T + 1, t - 1))
  },
  distribution: (theta, x, _tx, T, t, out) => {
    const [alpha, beta, gamma, delta] = theta as unknown as [number, number, number, number]
    out.fill(0)
    let stays = 1
    // Gone after j of the t opportunities, or there for all of them.
    for (let j = 1; j <= t; j++) {
      const leaves = j === t ? 0 : gamma / (gamma + delta + T + j)
      const weight = stays * (j === t ? 1 : leaves)
      for (let n = 0; n < out.length && n <= j; n++) {
        const choose = logRising(j - n + 1, n) - logRising(1, n)
        out[n]! += weight * Math.exp(choose + logRatio(alpha + x, beta + T - x, n, j - n))
      }
      stays *= 1 - leaves
    }
    if (t === 0) out[0] = 1
  },
  ordersAgain: (theta, x, T) => Math.min(1, smoothSum(firstOrder(theta, x, T), LAST)),
  // Between two opportunities in proportion, so that it changes smoothly with the parameters.
  nextOrder: (theta, x, _tx, T) => {
    const first = firstOrder(theta, x, T)
    const half = smoothSum(first, LAST) / 2
    let sum = 0
    for (let t = 1; t <= SOON; t++) {
      const chance = first(t)
      if (sum + chance >= half) return t - 1 + (half - sum) / chance
      sum += chance
    }
    let [low, high] = [SOON, LAST]
    while (high - low > 1e-12 * low) {
      const middle = Math.sqrt(low * high)
      if (smoothSum(first, middle) < half) low = middle
      else high = middle
    }
    return low
  },
  discounted: (theta, x, _tx, T, delta) =>
    ((theta[0]! + x) / (theta[0]! + theta[1]! + T)) * chances(theta, T, Infinity, delta),
}
