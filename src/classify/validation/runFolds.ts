import { ClienteleError } from '../../error.js'
import { type ProgressOptions, report } from '../../progress.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { takeRows as takeTableRows } from '../../table/take.js'
import { pointFigures } from '../evaluation/figures.js'
import { completeRows, takeOutcomes, type Scores } from '../evaluation/scoredTable.js'
import {
  type PredictingModel,
  readScores,
  scoredBy,
  scoreNames,
  type ScoreOptions,
} from '../evaluation/scoreOptions.js'
import { takeRows } from '../../learn/take.js'

/** Learns from one part of a table. */
export type Fit = (train: any, fold: number) => PredictingModel

/** Rows to learn from and rows to foretell. */
export interface Fold {
  readonly train: Int32Array
  readonly test: Int32Array
}

/** How good the model of one fold was on the rows that it had not seen. */
export interface FoldResult {
  readonly trainRows: number
  readonly testRows: number
  readonly figures: { readonly [figure: string]: number }
}

/** What came of all folds. */
export interface FoldsRun {
  readonly results: readonly FoldResult[]
  /** What was foretold of each row, NaN where no fold did. */
  readonly scores: readonly Float64Array[]
  readonly names: readonly string[]
  /** The tables as the models gave them back, fold by fold. */
  readonly predicted: readonly Table[]
}

/** What is measured in every fold. */
export interface FoldMeasure {
  readonly target: Scores['target']
  readonly weights: Float64Array | undefined
  readonly options: ScoreOptions & { readonly threshold?: number | undefined }
}

/** Fits and foretells each fold. */
export function runFolds(
  who: string,
  table: Table,
  folds: readonly Fold[],
  fit: Fit,
  { target, weights, options }: FoldMeasure,
  progress: ProgressOptions,
): FoldsRun {
  const names = scoreNames(target.info, options)
  const scores = names.map(() => new Float64Array(table.numRows).fill(NaN))
  const predicted: Table[] = []
  const results = folds.map(({ train, test }, f) => {
    const model = fittedBy(who, fit, takeTableRows(table, train), f)
    const scored = scoredBy(who, takeTableRows(table, test), model)
    predicted.push(scored)
    const own = names.map((name) => readScores(who, scored, name))
    if (own[0]!.length !== test.length) throw otherRows(who, own[0]!.length, test.length)
    own.forEach((values, s) => values.forEach((v, z) => (scores[s]![test[z]!] = v)))
    const part = completeRows(
      who,
      {
        target: takeOutcomes(target, test),
        scores: own,
        names,
        weights: weights && takeRows(weights, test),
        weightName: options.weights,
      },
      options.missing ?? 'error',
      ` of fold ${f + 1}`,
    )
    const figures = pointFigures(who, part, options.threshold)
    report(who, progress, { phase: 'folds', done: f + 1, total: folds.length })
    return { trainRows: train.length, testRows: test.length, figures }
  })
  return { results, scores, names, predicted }
}

/** The model that was learned from these rows. */
export function fittedBy(who: string, fit: Fit, train: Table, fold: number): PredictingModel {
  const model = fit(adopt(train, who), fold)
  if (typeof model?.predict === 'function') return model
  throw new ClienteleError(
    'option-invalid',
    `${who}: fit must give a model with a function predict, such as (train) => fitTree(train, {target: '…'}), but it gave ${model === null ? 'null' : typeof model}.`,
  )
}

function otherRows(who: string, got: number, rows: number): ClienteleError {
  return new ClienteleError(
    'contradiction',
    `${who}: the model's predict gave ${got} rows for ${rows}, but it must give the same rows in the same order.`,
  )
}
