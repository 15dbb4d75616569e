import { checkBoolean, checkChoice, checkInteger, checkNumber, invalid } from '../../options.js'
import { report, type ProgressOptions } from '../../progress.js'
import { describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { takeRows } from '../../table/take.js'
import { taskOf } from '../evaluation/figures.js'
import { SCORE_OPTIONS, type ScoreOptions, targetOptions } from '../evaluation/scoreOptions.js'
import type { Evaluations } from '../evaluation/results.js'
import { readWeights } from '../../learn/learn.js'
import { readTarget } from '../../learn/target.js'
import { type Codes, SPLIT_OPTIONS, type SplitOptions } from './assign.js'
import { planFolds } from './planFolds.js'
import { type Fit, fittedBy, type Fold, type FoldMeasure } from './runFolds.js'

/** How models are tried on rows that they have not seen. */
export interface ValidationOptions<Names extends string = string, Task extends keyof Evaluations = 'binary'>
  extends Omit<ScoreOptions<Names>, 'model'>, Omit<SplitOptions<Names>, 'stratify'>, ProgressOptions {
  /** How many parts, each of which is foretold once, from 2 to 1,000. Default 5. */
  readonly folds?: number | undefined
  /** A column whose values are as frequent in every fold; false for none. Default: the target, where it has classes. */
  readonly stratify?: Names | boolean | undefined
  /** What kind of target it is, for the type of the answer. Default: what is found. */
  readonly task?: Task | undefined
  /** From which probability on a row counts as foretold. Default 0.5. */
  readonly threshold?: number | undefined
}

/** The names of these options. */
export const VALIDATION_OPTIONS: readonly string[] = [
  ...SCORE_OPTIONS.filter((name) => name !== 'model'),
  ...SPLIT_OPTIONS,
  'folds',
  'task',
  'threshold',
  'onProgress',
  'signal',
]

/** What is to be foretold, fold by fold. */
export interface Validation {
  readonly task: keyof Evaluations
  readonly measure: FoldMeasure
  readonly folds: readonly Fold[]
}

/** Reads the target and deals out the folds; where the target is not named, a model of the first fold says what it is. */
export function planValidation(
  who: string,
  table: Table,
  options: ValidationOptions<string, keyof Evaluations>,
  fit: Fit,
): Validation {
  const { folds = 5, stratify = true, task, threshold = 0.5, group, time, seed = 1 } = options
  checkInteger(who, 'folds', folds, 2, 1000)
  checkNumber(who, 'threshold', threshold, 0, 1)
  checkChoice(who, 'missing', options.missing ?? 'error', ['error', 'omit'])
  if (typeof stratify !== 'string') checkBoolean(who, 'stratify', stratify)
  if (task !== undefined) checkChoice(who, 'task', task, ['binary', 'classes', 'number'])
  const byColumn = typeof stratify === 'string' ? stratify : undefined
  const plan = { folds, stratify: byColumn, group, time, seed }
  const model = options.target === undefined ? probe(who, table, plan, fit, options) : undefined
  const asked = task === 'binary' ? 'classes' : task
  const target = readTarget(who, table, targetOptions(who, { ...options, model }), asked)
  const found = taskOf({ target })
  if (task !== undefined && task !== found) {
    throw invalid(
      who,
      `task is '${task}', but the target '${target.info.name}' is of task '${found}'; leave task out`,
    )
  }
  const weights = options.weights === undefined ? undefined : readWeights(who, table, options.weights)
  const byTarget = stratify === true && time === undefined && 'codes' in target
  const strata = byTarget ? strataOf(target.codes, target.info.classes.length) : undefined
  return {
    task: found,
    measure: { target, weights, options },
    folds: planFolds(who, table, { ...plan, strata }),
  }
}

function strataOf(codes: Int32Array, size: number): Codes {
  return { codes: codes.map((code) => (code < 0 ? size : code)), size: size + 1 }
}

function probe(
  who: string,
  table: Table,
  plan: Parameters<typeof planFolds>[2],
  fit: Fit,
  progress: ProgressOptions,
) {
  const [first] = planFolds(who, table, plan)
  const model = fittedBy(who, fit, takeRows(table, first!.train), 0)
  report(who, progress, { phase: 'target', done: 1, total: 1 })
  return model
}

/** An error unless it is a function that fits. */
export function checkFit(who: string, fit: unknown): void {
  if (typeof fit === 'function') return
  throw invalid(
    who,
    `fit must be a function that gives a model, such as (train) => fitTree(train, {target: '…'}), but got ${describe(fit)}`,
  )
}
