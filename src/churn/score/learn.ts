import { calibrate } from '../../classify/calibrate.js'
import type { BoostModel } from '../../classify/boost/model.js'
import type { Sigmoid } from '../../classify/calibration/sigmoid.js'
import { crossValidate } from '../../classify/crossValidate.js'
import { fitBoost } from '../../classify/fitBoost.js'
import { fitLogistic } from '../../classify/fitLogistic.js'
import { fitTree } from '../../classify/fitTree.js'
import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, float64 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { type HoldoutReport, judge } from './report.js'
import { type ChurnWarning, notLearned, offOnHoldout } from './warnings.js'

const WHO = 'fitChurn'
/** Few questions a tree, many small steps: what drives customers away adds up, and histories are noisy. It hardly matters which: on a shop's year half or twice of any changes the AUC by .002 at most, an eighth of its interval's half. */
const BOOST = { trees: 80, rate: 0.05, leaves: 4, minLeafRows: 20, l2: 5 } as const
const FOLDS = 4

/** What is learned from, by name. */
export interface Lesson {
  readonly target: string
  readonly features: readonly string[]
  /** The feature that alone is to be beaten. */
  readonly recency: string | undefined
  /** A column that keeps the rows of one customer in one fold. */
  readonly group: string | undefined
  readonly seed: number
  readonly threads: number
}

/** Learns to foretell who leaves. */
export function boost(table: Table, lesson: Lesson): BoostModel {
  const { target, features, seed, threads } = lesson
  return fitBoost(table as never, { target, features, seed, threads, ...BOOST } as never)
}

/** What makes its probabilities right, from customers whom models had not seen. */
export function calibrationOf(table: Table, lesson: Lesson): Sigmoid {
  const { target, group, seed } = lesson
  const { predictions } = crossValidate(
    table as never,
    {
      target,
      folds: FOLDS,
      seed,
      ...(group !== undefined && { group }),
      fit: (train: Table) => boost(train, lesson),
    } as never,
  )
  const asItIs = { predict: (scored: any) => scored }
  const { calibrators } = calibrate(predictions as never, { model: asItIs, target } as never)
  const [only] = calibrators
  return only?.method === 'sigmoid' && only.slope > 0
    ? { slope: only.slope, intercept: only.intercept }
    : { slope: 1, intercept: 0 }
}

/** Calibrated probabilities of a boosted model. */
export function scoresOf(model: BoostModel, sigmoid: Sigmoid, table: Table): Float64Array {
  return probabilitiesOf(model, table).map((p) => applySigmoid(sigmoid, p))
}

/** The probability that a sigmoid makes of one. */
export function applySigmoid({ slope, intercept }: Sigmoid, p: number): number {
  const within = Math.min(1 - 1e-6, Math.max(1e-6, p))
  return 1 / (1 + Math.exp(-(slope * Math.log(within / (1 - within)) + intercept)))
}

/** What boosting and simpler ways say about customers not seen, and how right they were. */
export function tryOut(
  train: Table,
  test: Table,
  lesson: Lesson,
  sigmoid: Sigmoid,
  others: { readonly [name: string]: Float64Array },
): { readonly report: HoldoutReport; readonly warnings: readonly ChurnWarning[] } {
  const { target, features, recency } = lesson
  const scores: { [name: string]: Float64Array } = { boost: scoresOf(boost(train, lesson), sigmoid, test) }
  const warnings: ChurnWarning[] = []
  const attempt = (name: string, fit: () => { predict(table: any, options?: any): any }): void => {
    try {
      scores[name] = probabilitiesOf(fit(), test)
    } catch (error) {
      if (!(error instanceof ClienteleError)) throw error
      warnings.push(notLearned(name, error.message))
    }
  }
  attempt('logistic', () => fitLogistic(train as never, { target, features, l2: 1 } as never))
  attempt('tree', () => fitTree(train as never, { target, features, maxDepth: 4, minLeaf: 50 } as never))
  if (recency !== undefined) {
    attempt('recency', () => fitLogistic(train as never, { target, features: [recency], l2: 0 } as never))
  }
  Object.assign(scores, others)
  const columns = Object.entries(scores).map(([name, values]) => [`p_${name}`, float64(values)] as const)
  const scored = addColumns(test, Object.fromEntries(columns), WHO, { replace: true })
  const report = judge(scored, target, Object.keys(scores))
  const off = offOnHoldout(report.calibration)
  return { report, warnings: off === undefined ? warnings : [...warnings, off] }
}

function probabilitiesOf(model: { predict(table: any, options?: any): any }, table: Table): Float64Array {
  const predicted = model.predict(table, { replace: true }) as Table
  return readNumbers(findColumn(predicted, 'probability', WHO), WHO)
}
