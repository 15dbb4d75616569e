import { ClienteleError } from '../../error.js'
import { columnTerm, type DesignColumn, designColumns, makeDesign } from '../../learn/encode/design.js'
import { type Encoding, learnEncodings } from '../../learn/encode/encoding.js'
import { type Feature, featureNames, readFeature } from '../../learn/features.js'
import { takeFeature } from '../../learn/take.js'
import { checkChoice } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { readCategories } from '../../table/categories.js'
import { findColumn } from '../../table/column.js'
import { type Lives, type LivesOptions, pick, readLives } from './readLives.js'

/** What models of survival with features can be told of their table. */
export interface SurvivalFeatureOptions<Names extends string = string> extends LivesOptions<Names> {
  /** The columns to learn from: numbers, and booleans and text as categories. Default: all that can be, but for ids, roles, dates and what is named here. */
  readonly features?: readonly Names[] | undefined
  /** A missing feature: 'indicator' for a column that says so (and the mean in its place), or 'error'. Default 'indicator'. */
  readonly missingFeatures?: 'indicator' | 'error' | undefined
}

/** What a model of survival learns from: features as columns of numbers with mean 0. */
export interface SurvivalLearned {
  readonly lives: Lives
  readonly features: readonly Feature[]
  readonly encodings: readonly Encoding[]
  /** What each column is called. */
  readonly terms: readonly string[]
  /** Less its mean, in `units`. */
  readonly columns: readonly Float64Array[]
  /** A standard deviation for numbers, 1 for the others. */
  readonly units: readonly number[]
  /** The mean of each column, in the feature's own units. */
  readonly means: readonly number[]
}

/** Reads lives and features; `apart` names further columns that are no features. */
export function readSurvival(
  who: string,
  table: Table,
  options: SurvivalFeatureOptions,
  apart: readonly (string | undefined)[],
): SurvivalLearned {
  const { duration, event, entry, weights, missingFeatures: missing = 'indicator' } = options
  checkChoice(who, 'missingFeatures', missing, ['indicator', 'error'])
  const lives = readLives(who, table, options)
  checkTimes(who, duration, lives.durations)
  const own = [duration, event, entry, weights, ...apart].filter((name) => name !== undefined)
  const features = featureNames(who, table, options.features, own).map((name) => {
    const feature = readFeature(who, table, name)
    return lives.rowsUsed ? takeFeature(feature, lives.rowsUsed) : feature
  })
  const encodings = learnEncodings(who, features, lives.weights, { dropFirst: true, missing })
  const infos = features.map(({ info }) => info)
  const columns = ownColumns(features, encodings, lives.durations.length)
  const units = designColumns(encodings).map((column) => numberOf(column, encodings)?.scale ?? 1)
  const means = columns.map((column, a) => standardise(column, units[a]!, lives.weights))
  const terms = designColumns(encodings).map((column) => columnTerm(infos, column))
  return { lives, features, encodings, terms, columns, units, means }
}

/** Where all leave or are last seen at one time, nothing is told about when. */
function checkTimes(who: string, name: string, durations: Float64Array): void {
  const [first] = durations
  if (durations.length < 2 || durations.some((time) => time !== first)) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' is ${first} in all ${durations.length} rows, so that nothing tells when customers leave; look at how it was made, or learn who leaves instead, with fitLogistic.`,
  )
}

/** Takes the mean off a column and divides it by its unit, in place; gives the mean. */
function standardise(column: Float64Array, unit: number, weights: Float64Array | undefined): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < column.length; i++) {
    const weight = weights ? weights[i]! : 1
    sum += weight * column[i]!
    total += weight
  }
  const mean = sum / total
  for (let i = 0; i < column.length; i++) column[i] = (column[i]! - mean) / unit
  return mean
}

function numberOf(
  { feature, label, isMissing }: DesignColumn,
  encodings: readonly Encoding[],
): (Encoding & { readonly kind: 'number' }) | undefined {
  const encoding = encodings[feature]!
  return label < 0 && !isMissing && encoding.kind === 'number' ? encoding : undefined
}

/** The columns that features make: numbers in their own units, the mean where they are missing; 0 and 1 for the others. */
export function ownColumns(
  features: readonly Feature[],
  encodings: readonly Encoding[],
  rows: number,
): Float64Array[] {
  const { width, dense, denseAt, slots } = makeDesign(features, encodings, rows)
  const design = designColumns(encodings)
  const ofNumbers = new Map(denseAt.map((at, d) => [at - 1, dense[d]!]))
  const columns = Array.from({ length: width }, (_, j) => {
    const column = ofNumbers.get(j)
    if (!column) return new Float64Array(rows)
    const { center, scale } = numberOf(design[j]!, encodings)!
    for (let i = 0; i < rows; i++) column[i] = center + scale * column[i]!
    return column
  })
  for (const slot of slots) {
    for (let i = 0; i < rows; i++) if (slot[i]! >= 1 && slot[i]! <= width) columns[slot[i]! - 1]![i] = 1
  }
  return columns
}

/** A column as the number of the row's group, groups in the order of their names; a missing one is an error. */
export function readStrata(
  who: string,
  table: Table,
  name: string,
  lives: Lives,
): { codes: Int32Array; labels: readonly string[] } {
  const { codes, labels } = readCategories(findColumn(table, name, who), who)
  const missing = codes.indexOf(-1)
  if (missing >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' is missing in row ${missing + 1}, but every row needs one; fill it or leave the row out.`,
    )
  }
  const sorted = [...labels].sort()
  const place = new Map(sorted.map((label, i) => [label, i]))
  const ranks = codes.map((code) => place.get(labels[code]!)!)
  return { codes: lives.rowsUsed ? pick(ranks, lives.rowsUsed) : ranks, labels: sorted }
}
