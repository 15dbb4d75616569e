import { cholesky } from '../../numeric/matrix.js'

/** How the features of a component vary: each by itself, or together. */
export type Covariance = 'diagonal' | 'full'

/** The components of a mixture. Covariances are d numbers each if diagonal, else d × d, row by row. */
export interface Gaussians {
  readonly covariance: Covariance
  readonly width: number
  readonly weights: Float64Array
  readonly means: readonly Float64Array[]
  readonly covariances: readonly Float64Array[]
}

/** What the density of each component is computed with. */
export interface Densities {
  readonly width: number
  readonly means: readonly Float64Array[]
  /** One over the deviations if diagonal, else the inverse of the Cholesky factor, row by row of its triangle. */
  readonly factors: readonly Float64Array[]
  /** log weight + ½ log det(precision) − ½ d log 2π. */
  readonly constants: Float64Array
}

const LOG_TWO_PI = Math.log(2 * Math.PI)

/** Densities of components, undefined where a covariance is not positive definite. */
export function densitiesOf(gaussians: Gaussians): Densities | undefined {
  const { covariance, width, weights, means, covariances } = gaussians
  const constants = new Float64Array(weights.length)
  const factors: Float64Array[] = []
  for (const [c, matrix] of covariances.entries()) {
    const factor =
      covariance === 'diagonal' ? matrix.map((v) => 1 / Math.sqrt(v)) : inverseFactor(matrix, width)
    if (!factor || !factor.every(Number.isFinite)) return undefined
    let logDet = 0
    for (let j = 0; j < width; j++)
      logDet += Math.log(factor[covariance === 'diagonal' ? j : (j * (j + 3)) / 2]!)
    factors.push(factor)
    constants[c] = Math.log(weights[c]!) + logDet - (width * LOG_TWO_PI) / 2
  }
  return { width, means, factors, constants }
}

/** Where a number of a lower triangle stands that is kept row by row. */
const at = (i: number, j: number) => (i * (i + 1)) / 2 + j

/** L⁻¹ where L·Lᵀ is the matrix, row by row of its lower triangle. */
function inverseFactor(matrix: Float64Array, width: number): Float64Array | undefined {
  const rows = Array.from({ length: width }, (_, i) => matrix.subarray(i * width, (i + 1) * width))
  const l = cholesky(rows)
  if (!l) return undefined
  const inverse = new Float64Array((width * (width + 1)) / 2)
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0
      for (let k = j; k < i; k++) sum -= l[i]![k]! * inverse[at(k, j)]!
      inverse[at(i, j)] = sum / l[i]![i]!
    }
  }
  return inverse
}

/**
 * The probability of each component for a point, into `out` from `at`; returns the logarithm of the point's density under the
 * mixture.
 */
export function membership(
  { width, means, factors, constants }: Densities,
  point: Float64Array,
  start: number,
  out: Float64Array,
  at: number,
): number {
  const k = constants.length
  let most = -Infinity
  for (let c = 0; c < k; c++) {
    const density = constants[c]! - squaredLength(point, start, means[c]!, factors[c]!, width) / 2
    out[at + c] = density
    if (density > most) most = density
  }
  let sum = 0
  for (let c = 0; c < k; c++) sum += out[at + c] = Math.exp(out[at + c]! - most)
  for (let c = 0; c < k; c++) out[at + c]! /= sum
  return most + Math.log(sum)
}

/** The squared Mahalanobis distance. */
function squaredLength(
  point: Float64Array,
  start: number,
  mean: Float64Array,
  factor: Float64Array,
  width: number,
): number {
  let squared = 0
  if (factor.length === width) {
    for (let j = 0; j < width; j++) {
      const z = (point[start + j]! - mean[j]!) * factor[j]!
      squared += z * z
    }
    return squared
  }
  for (let i = 0, f = 0; i < width; i++) {
    let z = 0
    for (let j = 0; j <= i; j++, f++) z += factor[f]! * (point[start + j]! - mean[j]!)
    squared += z * z
  }
  return squared
}
