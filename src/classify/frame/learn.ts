import { ClienteleError } from '../../error.js'
import { checkChoice } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { counted, findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { type Feature, featureNames, readFeature } from './features.js'
import { checkVaries, type ClassTarget, type NumberTarget, readTarget, type TargetOptions } from './target.js'

/** What every classifier and regressor can be told of its table. */
export interface LearnOptions<Names extends string = string> extends TargetOptions<Names> {
  /**
   * The columns to learn from: numbers, and booleans and text as categories. Default: all that can be, but for the target, weights,
   * ids, roles, dates and what clientele predicted.
   */
  readonly features?: readonly Names[] | undefined
  /** A column of weights: a row of weight 2 counts as two. Rows of weight 0 are left out of learning. Default: all 1. */
  readonly weights?: Names | undefined
  /** Rows without a target or weight: 'error', or 'omit' to learn without them. Default 'error'. */
  readonly missing?: 'error' | 'omit' | undefined
}

/** The names of these options. */
export const LEARN_OPTIONS: readonly string[] = ['target', 'positive', 'features', 'weights', 'missing']

/** How many rows were learned from, and how many were not. */
export interface LearnCounts {
  /** Rows that were learned from. */
  readonly rows: number
  /** Rows without a target or without a weight. */
  readonly missing: number
  /** Rows of weight 0. */
  readonly weightless: number
}

/** What a learner learns from: all columns hold just the rows used. */
export interface Learned<Target extends ClassTarget | NumberTarget = ClassTarget | NumberTarget> {
  readonly target: Target
  readonly features: readonly Feature[]
  /** A weight a row; undefined where all weigh 1. */
  readonly weights: Float64Array | undefined
  /** The row of the table of each row that is learned from. */
  readonly rowsUsed: Int32Array
  readonly counts: LearnCounts
}

/** Reads target, features and weights, and leaves out the rows that cannot be learned from. */
export function learn(who: string, table: Table, options: LearnOptions, task: 'classes'): Learned<ClassTarget>
export function learn(who: string, table: Table, options: LearnOptions, task: 'number'): Learned<NumberTarget>
export function learn(who: string, table: Table, options: LearnOptions, task?: 'classes' | 'number'): Learned
export function learn(
  who: string,
  table: Table,
  options: LearnOptions,
  task?: 'classes' | 'number',
): Learned {
  const { target: targetName, weights: weightName, missing = 'error' } = options
  checkChoice(who, 'missing', missing, ['error', 'omit'])
  const target = readTarget(who, table, options, task)
  const apart = weightName === undefined ? [targetName] : [targetName, weightName]
  const names = featureNames(who, table, options.features, apart)
  const weights = weightName === undefined ? undefined : readWeights(who, table, weightName)
  const { rowsUsed, counts } = chooseRows(who, target, weights, weightName, missing)
  checkVaries(who, target, rowsUsed)
  const features = names.map((name) => readFeature(who, table, name))
  if (rowsUsed.length === table.numRows) return { target, features, weights, rowsUsed, counts }
  return {
    target: takeTarget(target, rowsUsed),
    features: features.map((feature) => takeFeature(feature, rowsUsed)),
    weights: weights && takeRows(weights, rowsUsed),
    rowsUsed,
    counts,
  }
}

function chooseRows(
  who: string,
  target: ClassTarget | NumberTarget,
  weights: Float64Array | undefined,
  weightName: string | undefined,
  onMissing: 'error' | 'omit',
): { rowsUsed: Int32Array; counts: LearnCounts } {
  const values = 'codes' in target ? target.codes : target.values
  const isClass = 'codes' in target
  const used = new Int32Array(values.length)
  let rows = 0
  let missing = 0
  for (let i = 0; i < values.length; i++) {
    const isMissing =
      (isClass ? values[i]! < 0 : Number.isNaN(values[i]!)) ||
      (weights !== undefined && Number.isNaN(weights[i]!))
    if (isMissing) missing++
    else if (weights === undefined || weights[i]! > 0) used[rows++] = i
  }
  if (missing > 0 && onMissing === 'error') {
    throw new ClienteleError(
      'value-invalid',
      `${who}: ${counted(missing, 'row')} of ${values.length} ${missing === 1 ? 'has' : 'have'} no target '${target.info.name}'${weights ? ` or weight '${weightName}'` : ''}; learn without them (missing: 'omit'), or fill it.`,
    )
  }
  if (rows === 0) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: none of the ${values.length} rows has a target${weights ? ' and a weight above 0' : ''}, but at least two are needed; look at column '${target.info.name}'${weights ? ` and column '${weightName}'` : ''}.`,
    )
  }
  return {
    rowsUsed: used.slice(0, rows),
    counts: Object.freeze({ rows, missing, weightless: values.length - rows - missing }),
  }
}

/** A column of weights, NaN where missing. */
export function readWeights(who: string, table: Table, name: string): Float64Array {
  const weights = readNumbers(findColumn(table, name, who), who)
  const row = weights.findIndex((weight) => weight < 0 || weight > 1e100)
  if (row < 0) return weights
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${weights[row]} in row ${row + 1}, but weights must be from 0 to 1e100; correct it.`,
  )
}

/** The values of some rows. */
export function takeRows<A extends Float64Array | Int32Array>(values: A, rows: Int32Array): A {
  const taken = new (values.constructor as new (length: number) => A)(rows.length)
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!
  return taken
}

/** Some rows of a feature. */
export function takeFeature(feature: Feature, rows: Int32Array): Feature {
  return 'values' in feature
    ? { info: feature.info, values: takeRows(feature.values, rows) }
    : { info: feature.info, codes: takeRows(feature.codes, rows) }
}

/** Some rows of a target. */
export function takeTarget(target: ClassTarget | NumberTarget, rows: Int32Array): ClassTarget | NumberTarget {
  return 'codes' in target
    ? seenClasses(target.info, takeRows(target.codes, rows))
    : { info: target.info, values: takeRows(target.values, rows) }
}

/** Classes that no row has which is learned from are none. */
function seenClasses(info: ClassTarget['info'], codes: Int32Array): ClassTarget {
  const isSeen = info.classes.map(() => false)
  for (let i = 0; i < codes.length; i++) isSeen[codes[i]!] = true
  if (!isSeen.includes(false)) return { info, codes }
  const classes = Object.freeze(info.classes.filter((_, c) => isSeen[c]))
  const place = Int32Array.from(info.classes, (label) => classes.indexOf(label))
  return { info: Object.freeze({ ...info, classes }), codes: codes.map((code) => place[code]!) }
}
