import { type EfronSums, efronSums } from './efron.js'
import type { RiskSets } from './riskSets.js'
import { type LeavingTime, risks, visitTimes } from './visitTimes.js'

/**
 * The score residuals (Therneau, Grambsch and Fleming 1990, with Efron's ties): what each row adds to the gradient, row by row in the
 * order of the risk sets. Row i adds wᵢ·(event·(xᵢ − x̄) − exp(βᵀxᵢ)·∫(xᵢ − x̄)dΛ).
 */
export function scoreResiduals(sets: RiskSets, beta: Float64Array): Float64Array {
  const { rows, width, x, strata, entries, durations, weights } = sets
  const { risk } = risks(sets, beta)
  const residuals = new Float64Array(rows * width)
  for (let s = 0; s + 1 < strata.length; s++) {
    const { times, hazard, drift } = cumulative(sets, risk, s, residuals)
    for (let i = strata[s]!; i < strata[s + 1]!; i++) {
      const until = notBefore(times, durations[i]!)
      const since = entries ? notBefore(times, entries[i]!) : times.length
      const exposed = risk[i]! / weights[i]!
      const h = hazard[until]! - hazard[since]!
      for (let a = 0; a < width; a++) {
        const d = drift[until * width + a]! - drift[since * width + a]!
        residuals[i * width + a]! -= exposed * (x[i * width + a]! * h - d)
      }
    }
  }
  for (let i = 0; i < rows; i++) for (let a = 0; a < width; a++) residuals[i * width + a]! *= weights[i]!
  return residuals
}

/** The first of falling times that is not above this one. */
function notBefore(falling: Float64Array, time: number): number {
  let low = 0
  let high = falling.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (falling[middle]! > time) low = middle + 1
    else high = middle
  }
  return low
}

interface Cumulative {
  /** Falling. */
  readonly times: Float64Array
  /** Λ up to each time, and 0 behind the last. */
  readonly hazard: Float64Array
  /** ∫ x̄ dΛ, `width` numbers a time. */
  readonly drift: Float64Array
}

/** A stratum's hazard and drift; the terms of those who leave are added to the residuals on the way. */
function cumulative(
  sets: RiskSets,
  risk: Float64Array,
  stratum: number,
  residuals: Float64Array,
): Cumulative {
  const { width, durations } = sets
  const [times, hazard, drift]: [number[], number[], number[]] = [[], [], []]
  visitTimes(sets, risk, stratum, (time) => {
    const { first, deaths, weight, s0, s1, d0, d1 } = time
    const efron = efronSums(deaths, s0, d0)
    addDeaths(sets, time, risk, efron, residuals)
    times.push(durations[first]!)
    hazard.push(weight * efron.p)
    for (let a = 0; a < width; a++) drift.push(weight * (s1[a]! * efron.pp - d1[a]! * efron.cpp))
  })
  return { times: Float64Array.from(times), hazard: fromEnd(hazard, 1), drift: fromEnd(drift, width) }
}

/** Adds each leaver's own term, x − x̄ with the mean of x̄ over the ties, and the exposure that Efron takes off. */
function addDeaths(
  { width, x, events, weights }: RiskSets,
  { first, end, deaths, weight, s1, d1 }: LeavingTime,
  risk: Float64Array,
  { p, cp, cpp, ccpp }: EfronSums,
  residuals: Float64Array,
): void {
  const mean = s1.map((s, a) => (s * p - (deaths > 1 ? d1[a]! * cp : 0)) / deaths)
  const spared = s1.map((s, a) => s * cpp - (deaths > 1 ? d1[a]! * ccpp : 0))
  for (let i = first; i < end; i++) {
    if (events[i] === 0) continue
    const exposed = (risk[i]! / weights[i]!) * weight
    for (let a = 0; a < width; a++) {
      const v = x[i * width + a]!
      residuals[i * width + a]! += v - mean[a]! + exposed * (v * cp - spared[a]!)
    }
  }
}

/** Sums from the last (earliest) time on, with zeros behind it. */
function fromEnd(parts: readonly number[], width: number): Float64Array {
  const sums = new Float64Array(parts.length + width)
  for (let k = parts.length - 1; k >= 0; k--) sums[k] = sums[k + width]! + parts[k]!
  return sums
}
