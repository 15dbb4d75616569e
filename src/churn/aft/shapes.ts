import { logGamma } from '../../numeric/gamma.js'
import { normalCdf, normalQuantile } from '../../numeric/normal.js'

/** The family of durations that a model is of. */
export type AftKind = 'weibull' | 'logNormal'

/** Writes a function of z and its first two derivatives into `out`. */
type Derivatives = (z: number, out: Float64Array) => void

/** The distribution of the noise in log(duration) = a + bᵀx + σ·noise: both densities are log-concave. */
export interface Shape {
  readonly logDensity: Derivatives
  readonly logSurvival: Derivatives
  /** The noise beyond which a share of exp(logShare) lies. */
  readonly quantile: (logShare: number) => number
  /** The logarithm of the mean of exp(σ·noise). */
  readonly logMean: (sigma: number) => number
}

/** Beyond this exp overflows. */
const MOST = 700

/** The smallest extreme value: S(z) = exp(−exp(z)). */
const extremeValue: Shape = {
  logDensity(z, out) {
    const e = Math.exp(Math.min(z, MOST))
    out[0] = z - e
    out[1] = 1 - e
    out[2] = -e
  },
  logSurvival(z, out) {
    out.fill(-Math.exp(Math.min(z, MOST)))
  },
  quantile: (logShare) => Math.log(-logShare),
  logMean: (sigma) => logGamma(1 + sigma),
}

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2

const normal: Shape = {
  logDensity(z, out) {
    out[0] = -(z * z) / 2 - HALF_LOG_2PI
    out[1] = -z
    out[2] = -1
  },
  logSurvival(z, out) {
    const hazard = normalHazard(z)
    out[0] = z < 5 ? Math.log1p(-normalCdf(z)) : -(z * z) / 2 - HALF_LOG_2PI - Math.log(hazard)
    out[1] = -hazard
    out[2] = -hazard * (hazard - z)
  },
  quantile: (logShare) => -normalQuantile(Math.exp(logShare)),
  logMean: (sigma) => (sigma * sigma) / 2,
}

/** φ(z) / (1 − Φ(z)); far out by Laplace's continued fraction, whose parts do not underflow. */
function normalHazard(z: number): number {
  if (z < 5) return Math.exp(-(z * z) / 2 - HALF_LOG_2PI) / normalCdf(-z)
  let fraction = z
  for (let k = 40; k > 0; k--) fraction = z + k / fraction
  return fraction
}

/** The noise of each family. */
export const SHAPES: { readonly [K in AftKind]: Shape } = { weibull: extremeValue, logNormal: normal }
