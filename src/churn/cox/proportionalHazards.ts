import { cholesky, choleskySolve, invertPositive } from '../../numeric/matrix.js'
import { chiSquareTail } from '../../numeric/normal.js'
import type { Lives } from '../survival/readLives.js'
import { deadShare } from './deadShare.js'
import type { PartialLikelihood } from './likelihood.js'
import type { RiskSets } from './riskSets.js'

/** Whether a hazard ratio stays the same as time goes by: a large statistic says that it does not. */
export interface ProportionalTest {
  readonly statistic: number
  readonly p: number
}

/**
 * The score test of effects that change with 1 − S(t), S the survival of all (Grambsch and Therneau 1994, without their approximation, as R's
 * survival does since version 3): one test a column, and one of all columns together.
 */
export function proportionalTests(
  sets: RiskSets,
  best: PartialLikelihood,
  information: readonly Float64Array[],
  lives: Lives,
): { columns: ProportionalTest[]; all: ProportionalTest } {
  const clock = deadShare(sets, lives)
  const { gradient: score, information: cross } = best.weighed(clock)
  const { information: own } = best.weighed(clock.map((g) => g * g))
  // What is left of the score's variance once the constant effects are known: I₂₂ − I₁₂·I₁₁⁻¹·I₁₂.
  const root = cholesky(information)
  const solved = root ? cross.map((row) => choleskySolve(root, row)) : []
  const variance = own.map((row, a) =>
    row.map((v, b) => v - solved[a]!.reduce((sum, s, k) => sum + s * cross[b]![k]!, 0)),
  )
  const inverse = invertPositive(variance)
  const whole = inverse
    ? score.reduce((sum, u, a) => sum + u * inverse[a]!.reduce((part, v, b) => part + v * score[b]!, 0), 0)
    : NaN
  return {
    columns: Array.from(score, (u, a) => test((u * u) / variance[a]![a]!, 1)),
    all: test(whole, score.length),
  }
}

function test(statistic: number, freedom: number): ProportionalTest {
  // Where all leave at one time there is nothing to test.
  if (!Number.isFinite(statistic)) return Object.freeze({ statistic: 0, p: 1 })
  return Object.freeze({ statistic, p: chiSquareTail(Math.max(0, statistic), freedom) })
}
