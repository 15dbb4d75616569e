import { digamma, digammaRise, logRising } from '../../numeric/gamma.js'
import { visitPanels } from '../../numeric/quadrature.js'
import type { Cells } from './collapse.js'
import type { Likelihood } from './core.js'

/** Above exp(300) a power of time swallows gamma and delta: Γ(τ + γ)/Γ(τ) is τ^γ to the last digit. */
const FAR = 300

/** log S(t): the chance to renew t times, B(gamma, delta + t^c)/B(gamma, delta), and its derivatives by gamma, delta, c. */
export function logSurvival(theta: Float64Array, t: number, g: Float64Array): number {
  const [gamma, delta, c] = theta as unknown as [number, number, number]
  if (t === 0) {
    g.fill(0)
    return 0
  }
  const logTau = c * Math.log(t)
  const start = digammaRise(delta, gamma)
  if (logTau > FAR) {
    g[0] = digamma(gamma + delta) - logTau
    g[1] = start
    g[2] = -gamma * Math.log(t)
    return logRising(delta, gamma) - gamma * logTau
  }
  const tau = c === 1 ? t : Math.exp(logTau)
  const slope = digammaRise(delta + tau, gamma)
  g[0] = -digammaRise(gamma + delta, tau)
  g[1] = start - slope
  g[2] = -slope * tau * Math.log(t)
  return logRising(delta, gamma) - logRising(delta + tau, gamma)
}

/**
 * log S(t)/S(t − 1), which is below 0, and its derivatives. Never as a difference of log S(t) and log S(t − 1), which
 * are equal to the last digit where few of many leave: with a = delta + (t − 1)^c it is −∫ψ(a + γ + u) − ψ(a + u) du over
 * what t^c is more than (t − 1)^c, or, where that is more than half of a, the difference of two Γ(· + γ)/Γ(·).
 */
export function logStay(theta: Float64Array, t: number, g: Float64Array): number {
  const [gamma, delta, c] = theta as unknown as [number, number, number]
  const [logFrom, logTo] = [Math.log(t - 1), Math.log(t)]
  if (c * logFrom > FAR) {
    const by = Math.log1p(1 / (t - 1))
    g[0] = -c * by
    g[1] = 0
    g[2] = -gamma * by
    return -gamma * c * by
  }
  const from = t === 1 ? 0 : c === 1 ? t - 1 : Math.exp(c * logFrom)
  const a = delta + from
  const slope = digammaRise(a, gamma)
  const turn = t === 1 ? 0 : slope * from * logFrom
  if (c * logTo > FAR) {
    g[0] = digamma(a + gamma) - c * logTo
    g[1] = slope
    g[2] = turn - gamma * logTo
    return logRising(a, gamma) - gamma * c * logTo
  }
  const step = t === 1 || c === 1 ? 1 : from * Math.expm1(c * Math.log1p(1 / (t - 1)))
  const to = from + step
  const slopeTo = digammaRise(a + step, gamma)
  g[0] = -digammaRise(a + gamma, step)
  g[1] = slope - slopeTo
  g[2] = turn - slopeTo * to * logTo
  if (step === 1) return -Math.log1p(gamma / a)
  if (step > a / 2) return logRising(a, gamma) - logRising(a + step, gamma)
  let sum = 0
  visitPanels(0, step, step, (u, weight) => (sum += weight * digammaRise(a + u, gamma)))
  return -sum
}

/**
 * The log-likelihood of gamma, delta and c (Fader, Hardie, Liu, Davin & Steenburgh 2018; c = 1 is the shifted beta-geometric of Fader & Hardie 2007):
 * customers who left at renewal t count S(t − 1) − S(t), those still there after t renewals S(t).
 */
export function retentionLikelihood({ size, values, codes, weights }: Cells): Likelihood {
  const there = new Float64Array(3)
  const stay = new Float64Array(3)
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
      sum += w * logSurvival(own, left ? t - 1 : t, there)
      for (let j = 0; j < g.length; j++) g[j]! += w * there[j]!
      if (!left) continue
      const log = logStay(own, t, stay)
      sum += w * Math.log(-Math.expm1(log))
      for (let j = 0; j < g.length; j++) g[j]! -= (w * stay[j]!) / Math.expm1(-log)
    }
    return sum
  }
}
