import { ClienteleError } from '../../error.js'
import { checkChoice, invalid } from '../../options.js'
import { adopt, describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { readCategories } from '../../table/categories.js'
import { counted, findColumn, list } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import type { TableLike } from '../../table/types.js'
import { readWeights } from '../frame/learn.js'
import { takeRows } from '../frame/take.js'
import { type ClassTarget, type NumberTarget, readTarget, type TargetInfo } from '../frame/target.js'
import type { Scored } from './ranking.js'
import type { Evaluations } from './results.js'

/** A model that foretells: any classifier or regressor of this library, or your own. */
export interface PredictingModel {
  /** What it learned to predict; then target and positive need not be named. */
  readonly target?: TargetInfo | undefined
  /** The table with `probability` (a column a class where there are more than two) or `predicted` added. */
  predict(table: any, options?: { readonly replace?: boolean | undefined }): TableLike
}

/** Where to find what was foretold and what came of it. */
export interface ScoreOptions<Names extends string = string> {
  /** The column of what came. Default: what the model learned to predict. */
  readonly target?: Names | undefined
  /** The class that `probability` is of. Needed where there are two classes that are neither booleans nor 0/1 nor yes/no. */
  readonly positive?: string | number | boolean | undefined
  /** The column of probabilities; with more than two classes the beginning of their names: `probability_<class>`. Default 'probability'. */
  readonly probability?: string | undefined
  /** The column of predicted numbers, where the target is a number. Default 'predicted'. */
  readonly predicted?: string | undefined
  /** A column of weights: a row of weight 2 counts as two. Default: all 1. */
  readonly weights?: Names | undefined
  /** Rows without a target, probability or weight: 'error', or 'omit' to leave them out, and count them. Default 'error'. */
  readonly missing?: 'error' | 'omit' | undefined
  /** Predicts the table first, so that it needs no column of probabilities. */
  readonly model?: PredictingModel | undefined
}

/** The names of these options. */
export const SCORE_OPTIONS: readonly string[] = [
  'target',
  'positive',
  'probability',
  'predicted',
  'weights',
  'missing',
  'model',
]

/** How many rows there are and how many could not be used. */
export interface ScoreCounts {
  readonly rows: number
  /** Rows without a target, a probability or a weight. */
  readonly missing: number
}

/** What was foretold and what came; all columns hold just the rows used. */
export interface ScoredTable {
  readonly target: ClassTarget | NumberTarget
  /** Of the second of two classes, of each of more; or the predicted numbers. */
  readonly scores: readonly Float64Array[]
  /** The columns that the scores stand in. */
  readonly names: readonly string[]
  readonly weights: Float64Array | undefined
  readonly rowsUsed: Int32Array
  readonly counts: ScoreCounts
  /** Which part of a table it is, for errors: ' of fold 2'. */
  readonly part?: string | undefined
}

/** The target's name and positive class: those given, else the model's. */
export function targetOptions(
  who: string,
  { target, positive, model }: Pick<ScoreOptions, 'target' | 'positive' | 'model'>,
): { target: string; positive?: string | number | boolean | undefined } {
  const learned = model?.target
  if (target === undefined && learned === undefined) {
    throw invalid(who, "which column holds what came? Say target: '…'")
  }
  const name = target ?? learned!.name
  const isPair = learned?.task === 'classes' && learned.classes.length === 2
  return { target: name, positive: positive ?? (isPair ? learned.classes[1] : undefined) }
}

/** Predicts with the model, where there is one. */
export function scoredBy(who: string, table: Table, model: PredictingModel | undefined): Table {
  if (model === undefined) return table
  if (typeof model?.predict !== 'function') {
    throw invalid(who, `model must have a function predict, but got ${describe(model)}`)
  }
  return adopt(model.predict(table, { replace: true }), who)
}

/** Reads target, predictions and weights, and leaves out the rows without one where that was asked for. */
export function readScored(
  who: string,
  given: Table,
  options: ScoreOptions,
  task?: keyof Evaluations,
): ScoredTable {
  const { weights: weightName, missing = 'error', model } = options
  checkChoice(who, 'missing', missing, ['error', 'omit'])
  const asClasses = task === 'binary' ? 'classes' : task
  const target =
    modelTarget(who, given, options) ?? readTarget(who, given, targetOptions(who, options), asClasses)
  if (task === 'binary') checkPair(who, target)
  const table = scoredBy(who, given, model)
  const names = scoreNames(target.info, options)
  const scores = names.map((name) => readScores(who, table, name))
  const weights = weightName === undefined ? undefined : readWeights(who, given, weightName)
  return completeRows(who, { target, scores, names, weights, weightName }, missing)
}

/** What was foretold and what came, row by row of a table; NaN where missing. */
export interface Scores {
  readonly target: ClassTarget | NumberTarget
  readonly scores: readonly Float64Array[]
  readonly names: readonly string[]
  readonly weights: Float64Array | undefined
  readonly weightName: string | undefined
}

/** Some rows of a target; classes stay as they are, for each has its column of probabilities. */
export function takeOutcomes(
  target: ClassTarget | NumberTarget,
  rows: Int32Array,
): ClassTarget | NumberTarget {
  return 'codes' in target
    ? { info: target.info, codes: takeRows(target.codes, rows) }
    : { info: target.info, values: takeRows(target.values, rows) }
}

/** Leaves out the rows that lack something, where that was asked for, and those of weight 0. */
export function completeRows(
  who: string,
  { target, scores, names, weights, weightName }: Scores,
  missing: 'error' | 'omit',
  part?: string,
): ScoredTable {
  const columns = [...names, ...(weightName === undefined ? [] : [weightName])]
  const values = weights ? [...scores, weights] : scores
  const { rowsUsed, counts } = chooseRows(who, target, values, columns, missing)
  // A weight of 0 counts for nothing.
  const used = weights ? rowsUsed.filter((row) => weights[row]! > 0) : rowsUsed
  if (used.length === 0) throw noRows(who, target.info.name, columns, counts.rows + counts.missing)
  return {
    target: takeOutcomes(target, used),
    scores: scores.map((score) => takeRows(score, used)),
    names,
    weights: weights && takeRows(weights, used),
    rowsUsed: used,
    counts: Object.freeze({ ...counts, rows: used.length }),
    part,
  }
}

/** A target of more than two classes as the model knows them: these rows need not hold all of them. */
function modelTarget(
  who: string,
  table: Table,
  { target, positive, model }: ScoreOptions,
): ClassTarget | undefined {
  const info = model?.target
  if (info?.task !== 'classes' || info.classes.length <= 2 || positive !== undefined) return undefined
  const { codes, labels } = readCategories(findColumn(table, target ?? info.name, who), who)
  const place = Int32Array.from(labels, (label) => info.classes.indexOf(label))
  const unknown = labels.find((_, l) => place[l]! < 0)
  if (unknown === undefined) return { info, codes: codes.map((code) => (code < 0 ? -1 : place[code]!)) }
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${target ?? info.name}' holds '${unknown.slice(0, 40)}', which the model does not know (its classes: ${list(info.classes)}); leave such rows out.`,
  )
}

function checkPair(who: string, { info }: ClassTarget | NumberTarget): void {
  if (info.task === 'classes' && info.classes.length <= 2) return
  const what = info.task === 'number' ? 'numbers' : `${info.classes.length} classes`
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${info.name}' has ${what}, but yes or no is needed; say which class is meant (positive: '…').`,
  )
}

/** The columns that a target's predictions stand in. */
export function scoreNames(
  info: TargetInfo,
  { probability = 'probability', predicted = 'predicted' }: ScoreOptions,
): string[] {
  if (info.task === 'number') return [predicted]
  // A held-out part may hold one of two classes only.
  return info.classes.length <= 2 ? [probability] : info.classes.map((label) => `${probability}_${label}`)
}

/** A column of predictions. */
export function readScores(who: string, table: Table, name: string): Float64Array {
  if (!table.schema.fields.some((field) => field.name === name)) {
    throw new ClienteleError(
      'column-missing',
      `${who}: there is no column '${name}' of predictions; add it with a model's predict, name another one, or give the model (columns: ${list(table.schema.fields.map((field) => field.name))}).`,
    )
  }
  const values = readNumbers(findColumn(table, name, who), who)
  const row = values.findIndex((v) => Math.abs(v) === Infinity)
  if (row < 0) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${values[row]} in row ${row + 1}, but finite numbers are needed; look at how it was predicted.`,
  )
}

/** The rows that have a target and all of these columns. */
function chooseRows(
  who: string,
  target: ClassTarget | NumberTarget,
  columns: readonly Float64Array[],
  names: readonly string[],
  onMissing: 'error' | 'omit',
): { rowsUsed: Int32Array; counts: ScoreCounts } {
  const known = 'codes' in target ? target.codes.map((code) => (code < 0 ? 0 : 1)) : target.values
  const used = new Int32Array(known.length)
  const lacking = new Set<string>()
  let rows = 0
  for (let i = 0; i < known.length; i++) {
    const hasTarget = 'codes' in target ? known[i] === 1 : !Number.isNaN(known[i]!)
    if (!hasTarget) lacking.add(target.info.name)
    const gap = columns.findIndex((values) => Number.isNaN(values[i]!))
    if (gap >= 0) lacking.add(names[gap]!)
    if (hasTarget && gap < 0) used[rows++] = i
  }
  const missing = known.length - rows
  if (missing > 0 && onMissing === 'error') {
    throw new ClienteleError(
      'value-invalid',
      `${who}: ${counted(missing, 'row')} of ${known.length} ${missing === 1 ? 'has' : 'have'} no value in ${list([...lacking])}; fill it in, or leave such rows out (missing: 'omit').`,
    )
  }
  return { rowsUsed: used.slice(0, rows), counts: { rows, missing } }
}

function noRows(who: string, target: string, names: readonly string[], rows: number): ClienteleError {
  return new ClienteleError(
    'rows-too-few',
    `${who}: none of the ${rows} rows has a value in ${list([target, ...names])}, and a weight above 0 where there are weights; look at these columns.`,
  )
}

/** What was foretold of the positive of two classes; an error where there is only one. */
export function binaryScores(who: string, table: ScoredTable): Scored {
  const codes = checkVaries(who, table)
  return { scores: table.scores[0]!, outcomes: Float64Array.from(codes), weights: table.weights }
}

/** The classes of the rows; an error where all are of one. */
export function checkVaries(who: string, { target, part = '' }: ScoredTable): Int32Array {
  const codes = 'codes' in target ? target.codes : new Int32Array(0)
  if (codes.some((code) => code !== codes[0])) return codes
  const { name } = target.info
  const only = 'codes' in target ? target.info.classes[codes[0]!] : undefined
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${name}' is '${only ?? ''}' in all ${counted(codes.length, 'row')}${part}, but how good a prediction is shows only where there are others; take rows of both kinds.`,
  )
}

/** The scores, which must be probabilities. */
export function checkProbabilities(who: string, { scores, names }: ScoredTable): void {
  for (const [s, values] of scores.entries()) {
    const row = values.findIndex((p) => p < 0 || p > 1)
    if (row < 0) continue
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${names[s]!}' holds ${values[row]}, but probabilities are from 0 to 1; make them so with calibrate, or look at the ranks alone with liftTable.`,
    )
  }
}
