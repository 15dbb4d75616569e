import { ClienteleError } from '../../error.js'
import { checkChoice, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { type Table, Type } from '../../table/arrow.js'
import { type Column, findColumn, list, wrongType } from '../../table/column.js'
import { isNumeric } from '../../table/numbers.js'
import { readMeasure } from '../groups/readMeasure.js'
import { applyScale, type FittedScale, fitScale, readScale, type Scale } from './scaling.js'
import { makePoints, type Points } from './points.js'

/** What every learner of segments can be told about its features. */
export interface FeatureOptions<Names extends string = string> {
  /** The columns to compare customers by: numbers or booleans. */
  readonly features: readonly Names[]
  /** How features are made comparable. Default 'standard'. */
  readonly scale?: Scale | undefined
  /** A column of weights: a row of weight 2 counts as two. Rows of weight 0 are left out of learning. Default: all 1. */
  readonly weights?: Names | undefined
  /** Rows without one of the values: 'error', or 'omit' to learn without them. Default 'error'. */
  readonly missing?: 'error' | 'omit' | undefined
}

/** The names of these options. */
export const FEATURE_OPTIONS: readonly string[] = ['features', 'scale', 'weights', 'missing']

/** How many rows were learned from, and how many were not. */
export interface RowCounts {
  /** Rows that were learned from. */
  readonly rows: number
  /** Rows without one of the features or without a weight. */
  readonly missing: number
  /** Rows of weight 0. */
  readonly weightless: number
}

/** What a learner of segments learns from. */
export interface Learned {
  readonly features: readonly string[]
  readonly scaling: readonly FittedScale[]
  readonly points: Points
  /** The row of the table of each point. */
  readonly rowsUsed: Int32Array
  readonly counts: RowCounts
}

/** Reads the features and the weights, leaves out what cannot be learned from, and scales the rest. */
export function learnFeatures(who: string, table: Table, options: FeatureOptions): Learned {
  const { features, scale = 'standard' } = options
  checkFeatures(who, table, features)
  const steps = readScale(who, scale, features)
  const { columns, weights, rowsUsed, counts } = readUsedRows(who, table, options)
  if (counts.rows === 0) throw noRows(who, table.numRows, options)
  const scaling = columns.map((values, j) => fitScale(who, features[j]!, values, weights, steps[j]!))
  return {
    features: Object.freeze([...features]),
    scaling: Object.freeze(scaling),
    points: makePoints(columns, weights),
    rowsUsed,
    counts,
  }
}

/** As `learnFeatures`, for further rows to be scaled as the first ones were. */
export function moreFeatures(
  who: string,
  table: Table,
  options: FeatureOptions,
  scaling: readonly FittedScale[],
): Pick<Learned, 'points' | 'counts'> {
  const { columns, weights, counts } = readUsedRows(who, table, options)
  columns.forEach((values, j) => applyScale(who, options.features[j]!, values, scaling[j]!))
  return { points: makePoints(columns, weights), counts }
}

/** The features of the rows that can be learned from, not yet scaled. */
function readUsedRows(
  who: string,
  table: Table,
  { features, weights, missing = 'error' }: FeatureOptions,
): RowsUsed & { readonly columns: Float64Array[] } {
  checkChoice(who, 'missing', missing, ['error', 'omit'])
  const read = features.map((name) => readFeature(who, table, name))
  const used = chooseRows(who, table, features, read, weights, missing)
  return { ...used, columns: read.map((values) => takeValues(values, used.rowsUsed)) }
}

/** The rows of a table by what was learned, for prediction: scaled columns, NaN where missing. */
export function scaleFeatures(
  who: string,
  table: Table,
  features: readonly string[],
  scaling: readonly FittedScale[],
): Float64Array[] {
  return features.map((name, j) => {
    const values = readFeature(who, table, name).slice()
    applyScale(who, name, values, scaling[j]!)
    return values
  })
}

/** An error unless `features` names different columns, one at least. */
export function checkFeatures(who: string, table: Table, features: unknown): void {
  const isList = Array.isArray(features) && features.every((name) => typeof name === 'string')
  if (!isList || features.length === 0) {
    const fits = featureColumns(table)
    throw invalid(
      who,
      `features must be a list of columns to compare customers by, such as ['orders', 'revenue'], but got ${isList ? 'an empty list' : describe(features)} (numeric columns here: ${list(fits)})`,
    )
  }
  const twice = features.find((name, j) => features.indexOf(name) !== j)
  if (twice !== undefined) throw invalid(who, `features names '${twice}' twice; name each column once`)
}

function featureColumns(table: Table): string[] {
  return table.schema.fields.filter(({ type }) => isFeature(type)).map(({ name }) => name)
}

function isFeature(type: Column['type']): boolean {
  return isNumeric(type) || type.typeId === Type.Bool
}

/** A feature's numbers, NaN where missing; read only. */
export function readFeature(who: string, table: Table, name: string): Float64Array {
  return readMeasure(featureColumn(who, table, name), who)
}

/** A feature's column, or an error where it isn't of numbers. */
export function featureColumn(who: string, table: Table, name: string): Column {
  const column = findColumn(table, name, who)
  if (!isFeature(column.type)) {
    const fits = featureColumns(table)
    throw wrongType(
      who,
      column,
      'features must be numeric',
      `encode it, or leave it out (numeric columns here: ${list(fits)}; fitKPrototypes takes categories too)`,
    )
  }
  return column
}

/** Rows that can be learned from, and their weights; none where all weigh 1. */
export interface RowsUsed {
  readonly rowsUsed: Int32Array
  readonly weights: Float64Array
  readonly counts: RowCounts
}

/** The rows that can be learned from: with all features, and of a weight above 0. */
export function chooseRows(
  who: string,
  table: Table,
  features: readonly string[],
  columns: readonly ArrayLike<number>[],
  weightColumn: string | undefined,
  onMissing: 'error' | 'omit',
): RowsUsed {
  const n = table.numRows
  const weights = weightColumn === undefined ? undefined : readWeights(who, table, weightColumn)
  const rowsUsed = new Int32Array(n)
  let rows = 0
  let missing = 0
  for (let i = 0; i < n; i++) {
    let isMissing = weights !== undefined && Number.isNaN(weights[i]!)
    for (let j = 0; j < columns.length; j++) isMissing ||= Number.isNaN(columns[j]![i]!)
    if (isMissing) missing++
    else if (weights === undefined || weights[i]! > 0) rowsUsed[rows++] = i
  }
  if (missing > 0 && onMissing === 'error')
    throw someMissing(who, features, columns, weightColumn, missing, n)
  const used = rowsUsed.slice(0, rows)
  return {
    rowsUsed: used,
    weights: weights ? takeValues(weights, used) : new Float64Array(0),
    counts: Object.freeze({ rows, missing, weightless: n - rows - missing }),
  }
}

/** The error for a table without a row that can be learned from. */
export function noRows(
  who: string,
  rows: number,
  { features, weights }: { readonly features: readonly string[]; readonly weights?: string | undefined },
): ClienteleError {
  const what = weights === undefined ? '' : ` and a weight above 0 in ${weights}`
  return new ClienteleError(
    'rows-too-few',
    `${who}: none of the ${rows} rows has a value in all of ${list(features)}${what}, but at least one is needed; look at these columns.`,
  )
}

/** The least weight above 0: sums of smaller ones would lose their digits. */
const LEAST = 1e-100

function readWeights(who: string, table: Table, name: string): Float64Array {
  const column = findColumn(table, name, who)
  if (!isFeature(column.type)) {
    const fits = featureColumns(table)
    const mend = `name a column of numbers, or leave weights out (numeric columns here: ${list(fits)})`
    throw wrongType(who, column, 'weights must be numeric', mend)
  }
  const weights = readMeasure(column, who)
  const wrong = weights.findIndex((weight) => weight < 0 || (weight > 0 && weight < LEAST))
  if (wrong < 0) return weights
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${weights[wrong]} in row ${wrong + 1}, but weights must be 0 or more, and the least above 0 is 1e-100; correct it.`,
  )
}

function someMissing(
  who: string,
  features: readonly string[],
  columns: readonly ArrayLike<number>[],
  weights: string | undefined,
  missing: number,
  rows: number,
): ClienteleError {
  const names = features.filter((_, j) => Array.prototype.some.call(columns[j]!, Number.isNaN))
  if (names.length === 0) names.push(weights!)
  return missingIn(who, names, missing, rows)
}

/** The error for rows without a value in some columns. */
export function missingIn(
  who: string,
  names: readonly string[],
  missing: number,
  rows: number,
): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: ${missing} of ${rows} rows ${missing === 1 ? 'has' : 'have'} no value in ${list(names)}; fill them in, or say missing: 'omit' to learn without them.`,
  )
}

export function takeValues(values: Float64Array, rows: Int32Array): Float64Array {
  if (rows.length === values.length) return values.slice()
  const taken = new Float64Array(rows.length)
  for (let z = 0; z < rows.length; z++) taken[z] = values[rows[z]!]!
  return taken
}
