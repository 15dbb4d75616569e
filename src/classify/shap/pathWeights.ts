import { gaussLegendre } from '../../numeric/legendre.js'
import type { ShapLeaf } from './paths.js'

/** Puts down from `at` what a leaf adds to the SHAP value of each of its conditions, where `met` has 1 for those that a row meets. */
export type PathWeights = (met: Uint8Array, out: Float64Array, at: number) => void

const rules = new Map<number, ReturnType<typeof gaussLegendre>>()

/**
 * The Shapley value of a condition j of a leaf that says v is v (o − r) ∫₀¹ Π (r' + t (o' − r')) dt over the other conditions: o is 1
 * where the row meets it, r the share of rows at fit that do, and t the chance that any other feature is known. (Owen's
 * multilinear extension, 1972, of the game of Lundberg et al. 2018.) A polynomial in t, so that few nodes integrate it exactly.
 */
export function pathWeights({ value, ratios }: ShapLeaf): PathWeights {
  const count = ratios.length
  const points = Math.max(1, Math.ceil(count / 2))
  let rule = rules.get(points)
  if (!rule) rules.set(points, (rule = gaussLegendre(points)))
  const { nodes, weights } = rule
  const factors = new Float64Array(count)
  const after = new Float64Array(count + 1)
  return (met, out, at) => {
    out.fill(0, at, at + count)
    for (let q = 0; q < points; q++) {
      const t = nodes[q]!
      // Products of the factors before and after each one, since one that is 0 cannot be divided by.
      after[count] = 1
      for (let j = count - 1; j >= 0; j--) {
        factors[j] = ratios[j]! + t * (met[j]! - ratios[j]!)
        after[j] = after[j + 1]! * factors[j]!
      }
      let before = weights[q]! * value
      for (let j = 0; j < count; j++) {
        out[at + j]! += before * after[j + 1]!
        before *= factors[j]!
      }
    }
    for (let j = 0; j < count; j++) out[at + j]! *= met[j]! - ratios[j]!
  }
}
