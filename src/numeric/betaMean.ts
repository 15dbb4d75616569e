import { digamma, logBeta, trigamma } from './gamma.js'

const NODES = 641
const REACH = 4.4

/**
 * The mean of f(p) for p of a Beta(a, b) distribution. On the scale of log p/(1 − p), about its mean and in units
 * of its standard deviation, the density falls off at least exponentially: a hyperbolic sine of an
 * equidistant grid meets it everywhere, whether a and b are tiny or huge.
 */
export function betaMean(a: number, b: number, f: (p: number) => number): number {
  const centre = digamma(a) - digamma(b)
  const spread = Math.sqrt(trigamma(a) + trigamma(b))
  const norm = logBeta(a, b)
  const h = (2 * REACH) / (NODES - 1)
  let sum = 0
  for (let i = 0; i < NODES; i++) {
    const u = -REACH + i * h
    const logit = centre + spread * Math.sinh(u)
    const logP = logit > 0 ? -Math.log1p(Math.exp(-logit)) : logit - Math.log1p(Math.exp(logit))
    const density = Math.exp(a * logP + b * (logP - logit) - norm)
    if (density > 0) sum += density * Math.cosh(u) * f(Math.exp(logP))
  }
  return sum * spread * h
}
