import { chiSquareTail, normalQuantile } from '../../numeric/normal.js'
import type { Float64, Table, Utf8 } from '../../table/arrow.js'
import { float64, makeTable, utf8 } from '../../table/build.js'

/** The columns of the coefficients of an accelerated failure time model. */
export type AftCoefficientColumns = {
  /** `(intercept)`, a feature, `feature = label`, `feature is missing`, and `(log scale)`, the logarithm of σ. */
  term: Utf8
  /** What one more of the feature, or the label, adds to the logarithm of the duration. */
  coefficient: Float64
  standard_error: Float64
  z: Float64
  /** The probability of such a z by chance. */
  p: Float64
  /** exp(coefficient): by what durations are multiplied; null for the scale. */
  time_ratio: Float64
  time_ratio_low: Float64
  time_ratio_high: Float64
}

/** A row a coefficient, the intercept first, the scale last. */
export function aftCoefficientTable(
  terms: readonly string[],
  coefficients: readonly number[],
  errors: readonly number[],
  level: number,
): Table<AftCoefficientColumns> {
  const value = Float64Array.from(coefficients)
  const error = Float64Array.from(errors)
  const z = value.map((b, i) => b / error[i]!)
  const half = error.map((e) => e * normalQuantile(0.5 + level / 2))
  const ratio = (b: number, i: number): number =>
    i === value.length - 1 ? NaN : Math.exp(Math.min(Math.max(b, -700), 700))
  return makeTable({
    term: utf8(['(intercept)', ...terms, '(log scale)']),
    coefficient: float64(value),
    standard_error: float64(error),
    z: float64(z),
    p: float64(z.map((v) => chiSquareTail(v * v, 1))),
    time_ratio: float64(value.map(ratio)),
    time_ratio_low: float64(value.map((b, i) => ratio(b - half[i]!, i))),
    time_ratio_high: float64(value.map((b, i) => ratio(b + half[i]!, i))),
  })
}
