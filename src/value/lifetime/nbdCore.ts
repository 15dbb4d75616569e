import { digammaRise, logRising } from '../../numeric/gamma.js'
import type { Cells } from './collapse.js'
import { type BuyingCore, type Likelihood, longest } from './core.js'
import { countChances } from './countChances.js'

/** The log-likelihood of r and alpha: Γ(r + x)/Γ(r)·alpha^r·(alpha + T)^−(r + x). */
function nbdLikelihood(cells: Cells): Likelihood {
  const [xs, , Ts] = cells.values as [Float64Array, Float64Array, Float64Array]
  return (theta, g) => {
    const [r, alpha] = theta as unknown as [number, number]
    const logAlpha = Math.log(alpha)
    const logTs = Ts.map((T) => Math.log1p(T / alpha))
    const rising = xs.map((x) => logRising(r, x) - x * logAlpha)
    const rise = xs.map((x) => digammaRise(r, x))
    let [sum, gr, galpha] = [0, 0, 0]
    for (let i = 0; i < cells.size; i++) {
      const xi = cells.codes[0]![i]!
      const Ti = cells.codes[2]![i]!
      const p = r + xs[xi]!
      const w = cells.weights[i]!
      sum += w * (rising[xi]! - p * logTs[Ti]!)
      gr += w * (rise[xi]! - logTs[Ti]!)
      galpha += (w * ((p * Ts[Ti]!) / (alpha + Ts[Ti]!) - xs[xi]!)) / alpha
    }
    g[0] = gr
    g[1] = galpha
    return sum
  }
}

/** Buying at a rate ~ Gamma(r, alpha), for ever (Ehrenberg 1959). */
export const nbdCore: BuyingCore = {
  who: 'fitNbd',
  kind: 'nbd',
  names: ['r', 'alpha'],
  isTime: [false, true],
  effects: [{ label: 'purchase', process: 'purchase', parameter: 1, sign: -1 }],
  start: (cells) => [1, Math.max(longest(cells) / 10, 1e-9)],
  likelihood: nbdLikelihood,
  alive: () => 1,
  expected: (theta, x, _tx, T, t) => ((theta[0]! + x) / (theta[1]! + T)) * t,
  survival: () => 1,
  distribution: (theta, x, _tx, T, t, out) => countChances(theta[0]! + x, t / (theta[1]! + T + t), out),
  nextOrder: (theta, x, _tx, T) => (theta[1]! + T) * Math.expm1(Math.LN2 / (theta[0]! + x)),
  discounted: (theta, x, _tx, T, delta) => (theta[0]! + x) / (theta[1]! + T) / delta,
}
