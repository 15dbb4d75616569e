import { bgLikelihood, regularityConstant } from './bgKernel.js'
import { type BuyingCore, type CovariateEffect, longest } from './core.js'
import { discountedOrders, discountedSteps } from './discounted.js'
import { type Counts, expectedOrders, orderChances, survivalThrough } from './geometric.js'

const EFFECTS: readonly CovariateEffect[] = [
  { label: 'purchase', process: 'purchase', parameter: 1, sign: -1 },
  { label: 'dropout.a', process: 'dropout', parameter: 2, sign: 1 },
  { label: 'dropout.b', process: 'dropout', parameter: 3, sign: 1 },
]

/**
 * The beta-geometric models: an order is every k-th event of a Poisson process with rate ~ Gamma(r, alpha), after each
 * the customer drops out with probability ~ Beta(a, b); `first` = 1 where that may happen after the very first order.
 */
export function bgCore(who: string, kind: string, first: 0 | 1, k: number): BuyingCore {
  const chances = (theta: Float64Array, x: number, T: number, t: number, phase: number): Counts => ({
    R: theta[0]! + k * x + phase,
    z: t / (theta[1]! + T + t),
    a: theta[2]!,
    B: theta[3]! + x + first,
    k,
    phase,
  })
  const phases = (theta: Float64Array, x: number, tx: number, T: number): Float64Array => {
    const weights = new Float64Array(k).fill(1)
    const u = (T - tx) / (theta[1]! + T)
    for (let j = 1; j < k; j++) weights[j] = (weights[j - 1]! * (theta[0]! + k * x + j - 1) * u) / j
    const sum = weights.reduce((s, w) => s + w, 0)
    return weights.map((w) => w / sum)
  }
  /** The mean over how many of the k events have happened since the last order. */
  const overPhases = (
    theta: Float64Array,
    x: number,
    tx: number,
    T: number,
    t: number,
    f: (c: Counts) => number,
  ): number => {
    if (k === 1) return f(chances(theta, x, T, t, 0))
    return phases(theta, x, tx, T).reduce((sum, w, j) => sum + w * f(chances(theta, x, T, t, j)), 0)
  }
  const core: BuyingCore = {
    who,
    kind,
    k,
    names: ['r', 'alpha', 'a', 'b'],
    isTime: [false, true, false, false],
    effects: EFFECTS,
    start: (cells) => [1, Math.max(longest(cells) / (10 * k), 1e-9), 1, 1],
    likelihood: (cells) => bgLikelihood(cells, { k, first }),
    ...(k > 1 && { constant: (cells) => regularityConstant(cells, k) }),
    alive: (theta, x, tx, T) => {
      const n = x + first
      if (n === 0) return 1
      const [r, alpha, a, b] = theta as unknown as [number, number, number, number]
      const p = r + k * x
      const log = Math.log(a / (b + n - 1)) + p * Math.log1p((T - tx) / (alpha + tx))
      return 1 / (1 + Math.exp(log - logPhaseSum(k, p, (T - tx) / (alpha + T))))
    },
    expected: (theta, x, tx, T, t) => overPhases(theta, x, tx, T, t, expectedOrders),
    survival: (theta, x, tx, T, t) => overPhases(theta, x, tx, T, t, survivalThrough),
    distribution: (theta, x, tx, T, t, out) => {
      out.fill(0)
      if (k === 1) orderChances(chances(theta, x, T, t, 0), out, 1)
      else phases(theta, x, tx, T).forEach((w, j) => orderChances(chances(theta, x, T, t, j), out, w))
    },
    nextOrder: (theta, x, tx, T) => {
      if (k === 1) return (theta[1]! + T) * Math.expm1(Math.LN2 / (theta[0]! + x))
      const none = new Float64Array(1)
      return medianTime(theta[1]! + T, (t) => {
        core.distribution(theta, x, tx, T, t, none)
        return none[0]!
      })
    },
    discounted: (theta, x, tx, T, delta) => {
      const one = ({ R, a, B, phase }: Counts) => discountedOrders(R, theta[1]! + T, a, B, k, phase, delta)
      return overPhases(theta, x, tx, T, 0, one)
    },
    ...(k === 1 && {
      discountedSteps: (theta, x, _tx, T, { steps, step, delta }) =>
        discountedSteps(theta[0]! + x, theta[1]! + T, theta[2]!, theta[3]! + x + first, steps, step, delta),
    }),
  }
  return core
}

/** log Σ_{j<k} (p)_j/j!·uʲ. */
function logPhaseSum(k: number, p: number, u: number): number {
  let sum = 1
  let term = 1
  for (let j = 0; j < k - 1; j++) {
    term *= ((p + j) / (j + 1)) * u
    sum += term
  }
  return Math.log(sum)
}

/** Where a falling chance passes one half. */
function medianTime(scale: number, chance: (t: number) => number): number {
  let high = scale
  while (chance(high) > 0.5 && high < 1e12 * scale) high *= 2
  let low = 0
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (chance(middle) > 0.5) low = middle
    else high = middle
  }
  return (low + high) / 2
}
