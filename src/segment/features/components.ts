import { eigen } from '../../numeric/matrix.js'
import { momentsOf, type Points } from './points.js'

/** A direction along which points differ. */
export interface Component {
  /** How much each feature counts in it; the squares add up to 1. The largest is positive. */
  readonly loadings: readonly number[]
  /** Its share of the whole variance. */
  readonly share: number
}

/** The directions along which points differ most, one across the other (Pearson 1901): eigenvectors of the covariance. */
export function componentsOf(points: Points): {
  readonly means: Float64Array
  readonly components: Component[]
} {
  const { rows, width, stride, data } = points
  const { means } = momentsOf({ ...points, weights: new Float64Array(0) })
  const covariance = Array.from({ length: width }, () => new Float64Array(width))
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let i = 0, p = 0; i < rows; i++, p += stride)
        sum += (data[p + a]! - means[a]!) * (data[p + b]! - means[b]!)
      covariance[a]![b] = covariance[b]![a] = sum / rows
    }
  }
  const { values, vectors } = eigen(covariance)
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  const components = vectors.map((vector, i) => ({
    loadings: upright(vector),
    share: whole > 0 ? Math.max(0, values[i]!) / whole : 0,
  }))
  return { means, components: components.toReversed() }
}

/** Of the two ways to write a direction the one whose largest part is positive. */
function upright(vector: Float64Array): number[] {
  let largest = 0
  for (const part of vector) if (Math.abs(part) > Math.abs(largest) + 1e-9) largest = part
  return Array.from(vector, (part) => (largest < 0 ? -part : part) + 0)
}

/** Where a point stands along a component. */
export function projectOn({ loadings }: Component, means: Float64Array, points: Points, row: number): number {
  let sum = 0
  for (let j = 0; j < points.width; j++)
    sum += loadings[j]! * (points.data[row * points.stride + j]! - means[j]!)
  return sum
}
