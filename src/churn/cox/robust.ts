import { scoreResiduals } from './residuals.js'
import type { RiskSets } from './riskSets.js'

/** The sandwich of Lin and Wei (1989): V·(Σ DᵀD)·V over the rows' score residuals, summed by cluster where there are clusters. */
export function robustCovariance(
  sets: RiskSets,
  beta: Float64Array,
  covariance: readonly Float64Array[],
  clusters: Int32Array | undefined,
): Float64Array[] {
  const { rows, width, order } = sets
  const residuals = scoreResiduals(sets, beta)
  const groups = clusters ? clusters.reduce((top, c) => Math.max(top, c + 1), 0) : rows
  const sums = clusters ? new Float64Array(groups * width) : residuals
  if (clusters) {
    for (let i = 0; i < rows; i++) {
      const at = clusters[order[i]!]! * width
      for (let a = 0; a < width; a++) sums[at + a]! += residuals[i * width + a]!
    }
  }
  const meat = covariance.map(() => new Float64Array(width))
  for (let g = 0; g < groups; g++) {
    for (let a = 0; a < width; a++) {
      for (let b = 0; b < width; b++) meat[a]![b]! += sums[g * width + a]! * sums[g * width + b]!
    }
  }
  return product(product(covariance, meat), covariance)
}

function product(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array[] {
  return left.map((row) =>
    Float64Array.from(row, (_, b) => row.reduce((sum, v, k) => sum + v * right[k]![b]!, 0)),
  )
}
