import { cholesky, choleskySolve } from '../../numeric/matrix.js'
import type { PartialLikelihood } from './likelihood.js'
import { partialLikelihood } from './partialLikelihood.js'
import type { RiskSets } from './riskSets.js'

/** Where Newton's method ended. */
export interface CoxMaximum extends PartialLikelihood {
  readonly beta: Float64Array
  /** Where all coefficients are 0, which is where it began. */
  readonly nullLogLikelihood: number
  readonly iterations: number
  readonly converged: boolean
  /** Whether the information could be inverted all the way. */
  readonly isSingular: boolean
}

const MOST_ITERATIONS = 50
const MOST_HALVINGS = 30

/** Newton's method on the (penalised) partial likelihood, each step halved until it gains. */
export function maximize(sets: RiskSets, penalty: number, onIteration?: (done: number) => void): CoxMaximum {
  const { width } = sets
  let beta = new Float64Array(width)
  let here = penalised(sets, beta, penalty)
  const nullLogLikelihood = here.logLikelihood
  for (let iterations = 0; ; iterations++) {
    onIteration?.(iterations)
    const root = width === 0 ? [] : cholesky(here.information)
    if (!root) return { ...here, beta, nullLogLikelihood, iterations, converged: false, isSingular: true }
    const step = choleskySolve(root, here.gradient)
    const gain = step.reduce((sum, v, a) => sum + v * here.gradient[a]!, 0)
    // Half of this is what the step still promises, in units of log-likelihood.
    if (gain < 1e-9 * (1 + Math.abs(here.logLikelihood))) {
      // The last step doubles the digits, though the likelihood cannot show it any more.
      beta = beta.map((v, a) => v + step[a]!)
      here = penalised(sets, beta, penalty)
      return {
        ...here,
        beta,
        nullLogLikelihood,
        iterations: iterations + 1,
        converged: true,
        isSingular: false,
      }
    }
    const next = iterations < MOST_ITERATIONS ? better(sets, beta, step, here, penalty) : undefined
    if (!next) return { ...here, beta, nullLogLikelihood, iterations, converged: false, isSingular: false }
    beta = next.beta
    here = next.here
  }
}

function better(
  sets: RiskSets,
  beta: Float64Array,
  step: Float64Array,
  here: PartialLikelihood,
  penalty: number,
): { beta: Float64Array<ArrayBuffer>; here: PartialLikelihood } | undefined {
  for (let halving = 0, size = 1; halving < MOST_HALVINGS; halving++, size /= 2) {
    const tried = Float64Array.from(beta, (v, a) => v + size * step[a]!)
    const there = penalised(sets, tried, penalty)
    if (there.logLikelihood > here.logLikelihood) return { beta: tried, here: there }
  }
  return undefined
}

function penalised(sets: RiskSets, beta: Float64Array, penalty: number): PartialLikelihood {
  const plain = partialLikelihood(sets, beta)
  if (penalty === 0) return plain
  const square = beta.reduce((sum, v) => sum + v * v, 0)
  plain.information.forEach((row, a) => (row[a]! += penalty))
  return {
    ...plain,
    logLikelihood: plain.logLikelihood - (penalty / 2) * square,
    gradient: plain.gradient.map((v, a) => v - penalty * beta[a]!),
  }
}
