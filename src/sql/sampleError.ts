import { crossValidate, type CrossValidation } from '../classify/crossValidate.js'
import { evaluate } from '../classify/evaluate.js'
import type { PredictingModel } from '../classify/evaluation/scoreOptions.js'
import type { Evaluations } from '../classify/evaluation/results.js'
import { checkFit } from '../classify/validation/validate.js'
import { checkNumber, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import type { ProgressOptions } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { toRows } from '../table/toRows.js'
import type { TableLike } from '../table/types.js'
import { type DoublingColumns, doublingTable, halfOf, halvesError } from './sample/halves.js'

/** What `sampleError` can be told. */
export interface SampleErrorOptions extends ProgressOptions {
  /** Learns a model from part of the sample. */
  readonly fit: (train: Table<any>, fold: number) => PredictingModel
  /** The column of what came. */
  readonly target: string
  /** The class that `probability` is of. Needed where there are two classes that are neither booleans nor 0/1 nor yes/no. */
  readonly positive?: string | number | boolean | undefined
  /** How many rows each row stands for. Default `weight`, which `sampleRows` adds. */
  readonly weights?: string | undefined
  /** A column of which rows of one value are learned from or foretold together: `customer_id`, where a customer has several. */
  readonly group?: string | undefined
  /** Default 5. */
  readonly folds?: number | undefined
  /** From which probability on a row counts as foretold. Default 0.5. */
  readonly threshold?: number | undefined
  /** How many bootstrap samples the intervals of figures are taken from. Default that of `evaluate`. */
  readonly bootstrap?: number | undefined
  /** Default 0.95. */
  readonly interval?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

/** What `sampleError` gives. */
export interface SampleError {
  /** How many rows the sample has, and how many it stands for. */
  readonly rows: number
  readonly standsFor: number
  /** What `evaluate` says of rows that the model had not seen, as they would be among all rows. */
  readonly figures: Evaluations[keyof Evaluations]
  readonly doubling: Table<DoublingColumns>
  /** The standard error of what is foretold of a row, from which rows were drawn: of a probability, or in the unit of the target. */
  readonly error: number
}

const WHO = 'sampleError'

/**
 * Is a sample large enough to learn from? Three answers, each from rows that the models had not seen (cross-validation), weighted so that they are about all rows.
 *
 * - `figures`: how good the model is, with the interval that so many rows leave open (bootstrap, as `evaluate`).
 * - `doubling`: how much better it is than models of half the rows: what doubling the sample has brought. Where the interval holds 0, a larger one will hardly
 *   bring more; where it does not, draw twice as many. (Corrected resampled t-test over the folds, Nadeau and Bengio 2003.)
 * - `error`: how far what is foretold of a customer would move had other rows been drawn. Two halves are learned from apart; half of the root mean square of their
 *   differences estimates the standard error of the whole (the random group method; Wolter 2007, chapter 2: the variance of a half is twice that of the whole).
 *
 * @param sample - what `sampleRows` gives, as a table
 * @param options - `fit`, which should learn with the weights; `target` and, unless it is boolean, 0/1 or yes/no, `positive`; `weights` ('weight'), `group`, `folds` (5), `threshold` (0.5),
 * `bootstrap`, `interval` (0.95), `seed` (1), `onProgress`, `signal`
 * @returns a frozen object: `rows`, `standsFor`, `figures`, `doubling` (a table, one row a figure) and `error`
 * @throws ClienteleError as `crossValidate` and `evaluate` do, and whatever `fit` throws
 *
 * Cost: for each fold, fitting once on all rows and twice on half of them.
 *
 * Perlich, C., Provost, F. and Simonoff, J. S. (2003), Tree induction vs. logistic regression: a learning-curve analysis; Wolter, K. M. (2007), Introduction to variance estimation.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * const rows = Array.from({ length: 3000 }, (_, i) => ({ customer_id: i, orders: i % 30, churned: (i * 7919) % 100 < 40 - (i % 30) }))
 * await engine.upload('customers', fromRows(rows))
 * const sample = await sql.sampleRows(sql.from(engine, 'customers'), { rows: 600, by: 'churned' }).toTable()
 * const fit = (train: any) => fitLogistic(train, { target: 'churned', features: ['orders'], weights: 'weight' })
 * const { figures, doubling, error, standsFor } = sql.sampleError(sample, { fit, target: 'churned' })
 * console.log(standsFor, error < 0.03) // 3000 true
 * console.log(figures.task === 'binary' && figures.auc.value > 0.6) // true
 * console.log(toRows(doubling)[0]?.figure) // auc
 * await engine.close()
 * ```
 */
export function sampleError(sample: TableLike, options: SampleErrorOptions): SampleError {
  checkOptions(WHO, options, [
    'fit',
    'target',
    'positive',
    'weights',
    'group',
    'folds',
    'threshold',
    'bootstrap',
    'interval',
    'seed',
    'onProgress',
    'signal',
  ])
  const { fit, target, positive, weights = 'weight', group, folds = 5, threshold, bootstrap } = options
  const { interval = 0.95, seed = 1, onProgress, signal } = options
  checkFit(WHO, fit)
  checkNumber(WHO, 'interval', interval, 0.01, 0.999)
  const own = adopt(sample, WHO)
  const counts = readNumbers(findColumn(own, weights, WHO), WHO)
  const scores = { target, positive, weights, threshold, seed }
  const validate = (way: SampleErrorOptions['fit'], before: number): CrossValidation<any> =>
    crossValidate(own, {
      ...scores,
      group,
      folds,
      fit: way,
      signal,
      onProgress: ({ done }) =>
        onProgress?.({ phase: 'folds', done: before * folds + done, total: 3 * folds }),
    })
  const whole = validate(fit, 0)
  const { task } = whole
  const split = { seed, group, stratify: task === 'number' ? undefined : target }
  const [first, second] = (['train', 'test'] as const).map((half, h) =>
    validate((train, fold) => fit(halfOf(WHO, train, weights, split, half), fold), h + 1),
  ) as [CrossValidation<any>, CrossValidation<any>]
  const figures = evaluate(whole.predictions, { ...scores, bootstrap, interval, task })
  const result = {
    rows: own.numRows,
    standsFor: Math.round(counts.reduce((sum, weight) => sum + weight, 0) * 1e6) / 1e6,
    figures,
    doubling: doublingTable(WHO, [whole, first, second], interval),
    error: halvesError(WHO, scoreColumns(figures), [first, second], counts),
  }
  return printable(result, () => describeError(result))
}

/** The columns of what was foretold. */
function scoreColumns(figures: SampleError['figures']): string[] {
  if (figures.task === 'number') return ['predicted']
  return figures.task === 'binary' ? ['probability'] : figures.classes.map((label) => `probability_${label}`)
}

function describeError({ rows, standsFor, doubling, error }: SampleError): string {
  const lines = toRows(doubling).map(
    (row) =>
      `  ${row.figure}: ${brief(row.whole!)}, with half of the rows ${brief(row.half!)}; doubling brought ${brief(row.difference!)} (${brief(row.difference_low!)} to ${brief(row.difference_high!)})`,
  )
  const head = `sample of ${brief(rows)} rows for ${brief(standsFor)}: what is foretold of one is off by ${brief(error)} (standard error)`
  return [head, ...lines].join('\n')
}
