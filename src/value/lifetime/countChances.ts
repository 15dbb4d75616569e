import { logGamma, logRising } from '../../numeric/gamma.js'

/** P(n events), n = 0 … out.length − 1, of a negative binomial with shape R and success z. */
export function countChances(R: number, z: number, out: Float64Array): void {
  const none = R * Math.log1p(-z)
  if (none > -690) {
    let chance = Math.exp(none)
    for (let n = 0; n < out.length; n++) {
      out[n] = chance
      chance *= ((R + n) / (n + 1)) * z
    }
    return
  }
  const logZ = Math.log(z)
  for (let n = 0; n < out.length; n++) out[n] = Math.exp(logRising(R, n) - logGamma(n + 1) + n * logZ + none)
}
