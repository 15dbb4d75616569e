import { ClienteleError } from '../../error.js'
import { freezeDeep } from '../../freeze.js'
import { chiSquareTail } from '../../numeric/normal.js'
import { checkNumber, checkOptions } from '../../options.js'
import { type ProgressOptions, report } from '../../progress.js'
import { adopt } from '../../table/adopt.js'
import type { TableLike } from '../../table/types.js'
import { concordance } from '../cox/concordance.js'
import { checkEvents } from '../cox/identify.js'
import { readLevel } from '../survival/options.js'
import { type Lives, LIVES_OPTIONS } from '../survival/readLives.js'
import { readSurvival, type SurvivalFeatureOptions, type SurvivalLearned } from '../survival/readSurvival.js'
import { type AftMaximum, aftParameters, type AftProblem, maximizeAft } from './maximize.js'
import { type AftFit, type AftModel, aftModel } from './model.js'
import { type AftKind, SHAPES } from './shapes.js'

/** What `fitWeibull` and `fitLogNormal` can be told. */
export interface FitAftOptions<Names extends string = string>
  extends SurvivalFeatureOptions<Names>, ProgressOptions {
  /** A penalty of l2 / 2 · Σ (effect / σ)², effects of numbers a standard deviation. Default 0. */
  readonly l2?: number | undefined
  /** The level of the intervals of time ratios, from 0.5 to 0.999999. Default 0.95. */
  readonly interval?: number | undefined
}

const OPTIONS = LIVES_OPTIONS.concat([
  'features',
  'missingFeatures',
  'l2',
  'interval',
  'onProgress',
  'signal',
])

/** Fits one family of accelerated failure times. */
export function fitAft<K extends AftKind>(
  who: string,
  kind: K,
  given: TableLike,
  options: FitAftOptions,
): AftModel<K> {
  checkOptions(who, options, OPTIONS)
  const { l2 = 0, duration, event } = options
  checkNumber(who, 'l2', l2, 0, 1e12)
  const interval = readLevel(who, options.interval)
  const learned = readSurvival(who, adopt(given, who), options, [])
  const { lives, columns, features, encodings, terms } = learned
  checkEvents(who, event, lives.events)
  const { problem, center } = makeProblem(who, kind, learned, duration, l2)
  const onIteration = (done: number) => report(who, options, { phase: 'iteration', done, total: done + 1 })
  const best = maximizeAft(problem, onIteration)
  const found = best && aftParameters(best)
  if (!best || !found) throw flat(who, terms)
  const nothing = columns.length === 0 ? best : maximizeAft({ ...problem, columns: [] })
  const own = inOwnUnits(found, learned, center)
  return aftModel(
    freezeDeep({
      kind,
      version: 1,
      duration,
      event,
      features: features.map(({ info }) => info),
      encodings,
      terms,
      intercept: own.values[0]!,
      effects: own.values.slice(1, -1),
      scale: Math.exp(own.values.at(-1)!),
      covariance: own.covariance,
      l2,
      interval,
      fit: fitReport(lives, problem, best, nothing ?? best),
    }),
  )
}

/** Log durations less their mean, so that the search starts near. */
function makeProblem(
  who: string,
  kind: AftKind,
  { lives, columns }: SurvivalLearned,
  name: string,
  l2: number,
): { problem: AftProblem; center: number } {
  const zero = lives.durations.findIndex((t) => t === 0)
  if (zero >= 0) {
    const row = (lives.rowsUsed ? lives.rowsUsed[zero]! : zero) + 1
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' holds 0 in row ${row}, but this family has durations above 0 only; leave such rows out, or count from half a unit.`,
    )
  }
  const log = lives.durations.map(Math.log)
  const center = log.reduce((sum, y) => sum + y, 0) / log.length
  const centred = (y: number): number => y - center
  const logEntries = lives.entries?.map((entry) => centred(Math.log(entry)))
  return {
    problem: { shape: SHAPES[kind], lives, columns, logDurations: log.map(centred), logEntries, l2 },
    center,
  }
}

function flat(who: string, terms: readonly string[]): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: the durations cannot tell the parameters apart: ${terms.length === 0 ? 'all are the same' : `one of ${terms.slice(0, 6).join(', ')} tells nothing that the others do not, or all durations are the same`}; leave it out, or add a penalty (l2: 1).`,
  )
}

/** Intercept and effects of features as they stand in the table: a linear map of those of centred columns. */
function inOwnUnits(
  { values, covariance }: { readonly values: Float64Array; readonly covariance: readonly Float64Array[] },
  { units, means }: SurvivalLearned,
  center: number,
): { values: number[]; covariance: number[][] } {
  const size = values.length
  const map = Array.from({ length: size }, (_, a) => {
    const row = new Float64Array(size)
    row[a] = a === 0 || a === size - 1 ? 1 : 1 / units[a - 1]!
    if (a === 0) means.forEach((mean, j) => (row[j + 1] = -mean / units[j]!))
    return row
  })
  return {
    values: map.map((row, a) => dot(row, (b) => values[b]!) + (a === 0 ? center : 0)),
    covariance: map.map((left) =>
      map.map((right) => dot(left, (a) => dot(right, (b) => covariance[a]![b]!))),
    ),
  }
}

/** The sum of a row's entries times something by place. */
function dot(row: Float64Array, by: (b: number) => number): number {
  return row.reduce((sum, v, b) => (v === 0 ? sum : sum + v * by(b)), 0)
}

function fitReport(lives: Lives, problem: AftProblem, best: AftMaximum, nothing: AftMaximum): AftFit {
  const { events, durations, weights, entries } = lives
  // From log durations less their mean to durations.
  let jacobian = 0
  for (let i = 0; i < events.length; i++) {
    if (events[i] === 1) jacobian -= (weights ? weights[i]! : 1) * Math.log(durations[i]!)
  }
  const penalty = best.theta.slice(1, -1).reduce((sum, t) => sum + (problem.l2 / 2) * t * t, 0)
  const logLikelihood = best.logLikelihood + penalty + jacobian
  const nullLogLikelihood = nothing.logLikelihood + jacobian
  const statistic = Math.max(0, 2 * (logLikelihood - nullLogLikelihood))
  const effects = best.theta.length - 2
  const left = events.reduce((sum, event) => sum + event, 0)
  const risk = durations.map(
    (_, i) => -problem.columns.reduce((sum, x, a) => sum + best.theta[a + 1]! * x[i]!, 0),
  )
  const share = entries ? NaN : concordance(durations, events, risk)
  return {
    rows: durations.length,
    missing: lives.missing,
    events: left,
    logLikelihood,
    nullLogLikelihood,
    likelihoodRatio: { statistic, p: problem.l2 === 0 ? chiSquareTail(statistic, effects) : null },
    aic: 2 * (effects + 2) - 2 * logLikelihood,
    bic: (effects + 2) * Math.log(left) - 2 * logLikelihood,
    concordance: Number.isNaN(share) ? null : share,
    iterations: best.iterations,
    converged: best.converged,
  }
}
