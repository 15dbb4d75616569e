import { tricomi, visitPanels } from '../../numeric/quadrature.js'
import { logTail } from '../../numeric/tail.js'
import { type BuyingCore, longest } from './core.js'
import { countChances } from './countChances.js'
import { paretoLikelihood } from './paretoKernel.js'

const scratch = new Float64Array(4)

/**
 * log P(the next order comes, and later than t), of a customer who is there at T: ∫ₜ^∞ of the density R/(A + τ) of an order at τ, times the
 * chances of none before, (A/(A + τ))^R, and of having stayed, (B/(B + τ))^s. The derivative by t is the sum of the last two of `scratch`.
 */
function logOrdersAfter(theta: Float64Array, x: number, T: number, t: number): number {
  const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
  const [R, A, B] = [r + x, alpha + T, beta + T]
  return Math.log(R) + R * Math.log(A) + s * Math.log(B) + logTail(R + 1, s, A + t, B + t, scratch)
}

/** Buying at a rate ~ Gamma(r, alpha) until dropping out, at a rate ~ Gamma(s, beta) (Schmittlein, Morrison & Colombo 1987). */
export const paretoCore: BuyingCore = {
  who: 'fitParetoNbd',
  kind: 'paretoNbd',
  names: ['r', 'alpha', 's', 'beta'],
  isTime: [false, true, false, true],
  effects: [
    { label: 'purchase', process: 'purchase', parameter: 1, sign: -1 },
    { label: 'dropout', process: 'dropout', parameter: 3, sign: -1 },
  ],
  start: (cells) => {
    const scale = Math.max(longest(cells) / 4, 1e-9)
    return [1, scale, 1, scale]
  },
  likelihood: paretoLikelihood,
  alive: (theta, x, tx, T) => {
    if (tx === T) return 1
    const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
    // Dropped out: the first of the likelihood's integrals, but only from tx to T.
    const early = Math.log(s) + logTail(r + x, s + 1, alpha + tx, beta + tx, scratch)
    const late = Math.log(r + x) + logTail(r + x + 1, s, alpha + T, beta + T, scratch)
    const top = Math.max(early, late)
    const whole = top + Math.log(Math.exp(early - top) + Math.exp(late - top))
    return Math.min(1, Math.exp(-(r + x) * Math.log(alpha + T) - s * Math.log(beta + T) - whole))
  },
  expected: (theta, x, _tx, T, t) => {
    const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
    const log = Math.log1p(t / (beta + T))
    const slope = (1 - s) * log
    // (e^slope − 1)/(1 − s), which is log at s = 1.
    const grown = Math.abs(slope) < 1e-300 ? log : (Math.expm1(slope) / slope) * log
    return ((r + x) / (alpha + T)) * (beta + T) * grown
  },
  survival: (theta, _x, _tx, T, t) => Math.exp(-theta[2]! * Math.log1p(t / (theta[3]! + T))),
  distribution: (theta, x, _tx, T, t, out) => {
    const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
    const [R, A, B] = [r + x, alpha + T, beta + T]
    const counts = new Float64Array(out.length)
    countChances(R, t / (A + t), counts)
    const stays = Math.exp(-s * Math.log1p(t / B))
    for (let n = 0; n < out.length; n++) out[n] = stays * counts[n]!
    // Dropping out at τ, with n orders before: on the scale of log(1 + τ/m), where both are smooth.
    const m = Math.min(A, B)
    const width = Math.min(0.5, 2 / Math.sqrt(R + out.length))
    visitPanels(0, Math.log1p(t / m), width, (v, weight) => {
      const tau = m * Math.expm1(v)
      const density = weight * m * Math.exp(v) * (s / (B + tau)) * Math.exp(-s * Math.log1p(tau / B))
      countChances(R, tau / (A + tau), counts)
      for (let n = 0; n < out.length; n++) out[n]! += density * counts[n]!
    })
  },
  ordersAgain: (theta, x, T) => Math.min(1, Math.exp(logOrdersAfter(theta, x, T, 0))),
  // Times are a mixture of exponentials, whose log survival is convex: Newton's steps from 0 never go too far.
  nextOrder: (theta, x, _tx, T) => {
    const half = logOrdersAfter(theta, x, T, 0) - Math.LN2
    let t = 0
    for (let i = 0; i < 100; i++) {
      const step = (half - logOrdersAfter(theta, x, T, t)) / (scratch[2]! + scratch[3]!)
      t += step
      if (!(step > 1e-13 * t)) break
    }
    return t
  },
  discounted: (theta, x, _tx, T, delta) => {
    const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
    return ((r + x) / (alpha + T)) * (beta + T) * tricomi(s, delta * (beta + T))
  },
}
