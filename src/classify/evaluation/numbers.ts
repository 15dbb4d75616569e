import type { Measure } from './bootstrap.js'

/** The figures of a prediction of a number, in the order in which they are measured. */
export const NUMBER_FIGURES = ['rmse', 'mae', 'r2', 'poissonDeviance'] as const

/** What was foretold and what came, in an order that does not depend on the table's. */
export interface Foretold {
  readonly predicted: Float64Array
  readonly actual: Float64Array
  readonly weights: Float64Array | undefined
}

/** Measures all figures; Poisson deviance is NaN where a prediction is not above 0 or an actual number below it. */
export function numberMeasure({ predicted, actual, weights }: Foretold): Measure {
  const n = actual.length
  const deviances = actual.map((y, i) => devianceOf(y, predicted[i]!))
  return (counts, out) => {
    let [all, sum] = [0, 0]
    for (let i = 0; i < n; i++) {
      const mass = (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
      all += mass
      sum += mass * actual[i]!
    }
    const mean = sum / all
    let [squares, absolute, deviance, spread] = [0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      const mass = (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
      if (mass === 0) continue
      const error = actual[i]! - predicted[i]!
      squares += mass * error * error
      absolute += mass * Math.abs(error)
      deviance += mass * deviances[i]!
      spread += mass * (actual[i]! - mean) ** 2
    }
    out[0] = Math.sqrt(squares / all)
    out[1] = absolute / all
    out[2] = spread > 0 ? 1 - squares / spread : NaN
    out[3] = deviance / all
  }
}

/** McCullagh and Nelder 1989, 2.3: twice the log likelihood that is lost. */
function devianceOf(y: number, mean: number): number {
  if (!(mean > 0 && y >= 0)) return NaN
  return 2 * ((y > 0 ? y * Math.log(y / mean) : 0) - y + mean)
}
