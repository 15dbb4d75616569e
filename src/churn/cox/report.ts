import { chiSquareTail } from '../../numeric/normal.js'
import { concordance } from './concordance.js'
import type { Hazards } from './likelihood.js'
import type { CoxMaximum } from './maximize.js'
import type { CoxBaseline, CoxFit } from './model.js'
import { proportionalTests } from './proportionalHazards.js'
import type { SurvivalLearned } from '../survival/readSurvival.js'
import type { RiskSets } from './riskSets.js'

/** What the report is told of how the model was fitted. */
export interface CoxHow {
  readonly l2: number
  readonly robust: boolean
}

/** How fitting went, with the tests. */
export function coxFit(
  { lives, terms }: SurvivalLearned,
  sets: RiskSets,
  best: CoxMaximum,
  { l2, robust }: CoxHow,
): CoxFit {
  const { beta, nullLogLikelihood, iterations, converged } = best
  const logLikelihood = best.logLikelihood + (l2 / 2) * beta.reduce((sum, b) => sum + b * b, 0)
  const statistic = Math.max(0, 2 * (logLikelihood - nullLogLikelihood))
  const tests = proportionalTests(sets, best, best.information, lives)
  return {
    rows: sets.rows,
    missing: lives.missing,
    events: lives.events.reduce((sum, event) => sum + event, 0),
    logLikelihood,
    nullLogLikelihood,
    likelihoodRatio: { statistic, p: l2 === 0 ? chiSquareTail(statistic, beta.length) : null },
    aic: 2 * beta.length - 2 * logLikelihood,
    concordance: concordanceOf(sets, best.eta),
    iterations,
    converged,
    robust,
    proportionalHazards: {
      terms: tests.columns.map((test, a) => ({ term: terms[a]!, ...test })),
      all: tests.all,
    },
  }
}

function concordanceOf({ entries, durations, events, strata }: RiskSets, eta: Float64Array): number | null {
  // Late entries make pairs incomparable in ways that Harrell's C does not know.
  if (entries) return null
  const share = concordance(durations, events, eta, strata)
  return Number.isNaN(share) ? null : share
}

/** The most times that a baseline keeps; between them it is a little behind. */
const MOST_TIMES = 5000

/** The baseline of each stratum. */
export function coxBaselines(
  sets: RiskSets,
  hazards: readonly Hazards[],
  labels: readonly string[] | undefined,
): CoxBaseline[] {
  return hazards.map(({ hazard, first, count }, s) => {
    const times = first.subarray(0, count).toReversed()
    let sum = 0
    const cumulative = hazard
      .subarray(0, count)
      .toReversed()
      .map((h) => (sum += h))
    const step = Math.max(1, times.length / MOST_TIMES)
    const kept = Array.from(
      { length: Math.min(times.length, MOST_TIMES) },
      (_, k) => Math.ceil((k + 1) * step) - 1,
    )
    return {
      stratum: labels?.[s] ?? null,
      times: kept.map((t) => sets.durations[times[t]!]!),
      cumulativeHazard: kept.map((t) => cumulative[t]!),
      until: sets.durations[sets.strata[s]!]!,
    }
  })
}
