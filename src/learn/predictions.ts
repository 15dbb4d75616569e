import { checkNumber } from '../options.js'
import type { Bool, Dictionary, Float64, Int32, Table, Vector } from '../table/arrow.js'
import { addColumns, bool, dictionary, float64, int32, type NamingOptions } from '../table/build.js'
import { markPredicted } from '../table/predicted.js'
import type { TargetInfo } from './target.js'

/** What predicting can be told. */
export interface PredictOptions extends NamingOptions {
  /** With two classes: from which probability on the positive one is predicted. Default 0.5, or where the model's costs say. */
  readonly threshold?: number | undefined
}

/** The names of these options. */
export const PREDICT_OPTIONS: readonly string[] = ['as', 'replace', 'threshold']

/** The columns that a prediction adds: `probability` with two classes, `probability_<class>` each with more. */
export type PredictedColumns = {
  predicted: Bool | Int32 | Float64 | Dictionary
  probability: Float64
}

/** The name of the column of a class's probability. */
export function probabilityName(classes: readonly string[], c: number): string {
  return classes.length === 2 ? 'probability' : `probability_${classes[c]!}`
}

/**
 * Adds what a model says: for a number, `predicted`; for two classes, `predicted` (as the target stood: boolean, 0/1 or text) and
 * `probability`, that of the second; for more, `predicted` and a probability a class. `scores` has the predicted
 * numbers, or the probability of the second class, or one list a class.
 */
export function addPredictions(
  who: string,
  table: Table,
  target: TargetInfo,
  scores: readonly Float64Array[],
  { as, replace, threshold }: PredictOptions,
  { costs, others }: PredictionExtras = {},
): Table {
  checkNumber(who, 'threshold', threshold ?? 0.5, 0, 1)
  const added: Record<string, Vector> = {}
  if (target.task === 'number') added.predicted = float64(scores[0]!)
  else {
    const { classes } = target
    added.predicted = classColumn(target, decide(scores, threshold, costs))
    scores.forEach((score, s) => (added[probabilityName(classes, s)] = float64(score)))
  }
  return markPredicted(addColumns(table, { ...added, ...others }, who, { as, replace }), table)
}

/** What some models add to that. */
export interface PredictionExtras {
  /** What it costs to predict a class (inner place) where another one is true (outer place): the least expected cost is predicted. */
  readonly costs?: CostMatrix | null | undefined
  /** Further columns. */
  readonly others?: { readonly [name: string]: Vector } | undefined
}

/** A list for each true class of what it costs to predict each class. */
export type CostMatrix = readonly (readonly number[])[]

/** The number of the class that is predicted for each row; −1 where its probability is not known. */
function decide(
  scores: readonly Float64Array[],
  threshold: number | undefined,
  costs: CostMatrix | null | undefined,
): Int32Array {
  if (scores.length === 1) return passing(scores[0]!, threshold ?? thresholdOf(costs))
  if (!costs) return largest(scores)
  const savings = costs.map((_, predicted) => {
    const saved = new Float64Array(scores[0]!.length)
    costs.forEach((row, actual) => {
      const score = scores[actual]!
      for (let i = 0; i < saved.length; i++) saved[i]! -= row[predicted]! * score[i]!
    })
    return saved
  })
  return largest(savings)
}

/** From which probability of the second class on it costs less to predict that one. */
export function thresholdOf(costs: CostMatrix | null | undefined): number {
  if (!costs) return 0.5
  const falseAlarm = costs[0]![1]! - costs[0]![0]!
  const miss = costs[1]![0]! - costs[1]![1]!
  return Math.min(1, Math.max(0, falseAlarm / (falseAlarm + miss)))
}

function passing(probability: Float64Array, threshold: number): Int32Array {
  return Int32Array.from(probability, (p) => (Number.isNaN(p) ? -1 : p >= threshold ? 1 : 0))
}

/** The class of the largest probability, the first among equals. */
function largest(scores: readonly Float64Array[]): Int32Array {
  const codes = new Int32Array(scores[0]!.length)
  for (let i = 0; i < codes.length; i++) {
    let best = 0
    for (let c = 1; c < scores.length; c++) if (scores[c]![i]! > scores[best]![i]!) best = c
    codes[i] = Number.isNaN(scores[best]![i]) ? -1 : best
  }
  return codes
}

function classColumn({ form, classes }: TargetInfo & { task: 'classes' }, codes: Int32Array): Vector {
  if (form === 'text') return dictionary(codes, classes)
  if (form === 'boolean')
    return bool(Uint8Array.from(codes, (code) => (code < 0 ? 2 : classes[code] === 'true' ? 1 : 0)))
  const values = classes.map(Number)
  if (!values.every((v) => Number.isInteger(v) && Math.abs(v) < 2 ** 31)) {
    return float64(Float64Array.from(codes, (code) => (code < 0 ? NaN : values[code]!)))
  }
  const present = Uint8Array.from(codes, (code) => (code < 0 ? 0 : 1))
  return int32(
    Int32Array.from(codes, (code) => (code < 0 ? 0 : values[code]!)),
    present,
  )
}
