import { ClienteleError } from '../error.js'
import { checkChoice } from '../options.js'
import type { Table } from '../table/arrow.js'
import { counted, findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { type Feature, featureNames, readFeature } from './features.js'
import { findLeakage, type Leakage } from './findLeakage.js'
import { takeFeature, takeRows, takeTarget } from './take.js'
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
  /** Features that alone foretell the target so well that they probably came to be known after it; the best first. */
  readonly leakage: readonly Leakage[]
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
  const all = names.map((name) => readFeature(who, table, name))
  const isAll = rowsUsed.length === table.numRows
  const used = isAll ? target : takeTarget(target, rowsUsed)
  const features = isAll ? all : all.map((feature) => takeFeature(feature, rowsUsed))
  return {
    target: used,
    features,
    weights: isAll || !weights ? weights : takeRows(weights, rowsUsed),
    rowsUsed,
    counts: Object.freeze({ ...counts, leakage: findLeakage(used, features) }),
  }
}

function chooseRows(
  who: string,
  target: ClassTarget | NumberTarget,
  weights: Float64Array | undefined,
  weightName: string | undefined,
  onMissing: 'error' | 'omit',
): { rowsUsed: Int32Array; counts: Omit<LearnCounts, 'leakage'> } {
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
    counts: { rows, missing, weightless: values.length - rows - missing },
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
