import { ClienteleError } from '../../error.js'
import { counted } from '../../table/column.js'
import type { CategoryFeature, Feature, NumberFeature } from '../features.js'

/**
 * How a feature becomes columns of a matrix of numbers. A number is one column: its distance from `center` in units of `scale`; none
 * where it is the same everywhere (`scale` 0). A category is a column of 0 and 1 for each of `levels` (numbers of its labels, those that were
 * learned from). `missing`: one more column, 1 where the value is missing. Where that column is wanting, a missing value counts as the mean
 * of the rows learned from.
 */
export type Encoding =
  | {
      readonly kind: 'number'
      readonly center: number
      readonly scale: number
      readonly missing: boolean
    }
  | {
      readonly kind: 'category'
      readonly levels: readonly number[]
      /** Whether the first level has no column, so that the others are compared with it. */
      readonly dropFirst: boolean
      /** The share of each level among the rows learned from. */
      readonly shares: readonly number[]
      readonly missing: boolean
    }

/** How features are to be encoded. */
export interface EncodeOptions {
  /** Leave out the first level of each category, with which the others are then compared. */
  readonly dropFirst: boolean
  /** What a missing feature is: an error, or a column that says so. */
  readonly missing: 'indicator' | 'error'
}

/** Decides how features become columns, by the rows learned from. */
export function learnEncodings(
  who: string,
  features: readonly Feature[],
  weights: Float64Array | undefined,
  { dropFirst, missing }: EncodeOptions,
): Encoding[] {
  return features.map((feature) => {
    if (missing === 'error') refuseMissing(who, feature)
    return 'values' in feature
      ? numberEncoding(feature, weights)
      : categoryEncoding(feature, weights, dropFirst)
  })
}

function refuseMissing(who: string, feature: Feature): void {
  const count =
    'values' in feature
      ? feature.values.filter(Number.isNaN).length
      : feature.codes.filter((c) => c < 0).length
  if (count === 0) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: feature '${feature.info.name}' is missing in ${counted(count, 'row')}; fill it, leave it out, or let a column of its own say so (missingFeatures: 'indicator').`,
  )
}

/** A range below this cannot be told from rounding. */
const SMALLEST_RANGE = 1e-100

function numberEncoding({ values }: NumberFeature, weights: Float64Array | undefined): Encoding {
  const { low, high, sum, total, isMissing } = extent(values, weights)
  if (total === 0) return Object.freeze({ kind: 'number', center: 0, scale: 0, missing: false })
  const center = sum / total
  if (!(high - low > SMALLEST_RANGE)) {
    return Object.freeze({ kind: 'number', center: low, scale: 0, missing: isMissing })
  }
  const scale = Math.sqrt(squaresAround(center, values, weights) / total)
  return Object.freeze({ kind: 'number', center, scale: scale > 0 ? scale : high - low, missing: isMissing })
}

/** The bounds of the values that are there, their weighted sum and weight. Comparisons with NaN are false. */
function extent(
  values: Float64Array,
  weights: Float64Array | undefined,
): { low: number; high: number; sum: number; total: number; isMissing: boolean } {
  let [low, high] = [Infinity, -Infinity]
  let [sum, total, missing] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v < low) low = v
    if (v > high) high = v
    if (v !== v) missing++
    else {
      const w = weights === undefined ? 1 : weights[i]!
      sum += w * v
      total += w
    }
  }
  return { low, high, sum, total, isMissing: missing > 0 }
}

function squaresAround(center: number, values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const d = values[i]! - center
    if (d === d) sum += (weights === undefined ? 1 : weights[i]!) * d * d
  }
  return sum
}

function categoryEncoding(
  { info, codes }: CategoryFeature,
  weights: Float64Array | undefined,
  dropFirst: boolean,
): Encoding {
  const totals = new Float64Array(info.labels.length)
  let all = 0
  for (let i = 0; i < codes.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!
    all += w
    if (codes[i]! >= 0) totals[codes[i]!]! += w
  }
  const isMissing = codes.includes(-1)
  const seen = info.labels.map((_, label) => label).filter((label) => totals[label]! > 0)
  // One level everywhere says nothing.
  const isConstant = seen.length + (isMissing ? 1 : 0) < 2
  const levels = isConstant ? [] : seen
  return Object.freeze({
    kind: 'category',
    levels: Object.freeze(levels),
    dropFirst: dropFirst && !isConstant && seen.length > 0,
    shares: Object.freeze(levels.map((label) => totals[label]! / all)),
    missing: isMissing && !isConstant,
  })
}

/** The levels of a category that have a column. */
export function levelsWithColumn({ levels, dropFirst }: Encoding & { kind: 'category' }): readonly number[] {
  return dropFirst ? levels.slice(1) : levels
}
