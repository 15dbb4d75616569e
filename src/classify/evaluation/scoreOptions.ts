import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { adopt, describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { findColumn, list } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import type { TableLike } from '../../table/types.js'
import type { TargetInfo } from '../../learn/target.js'

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
