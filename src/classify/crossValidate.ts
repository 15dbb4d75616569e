import { checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import type { ColumnName, Own, TableLike } from '../table/types.js'
import type { FigureNames } from './evaluation/figures.js'
import type { PredictingModel } from './evaluation/scoreOptions.js'
import type { Evaluations } from './evaluation/results.js'
import { predictions } from './validation/predictions.js'
import { runFolds } from './validation/runFolds.js'
import { deviations, foldTable, meanFigures } from './validation/summary.js'
import {
  checkFit,
  planValidation,
  VALIDATION_OPTIONS,
  type ValidationOptions,
} from './validation/validate.js'

/** What `crossValidate` can be told. */
export interface CrossValidateOptions<
  Names extends string = string,
  Task extends keyof Evaluations = 'binary',
  T = any,
> extends ValidationOptions<Names, Task> {
  /** Learns a model from part of the table, preprocessing and all; `fold` counts from 0. */
  readonly fit: (train: Table<Own<T>>, fold: number) => PredictingModel
}

/** A number for each figure of that kind of target; null where a fold has none. */
export type Figures<Task extends keyof Evaluations = 'binary'> = {
  readonly [Figure in FigureNames[Task]]: Figure extends 'r2' | 'poissonDeviance' ? number | null : number
}

/** One row a fold, which counts from 1, with a column for each figure: `auc`, `average_precision`, `log_loss`, … */
export type FoldColumns = { fold: Int32; train_rows: Int32; test_rows: Int32 } & { [figure: string]: Float64 }

/** What `crossValidate` gives. */
export interface CrossValidation<Task extends keyof Evaluations = 'binary', T = any> {
  readonly task: Task
  /** The mean of each figure over the folds. */
  readonly mean: Figures<Task>
  /** The standard deviation of each figure over the folds. */
  readonly deviation: Figures<Task>
  readonly folds: Table<any>
  /** The given table with `fold` and what the model that had not seen the row foretold. */
  readonly predictions: Table<Own<T> & { fold: Int32; [predicted: string]: any }>
}

const WHO = 'crossValidate'

/**
 * How good will a model be on customers that it has not seen? The table is cut into `folds` parts; each is foretold by a model that learned
 * from the others. Whatever is learned belongs inside `fit`: scaling, choosing features, calibrating; else a model knows what it should not.
 *
 * Folds are of equal size, and by default each has the same share of every class. `group: 'customer_id'` keeps all rows of a customer
 * in one fold. `time: 'month'` cuts by time instead: the first of `folds` + 1 parts is only learned from, each later one is foretold from all
 * that came before it.
 *
 * @param table - one row a customer
 * @param options - `fit`, a function from a table to a model; `target` and `positive` (where they are not given, one more model is fitted to
 * hear from it what it foretells); `folds` (5), `stratify` (true: by the target), `group`, `time`, `weights`, `missing`, `probability`, `predicted`,
 * `threshold`, `seed` (1), `onProgress`, `signal`
 * @returns a frozen object: `mean` and `deviation` of every figure of `evaluate` over the folds, `folds` (a table, one row a fold, figures in
 * snake_case), `predictions` (the given table with `fold` (from 1), `predicted` and `probability` of rows not seen; null for rows that no fold foretells). Folds depend
 * on the seed and row numbers alone, so another order of rows is dealt out otherwise, except by time
 * @throws ClienteleError `option-invalid`, `rows-too-few`, `value-invalid` (a fold with one class only), and whatever `fit` throws
 *
 * Cost: that of fitting `folds` times; memory for a copy of the table.
 *
 * Kohavi, R. (1995), A study of cross-validation and bootstrap for accuracy estimation and model selection.
 *
 * @example
 * ```ts
 * const customers = fromRows(Array.from({ length: 60 }, (_, i) => ({ tenure: i, churned: i % 7 < 3 })))
 * // Any object with a function predict is a model; this one says how frequent the outcome was.
 * const { mean, folds } = crossValidate(customers, {
 *   target: 'churned',
 *   fit: (train) => {
 *     const rate = where(train, { churned: true }).numRows / train.numRows
 *     return { predict: (table, options) => derive(table, { probability: () => rate }, options) }
 *   },
 * })
 * console.log(mean.auc, folds.numRows) // 0.5 5
 * ```
 */
export function crossValidate<
  T extends { [name: string]: any } = any,
  Task extends keyof Evaluations = 'binary',
>(
  table: TableLike<T>,
  options: CrossValidateOptions<ColumnName<NoInfer<T>>, Task, T>,
): CrossValidation<Task, T> {
  checkOptions(WHO, options, ['fit', ...VALIDATION_OPTIONS])
  checkFit(WHO, options.fit)
  const own = adopt(table, WHO)
  const { task, measure, folds } = planValidation(WHO, own, options, options.fit)
  const run = runFolds(WHO, own, folds, options.fit, measure, options)
  const mean = meanFigures(run.results)
  const deviation = deviations(run.results)
  const result = {
    task,
    mean: Object.freeze(mean),
    deviation: Object.freeze(deviation),
    folds: foldTable(run.results),
    predictions: predictions(WHO, own, folds, run),
  }
  return printable(result, () =>
    [
      `cross-validation (${task}): ${folds.length} folds of ${brief(own.numRows)} rows`,
      ...Object.entries(mean).map(
        ([name, value]) => `  ${name} ${part(value)} ± ${part(deviation[name] ?? null)}`,
      ),
    ].join('\n'),
  ) as unknown as CrossValidation<Task, T>
}

function part(value: number | null): string {
  return value === null ? 'n/a' : brief(value)
}
