import { ClienteleError } from '../error.js'
import { checkChoice, checkInteger, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Table, Utf8 } from '../table/arrow.js'
import { addColumns, float64, makeTable, utf8 } from '../table/build.js'
import { findColumn, hasColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { readStrings } from '../table/strings.js'
import { takeVector } from '../table/take.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { figureNames, isGain, pointFigures, taskOf } from './evaluation/figures.js'
import { readScored } from './evaluation/readScored.js'
import { SCORE_OPTIONS, type ScoreOptions } from './evaluation/scoreOptions.js'
import { type ExplainedModel, featuresOf } from './explain/featuresOf.js'
import { shuffled } from './validation/folds.js'

/** What `importance` can be told. */
export interface ImportanceOptions<Names extends string = string>
  extends Omit<ScoreOptions<Names>, 'model'>, ProgressOptions {
  /** The model that is to be explained. */
  readonly model: ExplainedModel
  /** 'permutation': what it costs not to know the feature; 'gain': what its splits gained when the model was fitted (trees, forests, boosting). Default 'permutation'. */
  readonly method?: 'permutation' | 'gain' | undefined
  /** Which features are looked at. Default: all that the model learned from. */
  readonly features?: readonly Names[] | undefined
  /** The figure of `evaluate` that is lost. Default 'auc'; 'logLoss' with more than two classes, 'rmse' for a number. */
  readonly metric?: string | undefined
  /** How many times each feature is shuffled. Default 5. */
  readonly repeats?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

/** One row a feature, the most important first. */
export type FeatureImportanceColumns = {
  feature: Utf8
  importance: Float64
  deviation: Float64
  share: Float64
}

const WHO = 'importance'

/**
 * What drives the outcome? By 'permutation': how much worse the model gets where it is lied to about a feature, its values being shuffled among the
 * rows. On rows that the model has not seen that is how much it relies on what is true of others too. Two features that say
 * the same cover for each other, so both look unimportant. By 'gain': what the splits by a feature gained when the model learned; it favours features of many
 * values.
 *
 * @param table - rows with the model's features and what came (`target`), best ones that it has not seen; for 'gain' it is not read
 * @param options - `model`; `method` ('permutation'), `features` (those of the model), `metric` ('auc'), `repeats` (5), `seed` (1); `target`, `positive` (the model's),
 * `weights`, `missing`, `probability`, `predicted`; `onProgress`, `signal`
 * @returns one row a feature, the most important first: `feature`, `importance` (how much worse the metric gets on average; what was gained), `deviation` (over the repeats;
 * null for 'gain' or one repeat), `share` (of the importance of all, those below 0 counting as 0; null where none is above). Shuffles depend on the seed and row numbers alone
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `value-invalid`, `rows-too-few`, `unsupported` (a model without gains)
 *
 * Cost: predicting and evaluating the table once for each feature and repeat; for a large table take a part of it.
 *
 * Breiman, L. (2001), Random forests; Fisher, A., Rudin, C. and Dominici, F. (2019), All models are wrong, but many are useful.
 *
 * @example
 * ```ts
 * const customers = fromRows(Array.from({ length: 200 }, (_, i) => ({
 *   tenure: i % 50, region: ['north', 'south'][i % 2], churned: (i * 7) % 50 > i % 50,
 * })))
 * const model = fitLogistic(customers, { target: 'churned' })
 * const [first] = toRows(importance(customers, { model }))
 * console.log(first?.feature, first?.importance > 0.2) // tenure true
 * ```
 */
export function importance<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: ImportanceOptions<ColumnName<NoInfer<T>>>,
): Table<FeatureImportanceColumns> {
  checkOptions(WHO, options, [
    ...SCORE_OPTIONS,
    'method',
    'features',
    'metric',
    'repeats',
    'seed',
    'onProgress',
    'signal',
  ])
  const { model, method = 'permutation', repeats = 5, seed = 1 } = options
  checkChoice(WHO, 'method', method, ['permutation', 'gain'])
  checkInteger(WHO, 'repeats', repeats, 1, 10_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  if (typeof model?.predict !== 'function')
    throw invalid(WHO, 'model is needed: the one that is to be explained')
  const own = adopt(table, WHO)
  return method === 'gain' ? gains(model) : permutation(own, options, repeats, seed)
}

function permutation(
  table: Table,
  options: ImportanceOptions,
  repeats: number,
  seed: number,
): Table<FeatureImportanceColumns> {
  const { model } = options
  const scored = readScored(WHO, table, options)
  const task = taskOf(scored)
  const { metric = { binary: 'auc', classes: 'logLoss', number: 'rmse' }[task] } = options
  checkChoice(WHO, 'metric', metric, figureNames(task))
  const apart = [scored.target.info.name, ...(options.weights === undefined ? [] : [options.weights])]
  const names = featuresOf(WHO, table, options.features, model, apart)
  const sign = isGain(metric) ? 1 : -1
  const base = pointFigures(WHO, scored)[metric]!
  const losses = names.map((name, f) =>
    Float64Array.from({ length: repeats }, (_, r) => {
      const order = shuffled(table.numRows, seed, SHUFFLES + f * repeats + r)
      const column = takeVector(findColumn(table, name, WHO), order)
      const lied = addColumns(table, { [name]: column }, WHO, { replace: true })
      const figure = pointFigures(WHO, readScored(WHO, lied, options))[metric]!
      report(WHO, options, { phase: 'features', done: f * repeats + r + 1, total: names.length * repeats })
      return sign * (base - figure)
    }),
  )
  return importanceTable(names, losses.map(mean), losses.map(deviation))
}

// Streams of random numbers, apart from those of folds and models.
const SHUFFLES = 0x5aff1e

function mean(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length
}

function deviation(values: Float64Array): number {
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (values.length - 1))
}

/** What a model of trees knows by itself. */
function gains(model: ExplainedModel): Table<FeatureImportanceColumns> {
  const { importance: given } = model as { importance?: TableLike }
  const own = typeof given === 'object' ? adopt(given, WHO) : undefined
  if (own === undefined || !hasColumn(own, 'gain') || !hasColumn(own, 'feature')) {
    throw new ClienteleError(
      'unsupported',
      `${WHO}: this model has no gains, which trees, forests and boosting have; ask by permutation.`,
    )
  }
  const names = readStrings(findColumn(own, 'feature', WHO)).map((name) => name ?? '')
  const values = Array.from(readNumbers(findColumn(own, 'gain', WHO), WHO))
  return importanceTable(
    names,
    values,
    values.map(() => NaN),
  )
}

function importanceTable(
  names: readonly string[],
  values: readonly number[],
  deviations: readonly number[],
): Table<FeatureImportanceColumns> {
  const order = [...names.keys()].sort((a, b) => values[b]! - values[a]! || a - b)
  const all = values.reduce((sum, v) => sum + Math.max(0, v), 0)
  return makeTable<FeatureImportanceColumns>({
    feature: utf8(order.map((f) => names[f]!)),
    importance: float64(Float64Array.from(order, (f) => values[f]!)),
    deviation: float64(Float64Array.from(order, (f) => deviations[f]!)),
    share: float64(Float64Array.from(order, (f) => (all > 0 ? Math.max(0, values[f]!) / all : NaN))),
  })
}
