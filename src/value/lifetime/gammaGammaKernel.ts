import { digammaRise, logBeta } from '../../numeric/gamma.js'
import type { Cells } from './collapse.js'
import type { Learnable, Likelihood } from './core.js'

/**
 * The log-likelihood of p, q, v given x orders of mean value z (Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value"):
 * Γ(px + q)/(Γ(px)·Γ(q))·z^(px − 1)·x^px·v^q/(v + xz)^(px + q). Gamma functions once a distinct x.
 */
export function gammaGammaLikelihood({ size, values, codes, weights }: Cells): Likelihood {
  const [xs, zs] = values as [Float64Array, Float64Array]
  const logZ = zs.map(Math.log)
  return (theta, g) => {
    const [p, q, v] = theta as unknown as [number, number, number]
    const perX = xs.map((x) => -logBeta(p * x, q))
    const byP = xs.map((x) => x * digammaRise(p * x, q))
    const byQ = xs.map((x) => digammaRise(q, p * x))
    let [sum, gp, gq, gv] = [0, 0, 0, 0]
    for (let i = 0; i < size; i++) {
      const [xi, zi, w] = [codes[0]![i]!, codes[1]![i]!, weights[i]!]
      const [x, z] = [xs[xi]!, zs[zi]!]
      // log xz/(v + xz) and log v/(v + xz), neither as a difference of large numbers.
      const ratio = (x * z) / v
      const share = -Math.log1p(1 / ratio)
      const rest = -Math.log1p(ratio)
      sum += w * (perX[xi]! + p * x * share + q * rest - logZ[zi]!)
      gp += w * (byP[xi]! + x * share)
      gq += w * (byQ[xi]! + rest)
      gv += (w * ((q * x * z - p * x * v) / (v + x * z))) / v
    }
    g[0] = gp
    g[1] = gq
    g[2] = gv
    return sum
  }
}

/** A covariate multiplies v, and with it every customer's spend. */
export const gammaGammaCore: Learnable = {
  who: 'fitGammaGamma',
  names: ['p', 'q', 'v'],
  effects: [{ label: 'spend', process: 'spend', parameter: 2, sign: 1 }],
  likelihood: gammaGammaLikelihood,
}
