import { normalQuantile } from '../../numeric/normal.js'

/** Numbers that depend on estimated parameters, and how well those are known. */
export interface Estimate {
  readonly phi: Float64Array
  /** The covariance of phi; null where the data do not tell. */
  readonly covariance: readonly (readonly number[])[] | null
  /** Bootstrapped phi, where they were asked for at fit. */
  readonly draws: readonly (readonly number[])[] | null
  /** The numbers at a phi. */
  readonly at: (phi: Float64Array) => Float64Array
}

/** Chances lie between 0 and 1, amounts above 0: intervals are taken on a scale without bounds. */
export type Scale = 'chance' | 'amount'

const STEP = 1e-5

/**
 * An interval of each number: quantiles over bootstrapped parameters where there are any, else the delta method on the
 * logarithm or logit. Several independent estimates multiply. NaN where the data do not tell.
 */
export function intervalOf(
  estimates: readonly Estimate[],
  scale: Scale,
  level: number,
): { low: Float64Array; high: Float64Array } {
  return estimates.every(({ draws }) => draws !== null)
    ? byDraws(estimates, level)
    : byDelta(estimates, scale, level)
}

function product(parts: readonly Float64Array[]): Float64Array {
  return parts[0]!.map((v, i) => parts.slice(1).reduce((p, other) => p * other[i]!, v))
}

function byDelta(estimates: readonly Estimate[], scale: Scale, level: number): { low: Float64Array; high: Float64Array } {
  const z = normalQuantile((1 + level) / 2)
  const base = product(estimates.map(({ at, phi }) => at(phi)))
  const variance = new Float64Array(base.length)
  const forth = scale === 'chance' ? (p: number) => Math.log(p / (1 - p)) : Math.log
  const back = scale === 'chance' ? (v: number) => 1 / (1 + Math.exp(-v)) : Math.exp
  for (const { phi, at, covariance } of estimates) {
    const slopes = Array.from(phi, (_, j) => {
      const moved = (by: number) => at(phi.map((v, i) => (i === j ? v + by : v)))
      const [up, down] = [moved(STEP), moved(-STEP)]
      return up.map((v, i) => (forth(v) - forth(down[i]!)) / (2 * STEP))
    })
    for (let i = 0; i < variance.length; i++) {
      for (let j = 0; j < phi.length; j++) {
        for (let k = 0; k < phi.length; k++) {
          variance[i]! += covariance === null ? NaN : slopes[j]![i]! * covariance[j]![k]! * slopes[k]![i]!
        }
      }
    }
  }
  const bound = (sign: number) =>
    base.map((v, i) =>
      // What is certain by the model's definition has no interval around it.
      v <= 0 || (scale === 'chance' && v >= 1) ? v : back(forth(v) + sign * z * Math.sqrt(variance[i]!)),
    )
  return { low: bound(-1), high: bound(1) }
}

function byDraws(estimates: readonly Estimate[], level: number): { low: Float64Array; high: Float64Array } {
  const count = Math.min(...estimates.map(({ draws }) => draws!.length))
  const samples = Array.from({ length: count }, (_, d) =>
    product(estimates.map(({ at, draws }) => at(Float64Array.from(draws![d]!)))),
  )
  const low = new Float64Array(samples[0]!.length)
  const high = new Float64Array(low.length)
  const values = new Float64Array(count)
  for (let i = 0; i < low.length; i++) {
    for (let d = 0; d < count; d++) values[d] = samples[d]![i]!
    values.sort()
    low[i] = quantile(values, (1 - level) / 2)
    high[i] = quantile(values, (1 + level) / 2)
  }
  return { low, high }
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!)
}
