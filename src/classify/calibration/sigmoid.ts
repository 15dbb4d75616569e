import { ClienteleError } from '../../error.js'
import type { Scored } from '../evaluation/ranking.js'

/** Log-odds times `slope` plus `intercept` are calibrated log-odds; slope 1 and intercept 0 change nothing. */
export interface Sigmoid {
  readonly slope: number
  readonly intercept: number
}

/** Probabilities nearer to 0 and 1 count as this near, or single rows would decide. */
const LEAST = 1e-6

/** The logarithm of the odds of a probability. */
export function logOdds(p: number): number {
  const within = Math.min(1 - LEAST, Math.max(LEAST, p))
  return Math.log(within / (1 - within))
}

/** The probability that a sigmoid makes of one. */
export function applySigmoid({ slope, intercept }: Sigmoid, p: number): number {
  return 1 / (1 + Math.exp(-(slope * logOdds(p) + intercept)))
}

/**
 * Platt's scaling: logistic regression on log-odds, with outcomes drawn in from 0 and 1 as if there were one more row of each
 * class. Newton's method on scores around their mean, steps halved until the likelihood rises.
 */
export function fitSigmoid(who: string, { scores, outcomes, weights }: Scored): Sigmoid {
  const n = scores.length
  const mass = weights ?? new Float64Array(n).fill(1)
  const x = scores.map(logOdds)
  let [all, hits, mean] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    all += mass[i]!
    hits += mass[i]! * outcomes[i]!
    mean += mass[i]! * x[i]!
  }
  mean /= all
  const targets = outcomes.map((outcome) => (outcome === 1 ? (hits + 1) / (hits + 2) : 1 / (all - hits + 2)))
  const lossAt = (a: number, b: number) => {
    let loss = 0
    for (let i = 0; i < n; i++) {
      const z = a * (x[i]! - mean) + b
      // ln(1 + eᶻ) without overflow.
      loss += mass[i]! * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[i]! * z)
    }
    return loss
  }
  let [a, b] = [0, Math.log((hits + 1) / (all - hits + 1))]
  let loss = lossAt(a, b)
  for (let round = 0; round < 100; round++) {
    const [stepA, stepB] = newtonStep(x, mean, targets, mass, a, b)
    let scale = 1
    let next = lossAt(a + stepA, b + stepB)
    // What rounding alone adds is no rise.
    const most = loss + 1e-13 * Math.abs(loss)
    for (; !(next <= most) && scale > 1e-10; next = lossAt(a + scale * stepA, b + scale * stepB)) scale /= 2
    a += scale * stepA
    b += scale * stepB
    loss = next
    if (Math.abs(scale * stepA) + Math.abs(scale * stepB) <= 1e-12 * (1 + Math.abs(a) + Math.abs(b))) break
  }
  if (Number.isFinite(a) && Number.isFinite(b)) return Object.freeze({ slope: a, intercept: b - a * mean })
  throw new ClienteleError(
    'value-invalid',
    `${who}: no sigmoid could be fitted to these probabilities and weights; look at how they were made.`,
  )
}

function newtonStep(
  x: Float64Array,
  mean: number,
  targets: Float64Array,
  mass: Float64Array,
  a: number,
  b: number,
): [number, number] {
  let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const own = x[i]! - mean
    const p = 1 / (1 + Math.exp(-(a * own + b)))
    const error = mass[i]! * (targets[i]! - p)
    const curve = mass[i]! * p * (1 - p)
    ga += error * own
    gb += error
    haa += curve * own * own
    hab += curve * own
    hbb += curve
  }
  const determinant = haa * hbb - hab * hab
  // Scores that are all alike have no slope.
  if (!(determinant > 1e-14 * haa * hbb)) return [0, hbb > 0 ? gb / hbb : 0]
  return [(ga * hbb - gb * hab) / determinant, (gb * haa - ga * hab) / determinant]
}
