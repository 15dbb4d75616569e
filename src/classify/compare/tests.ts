import { betaI } from '../../numeric/incomplete.js'
import { chiSquareTail, normalQuantile } from '../../numeric/normal.js'
import { studentReach, studentTails } from '../../numeric/student.js'
import { aucCovariance, type Placements } from '../evaluation/delong.js'

/** How much one model differs from another in a figure, and whether that may be chance. */
export interface Difference {
  /** Of the first, minus that of the second. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** NaN where every part shows the same difference. */
  readonly statistic: number
  readonly p: number
  readonly test: string
}

/** Two-sided, of a difference with that standard error. */
function normalTest(difference: number, error: number, interval: number, test: string): Difference {
  const reach = normalQuantile((1 + interval) / 2) * error
  const z = difference / error
  // An error of 0: the two are the same, or differ alike everywhere.
  const p = error > 0 ? chiSquareTail(z * z, 1) : difference === 0 ? 1 : 0
  const statistic = error > 0 ? z : difference === 0 ? 0 : NaN
  return { difference, low: difference - reach, high: difference + reach, statistic, p, test }
}

/** DeLong et al. 1988: areas over the same rows. */
export function delongTest(a: Placements, b: Placements, interval: number): Difference {
  const variance = aucCovariance(a, a) + aucCovariance(b, b) - 2 * aucCovariance(a, b)
  return normalTest(a.auc - b.auc, Math.sqrt(Math.max(0, variance)), interval, 'delong')
}

/** McNemar 1947, exact: of rows that only one got right, either is as likely where the two are equally good. */
export function mcnemarTest(rightA: Uint8Array, rightB: Uint8Array, interval: number): Difference {
  const n = rightA.length
  let [onlyA, onlyB] = [0, 0]
  for (let i = 0; i < n; i++) {
    if (rightA[i]! > rightB[i]!) onlyA++
    else if (rightA[i]! < rightB[i]!) onlyB++
  }
  const apart = onlyA + onlyB
  const less = Math.min(onlyA, onlyB)
  const p = apart === 0 ? 1 : Math.min(1, 2 * betaI(0.5, apart - less, less + 1))
  const difference = (onlyA - onlyB) / n
  const error = Math.sqrt(apart - (onlyA - onlyB) ** 2 / n) / n
  const reach = normalQuantile((1 + interval) / 2) * error
  const statistic = apart === 0 ? 0 : (onlyA - onlyB) / Math.sqrt(apart)
  return { difference, low: difference - reach, high: difference + reach, statistic, p, test: 'mcnemar' }
}

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0)
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 }
}

/** The mean of what each row costs with one model more than with the other. */
export function pairedTest(a: Float64Array, b: Float64Array, interval: number): Difference {
  const { mean, variance } = moments(a.map((v, i) => v - b[i]!))
  return normalTest(mean, Math.sqrt(variance / a.length), interval, 'paired')
}

/** Nadeau and Bengio 2003: folds share most of what they learn from, so their differences vary less than they should. */
export function resampledTest(
  a: Float64Array,
  b: Float64Array,
  testPerTrain: number,
  interval: number,
): Difference {
  const { mean, variance } = moments(a.map((v, i) => v - b[i]!))
  const freedom = a.length - 1
  const error = Math.sqrt((1 / a.length + testPerTrain) * variance)
  const reach = studentReach(1 - interval, freedom) * error
  const t = mean / error
  const p = error > 0 ? studentTails(t, freedom) : mean === 0 ? 1 : 0
  const statistic = error > 0 ? t : mean === 0 ? 0 : NaN
  return { difference: mean, low: mean - reach, high: mean + reach, statistic, p, test: 'resampled t' }
}

/** Holm 1979: p values such that all of a family of tests together keep their promise. */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a]! - p[b]!)
  const adjusted = p.map(() => 1)
  let most = 0
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, (p.length - rank) * p[at]!))
    adjusted[at] = most
  })
  return adjusted
}
