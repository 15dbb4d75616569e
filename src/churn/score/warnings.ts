import type { ChurnCalibration } from './report.js'

/** What to mind about a churn model: a sentence in English, and what it is made of for whoever says it otherwise. */
export interface ChurnWarning {
  /**
   * 'not-learned': a simpler way to foretell could not be compared with. 'without-p-alive': the model of buying could not be fitted.
   * 'off-on-holdout': probabilities were further off on the whole than chance explains.
   */
  readonly code: 'not-learned' | 'without-p-alive' | 'off-on-holdout'
  readonly message: string
  /** Which way could not be learned; else null. */
  readonly model: string | null
  /** Why, in English, where something could not be learned; else null. */
  readonly reason: string | null
  /** The shares who were foretold to leave and who left, where these are off; else null. */
  readonly predicted: number | null
  readonly observed: number | null
}

const NOTHING = { model: null, reason: null, predicted: null, observed: null } as const

/** Where a simpler way could not be learned. */
export function notLearned(model: string, reason: string): ChurnWarning {
  const message = `${model} could not be learned: ${reason}`
  return { ...NOTHING, code: 'not-learned', message, model, reason }
}

/** Where there is no model of buying. */
export function withoutAlive(reason: string): ChurnWarning {
  return { ...NOTHING, code: 'without-p-alive', message: `without p_alive: ${reason}`, reason }
}

/** Where chance does not explain how far the probabilities were off on the whole. */
export function offOnHoldout({
  predicted,
  observed,
  hosmerLemeshow,
}: ChurnCalibration): ChurnWarning | undefined {
  if (hosmerLemeshow.p > 0.001 || Math.abs(predicted - observed) < 0.02) return undefined
  const by = predicted > observed ? 'high' : 'low'
  const message = `probabilities were too ${by} on the holdout: ${percent(predicted)} foretold, ${percent(observed)} left: what was foretold was another season than what was learned from, so take them for an order rather than at their word`
  return { ...NOTHING, code: 'off-on-holdout', message, predicted, observed }
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
