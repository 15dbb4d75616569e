import type { ChurnFit } from '../../churn/score/model.js'

/** Whether nothing speaks against the probabilities: neither groups nor slope are off by more than chance explains. */
export function isHonest({ calibration }: ChurnFit): boolean {
  return calibration.hosmerLemeshow.p > 0.05 && !isSlanted({ calibration })
}

/** Whether probabilities are off on the whole: by more than a tenth of all, or in their slope. */
export function isSlanted({ calibration }: Pick<ChurnFit, 'calibration'>): boolean {
  const { slope, predicted, observed } = calibration
  const isTilted = slope !== null && (slope < 0.8 || slope > 1.25)
  return isTilted || Math.abs(predicted - observed) > 0.1 * observed
}

/** Whether chance does not explain how far probabilities were off on the whole. */
export function isOff({ warnings }: ChurnFit): boolean {
  return warnings.some(({ code }) => code === 'off-on-holdout')
}

/** Whether the model beats the days since the last order alone, by more than chance explains. */
export function beatsRecency({ comparisons }: ChurnFit): boolean {
  return (comparisons.find(({ against }) => against === 'recency')?.low ?? 1) > 0
}

/** The AUC of the model that is used. */
export function aucOf({ models }: ChurnFit): string {
  return models[0]!.auc.toFixed(2)
}
