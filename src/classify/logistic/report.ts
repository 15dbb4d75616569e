import { cholesky, choleskySolve, invertPositive, type Matrix } from '../../numeric/matrix.js'
import { chiSquareTail } from '../../numeric/normal.js'
import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import type { LearnCounts } from '../../learn/learn.js'
import { type Problem, scoresOf } from './likelihood.js'
import type { LogisticFit } from './model.js'
import type { Penalty } from './penalty.js'
import { part, type Solution, withPenalty } from './solve.js'

/** The log-likelihood of a model that knows only how frequent the classes are, and the weight of all rows. */
export function nullModel({ codes, weights, classes }: Problem): { logLikelihood: number; weight: number } {
  const totals = new Float64Array(classes)
  for (let i = 0; i < codes.length; i++) totals[codes[i]!]! += weights === undefined ? 1 : weights[i]!
  const weight = totals.reduce((a, b) => a + b, 0)
  const logLikelihood = totals.reduce((sum, t) => (t > 0 ? sum + t * Math.log(t / weight) : sum), 0)
  return { logLikelihood, weight }
}

/** The covariance of the coefficients, in units of the design: the inverse of the (penalised) second derivatives; 0 for dropped ones. */
export function covarianceOf(
  { hessian }: Solution,
  penalty: Penalty,
  dropped: ReadonlySet<number>,
): Float64Array[] | undefined {
  const kept = Array.from(hessian.keys()).filter((j) => !dropped.has(j))
  const inverse = invertPositive(part(withPenalty(hessian, penalty), kept))
  if (!inverse) return undefined
  const whole = hessian.map((row) => new Float64Array(row.length))
  kept.forEach((j, a) => kept.forEach((k, b) => (whole[j]![k] = inverse[a]![b]!)))
  return whole
}

/** How many parameters are free: with l2 the trace of the second derivatives times the covariance. */
export function freeParameters(
  { theta, hessian }: Solution,
  penalty: Penalty,
  dropped: ReadonlySet<number>,
): number {
  const width = penalty.width + 1
  if (penalty.l1 > 0) return theta.reduce((n, v, j) => n + (v !== 0 || j % width === 0 ? 1 : 0), 0)
  const kept = Array.from(theta.keys()).filter((j) => !dropped.has(j))
  if (penalty.l2 === 0) return kept.length
  const factor = cholesky(part(withPenalty(hessian, penalty), kept))
  if (!factor) return kept.length
  return kept.reduce((sum, j, a) => {
    const column = choleskySolve(
      factor,
      kept.map((k) => hessian[k]![j]!),
    )
    return sum + column[a]!
  }, 0)
}

/** The numbers that say how good a fit is. */
export function goodness(
  problem: Problem,
  { logLikelihood, iterations, converged }: Solution,
  parameters: number,
  isPlain: boolean,
): Omit<LogisticFit, keyof LearnCounts | 'collinear' | 'constant'> {
  const none = nullModel(problem)
  const freedom = parameters - (problem.classes - 1)
  const gain = 2 * (logLikelihood - none.logLikelihood)
  return {
    logLikelihood,
    nullLogLikelihood: none.logLikelihood,
    deviance: -2 * logLikelihood,
    nullDeviance: -2 * none.logLikelihood,
    pseudoR2: 1 - logLikelihood / none.logLikelihood,
    parameters,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: parameters * Math.log(none.weight) - 2 * logLikelihood,
    p: isPlain ? (freedom > 0 ? chiSquareTail(gain, freedom) : 1) : null,
    iterations,
    converged,
  }
}

/** Coefficients in the features' own units, from those of the design. */
export interface OwnUnits {
  readonly intercepts: readonly number[]
  readonly effects: readonly (readonly (number | null)[])[]
  readonly standardErrors: readonly (readonly (number | null)[])[] | null
}

/** Undoes the standardising of numbers. */
export function ownUnits(
  problem: Problem,
  encodings: readonly Encoding[],
  theta: Float64Array,
  covariance: Matrix | undefined,
  dropped: ReadonlySet<number>,
): OwnUnits {
  const m = problem.design.width + 1
  const columns = designColumns(encodings).map(({ feature, label, isMissing }) => {
    const encoding = encodings[feature]!
    return encoding.kind === 'number' && label < 0 && !isMissing ? encoding : { center: 0, scale: 1 }
  })
  const scores = Array.from({ length: scoresOf(problem) }, (_, s) => s)
  // The intercept where numbers are 0 is a sum of coefficients, with the variance of such a sum.
  const toZero = [1, ...columns.map(({ center, scale }) => -center / scale)]
  const variance = (matrix: Matrix, s: number) =>
    toZero.reduce(
      (sum, a, j) => sum + toZero.reduce((t, b, k) => t + a * b * matrix[s * m + j]![s * m + k]!, 0),
      0,
    )
  return {
    intercepts: scores.map((s) => theta[s * m]!),
    effects: scores.map((s) =>
      columns.map(({ scale }, c) => (dropped.has(s * m + c + 1) ? null : theta[s * m + c + 1]! / scale)),
    ),
    standardErrors: covariance
      ? scores.map((s) => {
          const errors: (number | null)[] = [Math.sqrt(Math.max(0, variance(covariance, s)))]
          columns.forEach(({ scale }, c) => {
            const j = s * m + c + 1
            errors.push(dropped.has(j) ? null : Math.sqrt(covariance[j]![j]!) / scale)
          })
          return errors
        })
      : null,
  }
}
