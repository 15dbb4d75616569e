import type { Points } from '../features/points.js'
import { type Covariance, type Gaussians, type Densities, densitiesOf, membership } from './gaussians.js'

/** How expectation–maximisation ended. */
export interface Fitted {
  readonly gaussians: Gaussians
  readonly logLikelihood: number
  readonly iterations: number
  readonly converged: boolean
}

/** Added to variances, so that no component collapses onto a point. */
const RIDGE = 1e-6

/**
 * Expectation–maximisation (Dempster, Laird and Rubin 1977) from a first clustering, until the mean log-likelihood of a row
 * rises by less than the tolerance. Undefined where a covariance isn't positive definite.
 */
export function fitGaussians(
  points: Points,
  labels: ArrayLike<number>,
  k: number,
  covariance: Covariance,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Fitted | undefined {
  const shares = new Float64Array(points.rows * k)
  for (let i = 0; i < points.rows; i++) shares[i * k + labels[i]!] = 1
  let gaussians = maximise(points, shares, k, covariance)
  let before = -Infinity
  let converged = false
  let iterations = 0
  for (;;) {
    const densities = densitiesOf(gaussians)
    if (!densities) return undefined
    const { logLikelihood, mass } = expect(points, densities, shares, k)
    converged = logLikelihood - before < tolerance * mass
    if (converged || iterations === maxIterations) {
      return { gaussians, logLikelihood, iterations, converged }
    }
    before = logLikelihood
    iterations++
    gaussians = maximise(points, shares, k, covariance)
  }
}

/** Each row's share in each component, and the log-likelihood of all rows. */
function expect(
  { rows, stride, data, weights }: Points,
  densities: Densities,
  shares: Float64Array,
  k: number,
): { logLikelihood: number; mass: number } {
  let logLikelihood = 0
  let mass = 0
  for (let i = 0; i < rows; i++) {
    const weight = weights.length > 0 ? weights[i]! : 1
    mass += weight
    logLikelihood += weight * membership(densities, data, i * stride, shares, i * k)
  }
  return { logLikelihood, mass }
}

/** Weights, means and covariances of components by the rows' shares in them. */
function maximise(
  { rows, width, stride, data, weights }: Points,
  shares: Float64Array,
  k: number,
  covariance: Covariance,
): Gaussians {
  const masses = new Float64Array(k)
  const means = Array.from({ length: k }, () => new Float64Array(width))
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < k; c++) {
      const share = weights.length > 0 ? weights[i]! * shares[i * k + c]! : shares[i * k + c]!
      if (share === 0) continue
      masses[c]! += share
      const mean = means[c]!
      for (let j = 0; j < width; j++) mean[j]! += share * data[i * stride + j]!
    }
  }
  let total = 0
  for (let c = 0; c < k; c++) {
    // A component without any share keeps a trace, so that nothing is divided by zero.
    masses[c] = Math.max(masses[c]!, 1e-300)
    total += masses[c]!
    for (let j = 0; j < width; j++) means[c]![j]! /= masses[c]!
  }
  const covariances = means.map((mean, c) => {
    const sums = new Float64Array(covariance === 'diagonal' ? width : width * width)
    const d = new Float64Array(width)
    for (let i = 0; i < rows; i++) {
      const share = weights.length > 0 ? weights[i]! * shares[i * k + c]! : shares[i * k + c]!
      if (share === 0) continue
      for (let j = 0; j < width; j++) d[j] = data[i * stride + j]! - mean[j]!
      if (covariance === 'diagonal') for (let j = 0; j < width; j++) sums[j]! += share * d[j]! * d[j]!
      else addOuter(sums, d, share, width)
    }
    return finishCovariance(sums, masses[c]!, width)
  })
  return { covariance, width, weights: masses.map((mass) => mass / total), means, covariances }
}

/** Adds share · d · dᵀ to the lower triangle. */
function addOuter(sums: Float64Array, d: Float64Array, share: number, width: number): void {
  for (let i = 0; i < width; i++) {
    const x = share * d[i]!
    for (let j = 0; j <= i; j++) sums[i * width + j]! += x * d[j]!
  }
}

function finishCovariance(sums: Float64Array, mass: number, width: number): Float64Array {
  const isDiagonal = sums.length === width
  for (let i = 0; i < width; i++) {
    if (isDiagonal) sums[i] = sums[i]! / mass + RIDGE
    else {
      for (let j = 0; j <= i; j++) sums[j * width + i] = sums[i * width + j] = sums[i * width + j]! / mass
      sums[i * width + i]! += RIDGE
    }
  }
  return sums
}
