import type { Float64, Table, Utf8 } from '../../table/arrow.js'
import type { BINARY_FIGURES } from './binary.js'
import type { Estimate } from './bootstrap.js'
import type { CLASSES_FIGURES } from './classes.js'

/** The interval of an AUC without resampling. */
export interface DeLong {
  readonly error: number
  readonly low: number
  readonly high: number
}

/** How rows were taken and what they were, by weight. */
export interface Confusion {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

interface Counted {
  /** Rows that were used. */
  readonly rows: number
  /** Rows without a target, prediction or weight. */
  readonly missing: number
}

type Figures<Names extends readonly string[]> = { readonly [Name in Names[number]]: Estimate }

/** How good probabilities of one outcome are. */
export interface BinaryEvaluation extends Counted, Figures<typeof BINARY_FIGURES> {
  readonly task: 'binary'
  /** The class that is foretold. */
  readonly positive: string
  /** How frequent it is, by weight. */
  readonly baseRate: number
  readonly threshold: number
  /** Null where rows have weights, or a class has one row only. */
  readonly delong: DeLong | null
  readonly confusion: Confusion
}

/** A row an actual and a predicted class. */
export type ConfusionColumns = { actual: Utf8; predicted: Utf8; rows: Float64 }

/** How good probabilities of several classes are. */
export interface ClassesEvaluation extends Counted, Figures<typeof CLASSES_FIGURES> {
  readonly task: 'classes'
  readonly classes: readonly string[]
  /** By weight. */
  readonly confusion: Table<ConfusionColumns>
}

/** How good predicted numbers are. */
export interface NumberEvaluation extends Counted {
  readonly task: 'number'
  readonly rmse: Estimate
  readonly mae: Estimate
  /** Null where the target does not vary. */
  readonly r2: Estimate | null
  /** Null where a prediction is not above 0, or an actual number below it. */
  readonly poissonDeviance: Estimate | null
}

/** What `evaluate` gives, by the kind of target. */
export interface Evaluations {
  readonly binary: BinaryEvaluation
  readonly classes: ClassesEvaluation
  readonly number: NumberEvaluation
}
