import type { CategoryFeature, Feature, FeatureInfo, NumberFeature } from '../features.js'
import { type Encoding, levelsWithColumn } from './encoding.js'

/** What one column of the matrix says. */
export interface DesignColumn {
  /** The number of its feature. */
  readonly feature: number
  /** The number of the label that it stands for; −1 for the value of a number. */
  readonly label: number
  /** Whether it stands for a missing value. */
  readonly isMissing: boolean
}

/** The columns that encodings make, feature by feature. */
export function designColumns(encodings: readonly Encoding[]): DesignColumn[] {
  return encodings.flatMap((encoding, feature): DesignColumn[] => {
    const values =
      encoding.kind === 'category'
        ? levelsWithColumn(encoding).map((label) => ({ feature, label, isMissing: false }))
        : encoding.scale > 0
          ? [{ feature, label: -1, isMissing: false }]
          : []
    return encoding.missing ? [...values, { feature, label: -1, isMissing: true }] : values
  })
}

/** What a column is called: the feature, `plan = gold` or `age is missing`. */
export function columnTerm(infos: readonly FeatureInfo[], column: DesignColumn): string {
  const info = infos[column.feature]!
  if (column.isMissing) return `${info.name} is missing`
  return info.kind === 'category' ? `${info.name} = ${info.labels[column.label]!}` : info.name
}

/**
 * The matrix of a linear model, without its zeros. Column 0 is the intercept, columns 1 to `width` are those of the features, and column
 * `width + 1` is nothing: it takes what has no column, so that loops need not ask.
 */
export interface Design {
  readonly rows: number
  readonly width: number
  /** Standardised numbers, 0 where missing, and the column of each. */
  readonly dense: readonly Float64Array[]
  readonly denseAt: readonly number[]
  /** For each category, or each number that may be missing, the column in which a row has a 1. */
  readonly slots: readonly Int32Array[]
}

/** Encodes the rows that a model learns from. */
export function makeDesign(
  features: readonly Feature[],
  encodings: readonly Encoding[],
  rows: number,
): Design {
  const width = designColumns(encodings).length
  const dense: Float64Array[] = []
  const denseAt: number[] = []
  const slots: Int32Array[] = []
  let next = 1
  encodings.forEach((encoding, f) => {
    const feature = features[f]!
    if (encoding.kind === 'number') {
      if (encoding.scale > 0) {
        dense.push(standardise(feature as NumberFeature, encoding))
        denseAt.push(next++)
      }
      if (encoding.missing) slots.push(missingSlot(feature as NumberFeature, next++, width + 1))
    } else {
      const columns = levelsWithColumn(encoding).length + (encoding.missing ? 1 : 0)
      if (columns > 0) slots.push(levelSlot(feature as CategoryFeature, encoding, next, width + 1))
      next += columns
    }
  })
  return { rows, width, dense, denseAt, slots }
}

/** A number as its distance from the mean in standard deviations; the mean where it is missing. */
export function standardise(
  { values }: NumberFeature,
  { center, scale }: Encoding & { readonly kind: 'number' },
): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) {
    const v = (values[i]! - center) / scale
    out[i] = v === v ? v : 0
  }
  return out
}

function missingSlot({ values }: NumberFeature, column: number, nothing: number): Int32Array {
  return Int32Array.from(values, (v) => (Number.isNaN(v) ? column : nothing))
}

function levelSlot(
  { info, codes }: CategoryFeature,
  encoding: Encoding & { readonly kind: 'category' },
  first: number,
  nothing: number,
): Int32Array {
  const columnOf = new Int32Array(info.labels.length).fill(nothing)
  const levels = levelsWithColumn(encoding)
  levels.forEach((label, l) => (columnOf[label] = first + l))
  const ofMissing = encoding.missing ? first + levels.length : nothing
  return codes.map((code) => (code < 0 ? ofMissing : columnOf[code]!))
}

/** Every `step`-th row of a matrix. */
export function everyRow(design: Design, step: number): Design {
  const rows = Math.ceil(design.rows / step)
  return {
    ...design,
    rows,
    dense: design.dense.map((column) => every(column, step, rows)),
    slots: design.slots.map((column) => every(column, step, rows)),
  }
}

/** Every `step`-th value. */
export function every<A extends Float64Array | Int32Array>(values: A, step: number, rows: number): A {
  const taken = new (values.constructor as new (length: number) => A)(rows)
  for (let i = 0; i < rows; i++) taken[i] = values[i * step]!
  return taken
}
