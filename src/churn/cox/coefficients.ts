import { chiSquareTail, normalQuantile } from '../../numeric/normal.js'
import type { Float64, Table, Utf8 } from '../../table/arrow.js'
import { float64, makeTable, utf8 } from '../../table/build.js'

/** The columns of a Cox model's coefficients. */
export type CoxCoefficientColumns = {
  /** A feature, `feature = label` or `feature is missing`. */
  term: Utf8
  /** What one more of the feature, or the label, adds to the logarithm of the hazard. */
  coefficient: Float64
  standard_error: Float64
  z: Float64
  /** The probability of such a z by chance. */
  p: Float64
  /** exp(coefficient): by what the hazard is multiplied. */
  hazard_ratio: Float64
  hazard_ratio_low: Float64
  hazard_ratio_high: Float64
}

/** A row a coefficient. */
export function coefficientTable(
  terms: readonly string[],
  coefficients: readonly number[],
  errors: readonly number[],
  level: number,
): Table<CoxCoefficientColumns> {
  const beta = Float64Array.from(coefficients)
  const error = Float64Array.from(errors)
  const z = beta.map((b, i) => b / error[i]!)
  const half = error.map((e) => e * normalQuantile(0.5 + level / 2))
  return makeTable({
    term: utf8(terms),
    coefficient: float64(beta),
    standard_error: float64(error),
    z: float64(z),
    p: float64(z.map((v) => chiSquareTail(v * v, 1))),
    hazard_ratio: float64(beta.map(ratio)),
    hazard_ratio_low: float64(beta.map((b, i) => ratio(b - half[i]!))),
    hazard_ratio_high: float64(beta.map((b, i) => ratio(b + half[i]!))),
  })
}

/** exp(b), kept within what a number can hold. */
function ratio(b: number): number {
  return Math.exp(Math.min(Math.max(b, -700), 700))
}
