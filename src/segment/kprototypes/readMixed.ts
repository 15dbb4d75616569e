import { checkChoice, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { type Table, Type } from '../../table/arrow.js'
import { readCategories } from '../../table/categories.js'
import { findColumn, wrongType } from '../../table/column.js'
import { isNumeric } from '../../table/numbers.js'
import { makePoints, type Points } from '../features/points.js'
import {
  checkFeatures,
  chooseRows,
  type FeatureOptions,
  noRows,
  readFeature,
  type RowCounts,
  takeValues,
} from '../features/readFeatures.js'
import { type FittedScale, fitScale, readScale } from '../features/scaling.js'

/** What k-prototypes learns from. */
export interface LearnedMixed {
  readonly numeric: readonly string[]
  readonly categorical: readonly string[]
  readonly scaling: readonly FittedScale[]
  /** The categories of each categorical feature, in order of the alphabet. */
  readonly categories: readonly (readonly string[])[]
  readonly points: Points
  readonly codes: Int32Array
  readonly counts: RowCounts
}

/** A categorical column: the number of each row's category, −1 where missing. */
export interface Field {
  readonly codes: Int32Array
  readonly labels: readonly string[]
}

const TEXTS: ReadonlySet<number> = new Set([
  Type.Utf8,
  Type.LargeUtf8,
  Type.Utf8View,
  Type.Dictionary,
  Type.Bool,
])

/** Reads features of both kinds: numbers, and what is text, boolean or named in `categorical`. */
export function learnMixed(
  who: string,
  table: Table,
  options: FeatureOptions,
  categorical: readonly string[],
): LearnedMixed {
  const { features, scale = 'standard', weights, missing = 'error' } = options
  checkFeatures(who, table, features)
  checkChoice(who, 'missing', missing, ['error', 'omit'])
  const texts = features.filter((name) => isCategory(who, table, name, categorical))
  const numeric = features.filter((name) => !texts.includes(name))
  const steps = readScale(who, scale, numeric)
  const numbers = numeric.map((name) => readFeature(who, table, name))
  const fields = texts.map((name) => readField(who, table, name))
  // A missing category counts as a missing number does.
  const present = fields.map(({ codes }) => Float64Array.from(codes, (code) => (code < 0 ? NaN : code)))
  const used = chooseRows(who, table, [...numeric, ...texts], [...numbers, ...present], weights, missing)
  if (used.counts.rows === 0) throw noRows(who, table.numRows, options)
  const columns = numbers.map((values) => takeValues(values, used.rowsUsed))
  const scaling = columns.map((values, j) => fitScale(who, numeric[j]!, values, used.weights, steps[j]!))
  const { rowsUsed, weights: masses, counts } = used
  const points =
    columns.length > 0
      ? makePoints(columns, masses)
      : { rows: rowsUsed.length, width: 0, stride: 0, data: new Float64Array(0), weights: masses }
  return {
    numeric: Object.freeze(numeric),
    categorical: Object.freeze(texts),
    scaling: Object.freeze(scaling),
    categories: Object.freeze(fields.map(({ labels }) => Object.freeze([...labels]))),
    points,
    codes: rowByRow(fields, rowsUsed),
    counts,
  }
}

/** The categories of rows, row by row. */
function rowByRow(fields: readonly Field[], rows: Int32Array): Int32Array {
  const codes = new Int32Array(rows.length * fields.length)
  fields.forEach((field, f) => {
    for (let z = 0; z < rows.length; z++) codes[z * fields.length + f] = field.codes[rows[z]!]!
  })
  return codes
}

function isCategory(who: string, table: Table, name: string, categorical: readonly string[]): boolean {
  const column = findColumn(table, name, who)
  if (TEXTS.has(column.type.typeId) || categorical.includes(name)) return true
  if (isNumeric(column.type)) return false
  throw wrongType(
    who,
    column,
    'features must be numbers or categories (text, boolean)',
    `leave it out, or name it in categorical (categorical: ['${name}'])`,
  )
}

/** The names of columns that are taken as categories whatever their type. */
export function checkCategorical(who: string, categorical: unknown, features: readonly string[]): void {
  if (!Array.isArray(categorical)) {
    throw invalid(who, `categorical must be a list of features, but got ${describe(categorical)}`)
  }
  const stray: unknown = categorical.find((name) => !features.includes(name))
  if (stray !== undefined) {
    throw invalid(who, `categorical names '${String(stray)}', but the features are ${features.join(', ')}`)
  }
}

/** A column's categories, numbered in order of the alphabet. */
export function readField(who: string, table: Table, name: string): Field {
  const { codes, labels } = readCategories(findColumn(table, name, who), who)
  const order = [...labels.keys()].sort((a, b) => (labels[a]! < labels[b]! ? -1 : 1))
  const numbers = new Int32Array(labels.length)
  order.forEach((old, now) => (numbers[old] = now))
  return {
    codes: codes.map((code) => (code < 0 ? -1 : numbers[code]!)),
    labels: order.map((old) => labels[old]!),
  }
}
