import type { Matrix } from '../../numeric/matrix.js'
import type { Penalty } from './penalty.js'

const MOST_ROUNDS = 100_000

/**
 * The way to the minimum of gᵀd + ½·dᵀHd + l1·Σ|θ + d| + l2/2·Σ(θ + d)², by coordinate descent: one coefficient after the other goes to
 * its own minimum, those that are not 0 until they rest, then all.
 */
export function descendCoordinates(
  gradient: Float64Array,
  hessian: Matrix,
  theta: Float64Array,
  { l1, l2, width, isFree }: Penalty,
): Float64Array {
  const n = theta.length
  const m = width + 1
  const to = Float64Array.from(theta)
  // The slope of the quadratic part where `to` stands.
  const slope = Float64Array.from(gradient)
  const step = (j: number): number => {
    const row = hessian[j]!
    const isIntercept = j % m === 0
    const curvature = row[j]! + (isIntercept ? 0 : l2)
    if (!(curvature > 0)) return 0
    const z = row[j]! * to[j]! - slope[j]!
    const next = isIntercept ? z / curvature : soft(z, l1) / curvature
    const change = next - to[j]!
    if (change === 0) return 0
    to[j] = next
    for (let k = 0; k < n; k++) slope[k]! += row[k]! * change
    return Math.abs(change) * Math.sqrt(curvature)
  }
  const all = Array.from({ length: n }, (_, j) => j)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let most = 0
    for (const j of all) most = Math.max(most, step(j))
    if (most < 1e-10) break
    const active = all.filter((j) => to[j] !== 0)
    for (; round < MOST_ROUNDS; round++) {
      let inner = 0
      for (const j of active) inner = Math.max(inner, step(j))
      if (inner < 1e-10) break
    }
  }
  if (isFree) centre(to, m)
  return to.map((v, j) => v - theta[j]!)
}

/** Towards 0 by `by`, but not beyond. */
function soft(z: number, by: number): number {
  return z > by ? z - by : z < -by ? z + by : 0
}

/** Intercepts that may shift together add up to 0. */
function centre(to: Float64Array, m: number): void {
  let sum = 0
  for (let j = 0; j < to.length; j += m) sum += to[j]!
  const mean = sum / (to.length / m)
  for (let j = 0; j < to.length; j += m) to[j]! -= mean
}
