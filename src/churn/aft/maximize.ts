import { cholesky, choleskySolve, invertPositive } from '../../numeric/matrix.js'
import type { Lives } from '../survival/readLives.js'
import type { Shape } from './shapes.js'

/**
 * The log-likelihood in the coordinates θ = (a/σ, b/σ, 1/σ), in which z = θᵀv with v = (−1, −x, log duration) and the
 * logarithm of a log-concave density is concave (Burridge 1981).
 */
export interface AftLikelihood {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  readonly information: readonly Float64Array[]
}

/** Where Newton's method ended. */
export interface AftMaximum extends AftLikelihood {
  readonly theta: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/** What is maximised: lives with their features, log durations less `center`. */
export interface AftProblem {
  readonly shape: Shape
  readonly lives: Lives
  readonly columns: readonly Float64Array[]
  readonly logDurations: Float64Array
  readonly logEntries: Float64Array | undefined
  readonly l2: number
}

/** The log-likelihood (of log durations), its slope and curvature. */
export function aftLikelihood(problem: AftProblem, theta: Float64Array): AftLikelihood {
  const { shape, lives, logDurations, logEntries, columns, l2 } = problem
  const { events, weights } = lives
  const size = theta.length
  const tau = theta[size - 1]!
  const gradient = new Float64Array(size)
  const information = Array.from({ length: size }, () => new Float64Array(size))
  const [v, out] = [new Float64Array(size), new Float64Array(3)]
  let logLikelihood = 0
  const add = (i: number, y: number, weight: number, derivatives: Shape['logDensity']) => {
    const z = direction(columns, i, y, theta, v)
    derivatives(z, out)
    logLikelihood += weight * out[0]!
    for (let a = 0; a < size; a++) {
      gradient[a]! += weight * out[1]! * v[a]!
      const part = -weight * out[2]! * v[a]!
      for (let b = a; b < size; b++) information[a]![b]! += part * v[b]!
    }
  }
  for (let i = 0; i < events.length; i++) {
    const weight = weights ? weights[i]! : 1
    if (events[i] === 1) {
      add(i, logDurations[i]!, weight, shape.logDensity)
      logLikelihood += weight * Math.log(tau)
      gradient[size - 1]! += weight / tau
      information[size - 1]![size - 1]! += weight / (tau * tau)
    } else add(i, logDurations[i]!, weight, shape.logSurvival)
    // Who came late is compared with those who had lasted until then.
    if (logEntries && logEntries[i]! > -Infinity) add(i, logEntries[i]!, -weight, shape.logSurvival)
  }
  for (let a = 1; a < size - 1; a++) {
    logLikelihood -= (l2 / 2) * theta[a]! ** 2
    gradient[a]! -= l2 * theta[a]!
    information[a]![a]! += l2
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) information[a]![b] = information[b]![a]!
  return { logLikelihood, gradient, information }
}

/** Fills v = (−1, −x, y) and gives θᵀv. */
function direction(
  columns: readonly Float64Array[],
  i: number,
  y: number,
  theta: Float64Array,
  v: Float64Array,
): number {
  const last = v.length - 1
  v[0] = -1
  v[last] = y
  let z = theta[last]! * y - theta[0]!
  for (let a = 0; a < columns.length; a++) {
    const x = -columns[a]![i]!
    v[a + 1] = x
    z += theta[a + 1]! * x
  }
  return z
}

const MOST_ITERATIONS = 100

/** Newton's method from the moments of the log durations, steps halved until they gain. */
export function maximizeAft(
  problem: AftProblem,
  onIteration?: (done: number) => void,
): AftMaximum | undefined {
  const { logDurations, columns } = problem
  const n = logDurations.length
  const spread = Math.sqrt(logDurations.reduce((sum, y) => sum + y * y, 0) / n)
  let theta = new Float64Array(columns.length + 2)
  theta[theta.length - 1] = 1 / Math.max(spread, 1e-3)
  let here = aftLikelihood(problem, theta)
  for (let iterations = 0; ; iterations++) {
    onIteration?.(iterations)
    const root = cholesky(here.information)
    if (!root) return undefined
    const step = choleskySolve(root, here.gradient)
    const gain = step.reduce((sum, s, a) => sum + s * here.gradient[a]!, 0)
    if (gain < 1e-9 * (1 + Math.abs(here.logLikelihood))) {
      theta = theta.map((t, a) => t + step[a]!)
      return { ...aftLikelihood(problem, theta), theta, iterations: iterations + 1, converged: true }
    }
    const next = iterations < MOST_ITERATIONS ? better(problem, theta, step, here.logLikelihood) : undefined
    if (!next) return { ...here, theta, iterations, converged: false }
    theta = next.theta
    here = next.here
  }
}

function better(
  problem: AftProblem,
  theta: Float64Array,
  step: Float64Array,
  from: number,
): { theta: Float64Array<ArrayBuffer>; here: AftLikelihood } | undefined {
  for (let size = 1; size > 1e-9; size /= 2) {
    const tried = Float64Array.from(theta, (t, a) => t + size * step[a]!)
    if (!(tried.at(-1)! > 0)) continue
    const here = aftLikelihood(problem, tried)
    if (here.logLikelihood > from) return { theta: tried, here }
  }
  return undefined
}

/** Intercept, effects and log σ with their covariance, from θ by the delta method. */
export function aftParameters({ theta, information }: AftMaximum):
  | {
      values: Float64Array
      covariance: Float64Array[]
    }
  | undefined {
  const inverse = invertPositive(information)
  if (!inverse) return undefined
  const last = theta.length - 1
  const sigma = 1 / theta[last]!
  const values = theta.map((t, a) => (a === last ? Math.log(sigma) : t * sigma))
  // ∂(θₐ/τ) = σ·∂θₐ − (value)·σ·∂τ, ∂(−log τ) = −σ·∂τ.
  const slope = values.map((value, a) => (a === last ? -sigma : -value * sigma))
  const direct = (a: number): number => (a === last ? 0 : sigma)
  const covariance = Array.from(values, (_, a) =>
    Float64Array.from(values, (__, b) => {
      return (
        direct(a) * direct(b) * inverse[a]![b]! +
        direct(a) * slope[b]! * inverse[a]![last]! +
        slope[a]! * direct(b) * inverse[last]![b]! +
        slope[a]! * slope[b]! * inverse[last]![last]!
      )
    }),
  )
  return { values, covariance }
}
