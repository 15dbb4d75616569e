import type { Float64, Table, Utf8 } from '../../table/arrow.js'
import { float64, makeTable } from '../../table/build.js'
import { effectTable } from '../survival/effects.js'

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
  const { columns, ratio, low, high } = effectTable(terms, coefficients, errors, level)
  return makeTable({
    ...columns,
    hazard_ratio: float64(ratio),
    hazard_ratio_low: float64(low),
    hazard_ratio_high: float64(high),
  })
}
