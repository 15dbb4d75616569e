import { digamma, digammaRise, logRising } from '../../numeric/gamma.js'
import { visitPanels } from '../../numeric/quadrature.js'
import type { Cells } from './collapse.js'
import type { Learnable, Likelihood } from './core.js'

/** Above exp(300) a power of time swallows gamma and delta: Γ(τ + γ)/Γ(τ) is τ^γ to the last digit. */
const FAR = 300

/**
 * log S(t): the chance to renew t times, B(gamma, delta + h·t^c)/B(gamma, delta), and its derivatives by gamma, delta, c and h. `h` is
 * what covariates make of the hazard of leaving, 1 without them.
 */
export function logSurvival(theta: Float64Array, t: number, g: Float64Array): number {
  const [gamma, delta, c, h] = theta as unknown as [number, number, number, number]
  if (t === 0) {
    g.fill(0)
    return 0
  }
  const logTau = h === 1 ? c * Math.log(t) : c * Math.log(t) + Math.log(h)
  const start = digammaRise(delta, gamma)
  if (logTau > FAR) {
    g[0] = digamma(gamma + delta) - logTau
    g[1] = start
    g[2] = -gamma * Math.log(t)
    g[3] = -gamma / h
    return logRising(delta, gamma) - gamma * logTau
  }
  const tau = c === 1 ? h * t : Math.exp(logTau)
  const slope = digammaRise(delta + tau, gamma)
  g[0] = -digammaRise(gamma + delta, tau)
  g[1] = start - slope
  g[2] = -slope * tau * Math.log(t)
  g[3] = (-slope * tau) / h
  return logRising(delta, gamma) - logRising(delta + tau, gamma)
}

/**
 * log S(t)/S(t − 1), which is below 0, and its derivatives. Never as a difference of log S(t) and log S(t − 1), which
 * are equal to the last digit where few of many leave: with a = delta + h·(t − 1)^c it is −∫ψ(a + γ + u) − ψ(a + u) du over
 * what h·t^c is more than h·(t − 1)^c, or, where that is more than half of a, the difference of two Γ(· + γ)/Γ(·).
 */
export function logStay(theta: Float64Array, t: number, g: Float64Array): number {
  const [gamma, delta, c, h] = theta as unknown as [number, number, number, number]
  const [logFrom, logTo, logH] = [Math.log(t - 1), Math.log(t), Math.log(h)]
  if (c * logFrom + logH > FAR) {
    const by = Math.log1p(1 / (t - 1))
    g[0] = -c * by
    g[1] = 0
    g[2] = -gamma * by
    g[3] = 0
    return -gamma * c * by
  }
  const from = t === 1 ? 0 : c === 1 ? h * (t - 1) : Math.exp(c * logFrom + logH)
  const a = delta + from
  const slope = digammaRise(a, gamma)
  const turn = t === 1 ? 0 : slope * from * logFrom
  if (c * logTo + logH > FAR) {
    g[0] = digamma(a + gamma) - c * logTo - logH
    g[1] = slope
    g[2] = turn - gamma * logTo
    g[3] = (slope * from - gamma) / h
    return logRising(a, gamma) - gamma * (c * logTo + logH)
  }
  const step = t === 1 || c === 1 ? h : from * Math.expm1(c * Math.log1p(1 / (t - 1)))
  const to = from + step
  const slopeTo = digammaRise(a + step, gamma)
  g[0] = -digammaRise(a + gamma, step)
  g[1] = slope - slopeTo
  g[2] = turn - slopeTo * to * logTo
  g[3] = (slope * from - slopeTo * to) / h
  if (step === 1) return -Math.log1p(gamma / a)
  if (step > a / 2) return logRising(a, gamma) - logRising(a + step, gamma)
  let sum = 0
  visitPanels(0, step, step, (u, weight) => (sum += weight * digammaRise(a + u, gamma)))
  return -sum
}

/**
 * The log-likelihood of gamma, delta, c and h (Fader, Hardie, Liu, Davin & Steenburgh 2018; c = 1 is the shifted beta-geometric of Fader & Hardie 2007):
 * customers who left at renewal t count S(t − 1) − S(t), those still there after t renewals S(t).
 */
export function retentionLikelihood({ size, values, codes, weights }: Cells): Likelihood {
  const there = new Float64Array(4)
  const stay = new Float64Array(4)
  return (theta, g) => {
    g.fill(0)
    let sum = 0
    for (let i = 0; i < size; i++) {
      const t = values[0]![codes[0]![i]!]!
      const left = values[1]![codes[1]![i]!] === 1
      const w = weights[i]!
      sum += w * logSurvival(theta, left ? t - 1 : t, there)
      for (let j = 0; j < g.length; j++) g[j]! += w * there[j]!
      if (!left) continue
      const log = logStay(theta, t, stay)
      sum += w * Math.log(-Math.expm1(log))
      for (let j = 0; j < g.length; j++) g[j]! -= (w * stay[j]!) / Math.expm1(-log)
    }
    return sum
  }
}

/**
 * A covariate multiplies the hazard: who survives t^c for one customer survives h·t^c for another (McCarthy, Fader & Hardie 2017).
 * sBG has no c of its own: it stays 1, as h does without covariates.
 */
export function retentionCore(kind: 'sbg' | 'bdw'): Learnable {
  return {
    who: kind === 'sbg' ? 'fitSbg' : 'fitBdw',
    names: kind === 'sbg' ? ['alpha', 'beta'] : ['gamma', 'delta', 'c'],
    effects: [{ label: 'dropout', process: 'dropout', parameter: 3, sign: 1 }],
    likelihood: retentionLikelihood,
  }
}
