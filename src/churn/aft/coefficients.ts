import type { Float64, Table, Utf8, Vector } from '../../table/arrow.js'
import { float64, makeTable } from '../../table/build.js'
import { effectTable } from '../survival/effects.js'

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
  const named = ['(intercept)', ...terms, '(log scale)']
  const { columns, ratio, low, high } = effectTable(named, coefficients, errors, level)
  return makeTable({
    ...columns,
    time_ratio: ofTimes(ratio),
    time_ratio_low: ofTimes(low),
    time_ratio_high: ofTimes(high),
  })
}

/** Ratios of times; the last parameter is the scale, which is none. */
function ofTimes(values: Float64Array): Vector<Float64> {
  values[values.length - 1] = NaN
  return float64(values)
}
