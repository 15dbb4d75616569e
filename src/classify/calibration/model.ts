import { ClienteleError } from '../../error.js'
import { listOf, malformed, numberIn, objectOf, type Reader, wholeIn, wordOf } from '../../modelJson.js'
import { checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike, With } from '../../table/types.js'
import { type PredictingModel, readScores, scoredBy, scoreNames } from '../evaluation/scoreOptions.js'
import {
  addPredictions,
  type PredictedColumns,
  PREDICT_OPTIONS,
  type PredictOptions,
} from '../../learn/predictions.js'
import { readTargetInfo } from '../../learn/readJson.js'
import type { TargetInfo } from '../../learn/target.js'
import { applyIsotonic, type Isotonic } from './isotonic.js'
import { applySigmoid, type Sigmoid } from './sigmoid.js'

/** What one class's probabilities are made into others by. */
export type Calibrator =
  | ({ readonly method: 'sigmoid' } & Sigmoid)
  | ({ readonly method: 'isotonic' } & Isotonic)

/** How good probabilities were on the rows that calibration learned from, before and after. */
export interface CalibratedFit {
  readonly rows: number
  /** Rows without a target, a probability or a weight. */
  readonly missing: number
  readonly logLossBefore: number
  readonly logLoss: number
  readonly brierBefore: number
  readonly brier: number
}

/** Everything a calibrated model is made of. */
export interface CalibratedState {
  readonly kind: 'calibrated'
  readonly version: 1
  readonly target: TargetInfo & { readonly task: 'classes' }
  /** Of the second of two classes; of each of more. */
  readonly calibrators: readonly Calibrator[]
  /** The JSON of the model that is calibrated. */
  readonly base: object
  readonly fit: CalibratedFit
}

/** A model whose probabilities were made to mean what they say. */
export interface CalibratedModel extends Omit<CalibratedState, 'base'> {
  /** The model that is calibrated. */
  readonly base: PredictingModel
  /** The table with `predicted` and `probability` (with more than two classes, `probability_<class>`) added. */
  predict<T extends { [name: string]: any } = any>(
    table: TableLike<T>,
    options?: PredictOptions,
  ): With<T, PredictedColumns>
  /** Everything, the calibrated model included, as plain JSON for `loadModel`. */
  toJSON(): CalibratedState
}

/** The model that its parts make. */
export function calibratedModel(
  parts: Omit<CalibratedState, 'kind' | 'version' | 'base'>,
  base: PredictingModel,
): CalibratedModel {
  const { target, calibrators, fit } = parts
  const predict = (given: TableLike, options: PredictOptions = {}): Table => {
    const who = 'calibrated.predict'
    checkOptions(who, options, PREDICT_OPTIONS)
    const table = adopt(given, who)
    const scored = scoredBy(who, table, base)
    const scores = scoreNames(target, {}).map((name) => readScores(who, scored, name))
    return addPredictions(who, table, target, calibrateScores(calibrators, scores), options)
  }
  const model = {
    kind: 'calibrated' as const,
    version: 1 as const,
    target,
    calibrators,
    base,
    fit,
    predict: predict as unknown as CalibratedModel['predict'],
    toJSON: (): CalibratedState => ({
      kind: 'calibrated',
      version: 1,
      target,
      calibrators,
      base: jsonOf(base),
      fit,
    }),
  }
  return printable(model, () => {
    const { rows, logLossBefore, logLoss, brierBefore, brier } = fit
    return `calibrated model of ${target.name} (${calibrators[0]!.method}): on ${brief(rows)} rows log loss ${brief(logLossBefore)} → ${brief(logLoss)}, Brier ${brief(brierBefore)} → ${brief(brier)}`
  })
}

function jsonOf(base: PredictingModel): object {
  const { toJSON } = base as { toJSON?: () => object }
  if (typeof toJSON === 'function') return toJSON()
  throw new ClienteleError(
    'unsupported',
    'calibrated.toJSON: the model that is calibrated has no toJSON; calibrate a model of this library to keep it.',
  )
}

/** Each class by its own calibrator; of more than two, such that they add up to 1. */
export function calibrateScores(
  calibrators: readonly Calibrator[],
  scores: readonly Float64Array[],
): Float64Array[] {
  const made = scores.map((values, s) => {
    const calibrator = calibrators[s]!
    return values.map((p) => {
      if (Number.isNaN(p)) return p
      return calibrator.method === 'sigmoid' ? applySigmoid(calibrator, p) : applyIsotonic(calibrator, p)
    })
  })
  if (made.length === 1) return made
  const sums = made[0]!.map((_, i) => made.reduce((sum, values) => sum + values[i]!, 0))
  return made.map((values) => values.map((p, i) => (sums[i] === 0 ? 1 / made.length : p / sums[i]!)))
}

const readCalibrator: Reader<Calibrator> = (value, place) => {
  if ((value as { method?: unknown } | null)?.method === 'sigmoid') {
    return objectOf({ method: wordOf('sigmoid'), slope: numberIn(), intercept: numberIn() })(value, place)
  }
  const points = listOf(numberIn(), 1, 100_000_000)
  const read = objectOf({
    method: wordOf('isotonic'),
    from: points,
    to: listOf(numberIn(0, 1), 1, 100_000_000),
  })(value, place)
  if (read.from.length !== read.to.length) throw malformed(place, 'as many numbers in from as in to')
  if (read.from.some((x, i) => i > 0 && !(x > read.from[i - 1]!))) throw malformed(`${place}.from`, 'rising')
  return read
}

/** Restores a model from JSON that is not to be trusted; `load` restores the model within. */
export function readCalibratedModel(
  json: unknown,
  place: string,
  load: (json: object) => unknown,
): CalibratedModel {
  const count = wholeIn(0, Number.MAX_SAFE_INTEGER)
  const { target, calibrators, base, fit } = objectOf({
    kind: wordOf('calibrated'),
    version: wordOf(1),
    target: readTargetInfo,
    calibrators: listOf(readCalibrator, 1, 1000),
    base: (value: unknown, at: string) => {
      const kind = (value as { kind?: unknown } | null)?.kind
      // A model within itself without end.
      if (typeof value === 'object' && value !== null && kind !== 'calibrated') return value
      throw malformed(at, 'a model of another kind')
    },
    fit: objectOf({
      rows: count,
      missing: count,
      logLossBefore: numberIn(0),
      logLoss: numberIn(0),
      brierBefore: numberIn(0),
      brier: numberIn(0),
    }),
  })(json, place)
  if (target.task !== 'classes') throw malformed('target.task', `'classes'`)
  const scores = scoreNames(target, {}).length
  if (calibrators.length !== scores) throw malformed('calibrators', `a list of ${scores}`)
  const within = load(base) as PredictingModel
  if (within.target?.task !== 'classes' || String(within.target.classes) !== String(target.classes)) {
    throw malformed('base', 'a model of the same classes')
  }
  return calibratedModel({ target, calibrators, fit }, within)
}
