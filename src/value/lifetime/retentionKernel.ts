import { digamma, digammaRise, logRising } from '../../numeric/gamma.js'
import type { Cells } from './collapse.js'
import type { Likelihood } from './core.js'

/** log S(t): the chance to renew t times, B(gamma, delta + t^c)/B(gamma, delta), and its derivatives by gamma, delta, c. */
export function logSurvival(theta: Float64Array, t: number, g: Float64Array): number {
  const [gamma, delta, c] = theta as unknown as [number, number, number]
  if (t === 0) {
    g.fill(0)
    return 0
  }
  const tau = c === 1 ? t : t ** c
  const both = digammaRise(gamma + delta, tau)
  g[0] = -both
  g[1] = digammaRise(delta, tau) - both
  g[2] = (digamma(delta + tau) - digamma(gamma + delta + tau)) * tau * Math.log(t)
  return logRising(delta, tau) - logRising(gamma + delta, tau)
}

/**
 * The log-likelihood of gamma, delta and c (Fader, Hardie, Liu, Davin & Steenburgh 2018; c = 1 is the shifted beta-geometric of Fader & Hardie 2007):
 * customers who left at renewal t count S(t − 1) − S(t), those still there after t renewals S(t).
 */
export function retentionLikelihood({ size, values, codes, weights }: Cells): Likelihood {
  const before = new Float64Array(3)
  const after = new Float64Array(3)
  const own = new Float64Array(3)
  return (given, g) => {
    own.set(given)
    if (given.length < 3) own[2] = 1
    g.fill(0)
    let sum = 0
    for (let i = 0; i < size; i++) {
      const t = values[0]![codes[0]![i]!]!
      const left = values[1]![codes[1]![i]!] === 1
      const w = weights[i]!
      const there = logSurvival(own, t, after)
      if (!left) {
        sum += w * there
        for (let j = 0; j < g.length; j++) g[j]! += w * after[j]!
        continue
      }
      const last = logSurvival(own, t - 1, before)
      const lost = -Math.expm1(there - last)
      sum += w * (last + Math.log(lost))
      for (let j = 0; j < g.length; j++) g[j]! += (w * (before[j]! - (1 - lost) * after[j]!)) / lost
    }
    return sum
  }
}
