import { chiSquareTail, normalQuantile } from '../../numeric/normal.js'
import type { Dictionary, Float64, Table, Utf8, Vector } from '../../table/arrow.js'
import { dictionary, float64, makeTable, utf8 } from '../../table/build.js'
import { columnTerm, designColumns } from '../../learn/encode/design.js'
import type { LogisticState } from './model.js'

/** The columns of a model's coefficients; with more than two classes `class` (text) comes first. */
export type CoefficientColumns = {
  /** `(intercept)`, a feature, `feature = label` or `feature is missing`. */
  term: Utf8
  /** The feature it belongs to; null for the intercept. */
  feature: Dictionary
  /** What one more of the feature, or the label, adds to the log-odds; null where other terms make up this one. */
  coefficient: Float64
  standard_error: Float64
  z: Float64
  /** The probability of such a z by chance. */
  p: Float64
  /** exp(coefficient): by what the odds are multiplied. */
  odds_ratio: Float64
  odds_ratio_low: Float64
  odds_ratio_high: Float64
}

/** A row a coefficient: the intercept first (where all numbers are 0), then the columns. */
export function coefficientTable(state: LogisticState): Table<CoefficientColumns> {
  const { target, features, encodings, intercepts, effects, standardErrors, interval } = state
  const columns = designColumns(encodings)
  const own = target.classes.slice(target.classes.length - intercepts.length)
  const found: (number | null)[] = []
  effects.forEach((list, s) => found.push(interceptAtZero(state, s), ...list))
  const coefficient = numbers(found)
  const error = numbers(standardErrors ? standardErrors.flat() : Array.from(coefficient, () => null))
  const z = coefficient.map((b, i) => b / error[i]!)
  const half = error.map((e) => e * normalQuantile((1 + interval) / 2))
  const terms = ['(intercept)', ...columns.map((column) => columnTerm(features, column))]
  const featureOf = [-1, ...columns.map((column) => column.feature)]
  const byClass: Record<string, Vector> =
    target.classes.length > 2
      ? { class: dictionary(Int32Array.from(own.flatMap((_, s) => terms.map(() => s))), own) }
      : {}
  return makeTable({
    ...byClass,
    term: utf8(own.flatMap(() => terms)),
    feature: dictionary(
      Int32Array.from(own.flatMap(() => featureOf)),
      features.map(({ name }) => name),
    ),
    coefficient: float64(coefficient),
    standard_error: float64(error),
    z: float64(z),
    p: float64(z.map((v) => (Number.isNaN(v) ? NaN : chiSquareTail(v * v, 1)))),
    odds_ratio: float64(coefficient.map(odds)),
    odds_ratio_low: float64(coefficient.map((b, i) => odds(b - half[i]!))),
    odds_ratio_high: float64(coefficient.map((b, i) => odds(b + half[i]!))),
  } as any) as Table<any>
}

/** The score where all numbers are 0, which may lie far from the data. */
function interceptAtZero({ encodings, intercepts, effects }: LogisticState, s: number): number {
  return designColumns(encodings).reduce((sum, { feature, label, isMissing }, c) => {
    const encoding = encodings[feature]!
    const isNumber = label < 0 && !isMissing && encoding.kind === 'number'
    return isNumber ? sum - (effects[s]![c] ?? 0) * encoding.center : sum
  }, intercepts[s]!)
}

function numbers(list: readonly (number | null)[]): Float64Array {
  return Float64Array.from(list, (v) => v ?? NaN)
}

/** exp(b), kept within what a number can hold. */
function odds(b: number): number {
  return Math.exp(Math.min(Math.max(b, -700), 700))
}
