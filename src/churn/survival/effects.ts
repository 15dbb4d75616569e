import { chiSquareTail, normalQuantile } from '../../numeric/normal.js'
import type { Float64, Utf8, Vector } from '../../table/arrow.js'
import { float64, utf8 } from '../../table/build.js'

/** The columns of a table of coefficients that each such model has. */
type EffectColumns = {
  term: Vector<Utf8>
  coefficient: Vector<Float64>
  standard_error: Vector<Float64>
  z: Vector<Float64>
  p: Vector<Float64>
}

/** A row a coefficient, with its test after Wald; and exp(coefficient) with its interval. */
export function effectTable(
  terms: readonly string[],
  coefficients: readonly number[],
  errors: readonly number[],
  level: number,
): { columns: EffectColumns; ratio: Float64Array; low: Float64Array; high: Float64Array } {
  const value = Float64Array.from(coefficients)
  const error = Float64Array.from(errors)
  const z = value.map((b, i) => b / error[i]!)
  const width = normalQuantile(0.5 + level / 2)
  const columns = {
    term: utf8(terms),
    coefficient: float64(value),
    standard_error: float64(error),
    z: float64(z),
    p: float64(z.map((v) => chiSquareTail(v * v, 1))),
  }
  return {
    columns,
    ratio: value.map(ratioOf),
    low: value.map((b, i) => ratioOf(b - error[i]! * width)),
    high: value.map((b, i) => ratioOf(b + error[i]! * width)),
  }
}

/** exp(b), kept within what a number can hold. */
function ratioOf(b: number): number {
  return Math.exp(Math.min(Math.max(b, -700), 700))
}
