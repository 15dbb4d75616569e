import { checkChoice, checkInteger, checkOptions, invalid } from '../options.js'
import { brief, printable } from '../print.js'
import { report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { takeRows } from '../table/take.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import { figureNames, isGain } from './evaluation/figures.js'
import type { PredictingModel } from './evaluation/scoreOptions.js'
import { halve, planRounds } from './search/halving.js'
import {
  checkSpace,
  drawTrials,
  gridOf,
  type Parameters,
  type ParametersOf,
  type SearchSpace,
} from './search/space.js'
import { type Trial, trialTable } from './search/trials.js'
import { dealPart } from './validation/folds.js'
import { runFolds } from './validation/runFolds.js'
import { deviations, meanFigures } from './validation/summary.js'
import {
  checkFit,
  planValidation,
  VALIDATION_OPTIONS,
  type ValidationOptions,
} from './validation/validate.js'

/** What `tune` can be told. */
export interface TuneOptions<
  Names extends string = string,
  Space extends SearchSpace = SearchSpace,
  Model extends PredictingModel = PredictingModel,
  T = any,
> extends ValidationOptions<Names, any> {
  /** Learns a model with these parameters. */
  readonly fit: (train: Table<Own<T>>, parameters: ParametersOf<Space>) => Model
  /** What is tried: for each parameter a list, or `{from, to}` with `whole` and `log`. */
  readonly space: Space
  /** 'random' draws combinations; 'halving' tries them on few rows first and goes on with the best third; 'grid' tries all. Default 'random'. */
  readonly method?: 'random' | 'halving' | 'grid' | undefined
  /** How many combinations are drawn, from 1 to 10,000. Default 20; of a grid all are tried. */
  readonly trials?: number | undefined
  /** The figure of `evaluate` that decides. Default 'auc'; 'logLoss' with more than two classes, 'rmse' for a number. */
  readonly metric?: string | undefined
}

/** What `tune` gives. */
export interface Tuned<
  Space extends SearchSpace = SearchSpace,
  Model extends PredictingModel = PredictingModel,
> {
  /** The best combination, and the mean of its figure over the folds. */
  readonly best: { readonly parameters: ParametersOf<Space>; readonly score: number; readonly trial: number }
  /** Fitted on all rows with the best combination. */
  readonly model: Model
  /** One row a trial (and round, with halving): its parameters, `rows`, `score`, `deviation`. */
  readonly trials: Table<any>
  readonly metric: string
}

const WHO = 'tune'

/**
 * Finds good settings for a learner: tries combinations of parameters, each by cross-validation on the same folds, and fits the best one on all
 * rows.
 *
 * 'random' finds as good settings as a grid with far fewer trials, for most parameters hardly matter (Bergstra and Bengio 2012). 'halving' is for many trials on many
 * rows: all are tried on a small part of the rows, the best third of them on three times as many, and so on up to all.
 *
 * The best score is that of the luckiest of many and somewhat too good: say how good the model is by rows kept back (`splitTable`).
 *
 * @param table - rows with what came (`target`) and what `fit` reads
 * @param options - `fit` (from a table and parameters to a model), `space`, `method` ('random'), `trials` (20), `metric` ('auc'), and what `crossValidate` takes
 * @returns a frozen object: `best` (`parameters`, `score`, `trial`), `model`, `trials` (a table), `metric`. Among equals the first one drawn is best
 * @throws ClienteleError `option-invalid`, `rows-too-few`, and whatever `fit` throws
 *
 * Cost: that of fitting trials × folds times, with halving a fraction of it.
 *
 * Bergstra, J. and Bengio, Y. (2012), Random search for hyper-parameter optimization; Jamieson, K. and Talwalkar, A. (2016), Non-stochastic best arm identification.
 *
 * @example
 * ```ts
 * const customers = fromRows(Array.from({ length: 120 }, (_, i) => ({ tenure: (i * 37) % 60, churned: (i * 7) % 60 > (i * 37) % 60 })))
 * const { best, trials } = tune(customers, {
 *   target: 'churned',
 *   space: { l2: { from: 0.001, to: 100, log: true } },
 *   trials: 4,
 *   metric: 'logLoss',
 *   fit: (train, { l2 }) => fitLogistic(train, { target: 'churned', l2 }),
 * })
 * console.log(trials.numRows, best.parameters.l2 < 10) // 4 true
 * ```
 */
export function tune<
  const Space extends SearchSpace,
  Model extends PredictingModel,
  T extends { [name: string]: any } = any,
>(table: TableLike<T>, options: TuneOptions<ColumnName<NoInfer<T>>, Space, Model, T>): Tuned<Space, Model> {
  checkOptions(WHO, options, ['fit', 'space', 'method', 'trials', 'metric', ...VALIDATION_OPTIONS])
  const { fit, space, method = 'random', trials = 20, folds = 5, seed = 1 } = options
  checkFit(WHO, fit)
  checkSpace(WHO, space)
  checkChoice(WHO, 'method', method, ['random', 'halving', 'grid'])
  checkInteger(WHO, 'trials', trials, 1, 10_000)
  const own = adopt(table, WHO)
  const candidates = method === 'grid' ? gridOf(WHO, space, 10_000) : drawTrials(space, trials, seed)
  const search = searcher(own, options, candidates[0]!)
  const rounds =
    method === 'halving'
      ? planRounds(candidates.length, own.numRows, folds)
      : [{ left: candidates.length, rows: own.numRows }]
  const total = rounds.reduce((sum, round) => sum + round.left, 0)
  let done = 0
  const attempt = (number: number, parameters: Parameters, rows: number) => {
    const trial = search.attempt(number, parameters, rows)
    report(WHO, options, { phase: 'trials', done: ++done, total })
    return trial
  }
  const tried = halve(candidates, rounds, attempt, search.isBetter)
  const last = tried.filter(({ rows }) => rows === own.numRows)
  const best = last.reduce((one, other) => (search.isBetter(other, one) ? other : one))
  const model = fit(own as any, best.parameters as ParametersOf<Space>)
  const result = {
    best: Object.freeze({
      parameters: Object.freeze(best.parameters) as ParametersOf<Space>,
      score: best.score,
      trial: best.number,
    }),
    model,
    trials: trialTable(tried, Object.keys(space)),
    metric: search.metric,
  }
  return printable(
    result,
    () =>
      `tuned by ${search.metric} in ${tried.length} trials: ${brief(best.score)} with ${JSON.stringify(best.parameters)}`,
  )
}

/** What tries one combination on part of the rows. */
function searcher(table: Table, options: TuneOptions<string, any, any>, first: Parameters) {
  const { fit, seed = 1 } = options
  const { task, measure } = planValidation(WHO, table, options, (train) => fit(train, first))
  const { metric = { binary: 'auc', classes: 'logLoss', number: 'rmse' }[task] } = options
  checkChoice(WHO, 'metric', metric, figureNames(task))
  const { target } = measure
  const named = { ...options, target: target.info.name }
  if ('codes' in target)
    Object.assign(named, { positive: options.positive ?? positiveOf(target.info.classes) })
  const parts = new Map<number, Table>([[table.numRows, table]])
  const partOf = (rows: number) => {
    const strata = 'codes' in target ? target.codes.map((code) => code + 1) : new Int32Array(table.numRows)
    const size = 'codes' in target ? target.info.classes.length + 1 : 1
    const part = parts.get(rows) ?? takeRows(table, kept(dealPart(strata, size, rows, seed)))
    parts.set(rows, part)
    return part
  }
  const attempt = (number: number, parameters: Parameters, rows: number): Trial => {
    const part = partOf(rows)
    const own = (train: any) => fit(train, parameters)
    const plan = planValidation(WHO, part, named, own)
    const quiet = { signal: options.signal }
    const { results } = runFolds(WHO, part, plan.folds, own, plan.measure, quiet)
    const score = meanFigures(results)[metric] ?? null
    if (score === null) {
      throw invalid(WHO, `metric '${metric}' is not defined in every fold of these rows; choose another one`)
    }
    return { number, parameters, rows: part.numRows, score, deviation: deviations(results)[metric] ?? NaN }
  }
  const sign = isGain(metric) ? 1 : -1
  return { metric, attempt, isBetter: (a: Trial, b: Trial) => sign * a.score > sign * b.score }
}

function positiveOf(classes: readonly string[]): string | undefined {
  return classes.length === 2 ? classes[1] : undefined
}

function kept(flags: Uint8Array): Int32Array {
  return Int32Array.from(flags.keys()).filter((row) => flags[row] === 1)
}
