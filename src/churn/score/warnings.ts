import type { ChurnCalibration } from './report.js'

/** What there is to mind. */
export const CHURN_WARNINGS = [
  'not-learned',
  'without-p-alive',
  'nobody-drops-out',
  'off-on-holdout',
] as const

/** What to mind about a churn model: a sentence in English, and what it is made of for whoever says it otherwise. */
export interface ChurnWarning {
  /**
   * 'not-learned': a simpler way to foretell could not be compared with. 'without-p-alive': the model of buying could not be fitted.
   * 'nobody-drops-out': it finds that all customers are still there, so that p_alive tells nothing. 'off-on-holdout': probabilities were further off on the whole than chance explains.
   */
  readonly code: (typeof CHURN_WARNINGS)[number]
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

/** Where the model of buying keeps everybody alive: a customer silent for a year is as alive to it as one of yesterday. */
export function nobodyDropsOut(): ChurnWarning {
  const message =
    'p_alive tells nothing here: by BG/NBD nobody has left yet, however long the silence; go by churn_probability, and by p_no_order among what it is compared with'
  return { ...NOTHING, code: 'nobody-drops-out', message }
}

/** Where chance does not explain how far the probabilities were off on the whole. */
export function offOnHoldout({
  predicted,
  observed,
  hosmerLemeshow,
}: ChurnCalibration): ChurnWarning | undefined {
  // Of many customers the test finds what nobody would mind; of few, chance alone makes two points.
  if (hosmerLemeshow.p > 0.001 || Math.abs(predicted - observed) < 0.02) return undefined
  const by = predicted > observed ? 'high' : 'low'
  const message = `probabilities were too ${by} on the holdout: ${percent(predicted)} foretold, ${percent(observed)} left, which chance does not explain; take them for an order rather than at their word`
  return { ...NOTHING, code: 'off-on-holdout', message, predicted, observed }
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
