import type { RiskSets } from './riskSets.js'
import { risks, visitTimes } from './visitTimes.js'

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
    const mean = new Float64Array(width)
    let total = 0
    const moved = new Float64Array(width)
    for (let l = 0; l < deaths; l++) {
      const c = l / deaths
      const phi = l === 0 ? s0 : s0 - c * d0
      const part = weight / phi
      total += part
      for (let a = 0; a < width; a++) {
        mean[a] = (l === 0 ? s1[a]! : s1[a]! - c * d1[a]!) / phi
        moved[a]! += part * mean[a]!
      }
      addDeaths(sets, time, risk, c * part, mean, residuals)
    }
    times.push(durations[first]!)
    hazard.push(total)
    for (let a = 0; a < width; a++) drift.push(moved[a]!)
  })
  return { times: Float64Array.from(times), hazard: fromEnd(hazard, 1), drift: fromEnd(drift, width) }
}

/** For the l-th of those who leave: a share of each one's own term, and the exposure that Efron takes off them. */
function addDeaths(
  { width, x, events, weights }: RiskSets,
  { first, end, deaths }: { readonly first: number; readonly end: number; readonly deaths: number },
  risk: Float64Array,
  spared: number,
  mean: Float64Array,
  residuals: Float64Array,
): void {
  for (let i = first; i < end; i++) {
    if (events[i] === 0) continue
    const factor = 1 / deaths + (risk[i]! / weights[i]!) * spared
    for (let a = 0; a < width; a++) residuals[i * width + a]! += factor * (x[i * width + a]! - mean[a]!)
  }
}

/** Sums from the last (earliest) time on, with zeros behind it. */
function fromEnd(parts: readonly number[], width: number): Float64Array {
  const sums = new Float64Array(parts.length + width)
  for (let k = parts.length - 1; k >= 0; k--) sums[k] = sums[k + width]! + parts[k]!
  return sums
}

/** The baseline of a stratum: what the cumulative hazard of somebody with x = 0 grows by at each time, ascending, after Efron. */
export function baselineHazard(
  sets: RiskSets,
  beta: Float64Array,
  stratum: number,
): { times: Float64Array; hazard: Float64Array } {
  const { risk } = risks(sets, beta)
  const [times, hazard]: [number[], number[]] = [[], []]
  visitTimes(sets, risk, stratum, ({ first, deaths, weight, s0, d0 }) => {
    let sum = 0
    for (let l = 0; l < deaths; l++) sum += weight / (l === 0 ? s0 : s0 - (l / deaths) * d0)
    times.push(sets.durations[first]!)
    hazard.push(sum)
  })
  return { times: Float64Array.from(times).reverse(), hazard: Float64Array.from(hazard).reverse() }
}
