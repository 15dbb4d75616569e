import { normalQuantile } from '../../numeric/normal.js'
import type { LifeTable } from './lifeTable.js'

/** How an interval of survival is made; all keep to Greenwood's variance. */
export type SurvivalInterval = 'logLog' | 'log' | 'plain'

/** A survival curve: its value from each time on. */
export interface SurvivalCurve {
  readonly survival: Float64Array
  readonly standardError: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** The product-limit curve with Greenwood's standard error and an interval of level `level`. */
export function survivalCurve(
  { times, atRisk, events }: LifeTable,
  level: number,
  form: SurvivalInterval,
): SurvivalCurve {
  const n = times.length
  const [survival, standardError] = [new Float64Array(n), new Float64Array(n)]
  const [low, high] = [new Float64Array(n), new Float64Array(n)]
  const z = normalQuantile(0.5 + level / 2)
  let alive = 1
  let spread = 0
  for (let t = 0; t < n; t++) {
    const [risk, left] = [atRisk[t]!, events[t]!]
    const stay = Math.max(0, risk - left)
    if (left > 0) {
      alive = stay > 1e-12 * risk ? alive * (stay / risk) : 0
      spread += left / (risk * stay)
    }
    survival[t] = alive
    standardError[t] = alive === 0 ? 0 : alive * Math.sqrt(spread)
    const [from, to] = bounds(alive, Math.sqrt(spread), z, form)
    low[t] = from
    high[t] = to
  }
  return { survival, standardError, low, high }
}

/** The interval of a survival probability whose relative standard error is `spread`. */
function bounds(alive: number, spread: number, z: number, form: SurvivalInterval): readonly [number, number] {
  if (alive === 1 || alive === 0) return [alive, alive]
  const log = Math.log(alive)
  if (form === 'logLog') {
    const half = (z * spread) / -log
    return [Math.exp(log * Math.exp(half)), Math.exp(log * Math.exp(-half))]
  }
  if (form === 'log') return [Math.exp(log - z * spread), Math.min(1, Math.exp(log + z * spread))]
  return [Math.max(0, alive - z * alive * spread), Math.min(1, alive + z * alive * spread)]
}

/** The first time at which the curve is at or below a share, Infinity where it never is. */
export function timeAtShare(times: Float64Array, curve: Float64Array, share: number): number {
  // 0.5 reached by products of fractions may miss it by an ulp.
  for (let t = 0; t < times.length; t++) if (curve[t]! <= share * (1 + 1e-12)) return times[t]!
  return Infinity
}

/** The mean time under the curve between two times, given survival to the first, with its standard error. */
export function restrictedMean(
  { times, atRisk, events }: LifeTable,
  survival: Float64Array,
  from: number,
  until: number,
): { mean: number; standardError: number } {
  let area = 0
  let variance = 0
  // From the last time back: what remains under the curve after each event is what its uncertainty weighs.
  let end = until
  for (let t = times.length - 1; t >= -1; t--) {
    const start = t < 0 ? 0 : times[t]!
    if (start >= until) continue
    const alive = t < 0 ? 1 : survival[t]!
    area += alive * (end - Math.max(start, from))
    if (start <= from) break
    const [risk, left] = [atRisk[t]!, events[t]!]
    if (left > 0 && risk > left) variance += (area * area * left) / (risk * (risk - left))
    end = start
  }
  const alive = survivalAt(times, survival, from)
  if (alive === 0) return { mean: NaN, standardError: NaN }
  return { mean: area / alive, standardError: Math.sqrt(variance) / alive }
}

/** The curve's value at a time. */
export function survivalAt(times: Float64Array, survival: Float64Array, time: number): number {
  let alive = 1
  for (let t = 0; t < times.length && times[t]! <= time; t++) alive = survival[t]!
  return alive
}
