import type { RiskSets } from './riskSets.js'
import { type LeavingTime, risks, visitTimes } from './visitTimes.js'

/** The partial log-likelihood at some coefficients, with its slope and curvature. */
export interface PartialLikelihood {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  /** The observed information: minus the second derivatives. */
  readonly information: readonly Float64Array[]
}

/**
 * The partial likelihood of Cox (1972, 1975) with ties after Efron (1977): of d customers who leave at one time, the l-th finds l/d
 * of them gone already.
 *
 * With each row's exposure g (its risk times the hazard that it was under), the slope is Σ (event − g)·x and the curvature Σ g·x·xᵀ less a sum over times, so
 * that no sum of x·xᵀ is carried from time to time.
 *
 * `clock`, a number for each row that is a function of its duration, weighs the terms of each time: the slope is then the score of a
 * coefficient that changes with it.
 */
export function partialLikelihood(
  sets: RiskSets,
  beta: Float64Array,
  clock: Float64Array | undefined = undefined,
): PartialLikelihood {
  const { rows, width, x, events, weights, strata } = sets
  const { eta, risk } = risks(sets, beta)
  let logLikelihood = 0
  for (let i = 0; i < rows; i++) if (events[i] === 1) logLikelihood += weights[i]! * eta[i]!
  const information = new Float64Array((width * (width + 1)) / 2)
  const exposure = new Float64Array(rows)
  for (let s = 0; s + 1 < strata.length; s++) {
    logLikelihood += addStratum(sets, risk, s, clock, exposure, information)
  }
  const gradient = new Float64Array(width)
  for (let i = 0; i < rows; i++) {
    const event = events[i] === 1 ? weights[i]! * (clock ? clock[i]! : 1) : 0
    const residual = event - exposure[i]!
    for (let a = 0; a < width; a++) gradient[a]! += residual * x[i * width + a]!
  }
  addSquares(information, x, width, rows, exposure)
  return { logLikelihood, gradient, information: unpack(information, width) }
}

/** Adds a stratum's part of the log-likelihood, its rows' exposures and, with a minus, its times' part of the curvature. */
function addStratum(
  sets: RiskSets,
  risk: Float64Array,
  stratum: number,
  clock: Float64Array | undefined,
  exposure: Float64Array,
  information: Float64Array,
): number {
  const [from, to] = [sets.strata[stratum]!, sets.strata[stratum + 1]!]
  const hazards: Hazards = {
    hazard: new Float64Array(to - from),
    spared: new Float64Array(to - from),
    first: new Int32Array(to - from),
    count: 0,
  }
  let sum = 0
  visitTimes(sets, risk, stratum, (time) => {
    sum += addTime(time, clock ? clock[time.first]! : 1, hazards, information)
  })
  addExposure(sets, risk, from, to, hazards, exposure)
  return sum
}

/** The times of a stratum, from the latest on. */
interface Hazards {
  /** What the cumulative hazard grows by. */
  readonly hazard: Float64Array
  /** What those who leave at the time are spared of it. */
  readonly spared: Float64Array
  /** Their first row. */
  readonly first: Int32Array
  count: number
}

/** One time: its part of the log-likelihood, of the hazard and of the curvature. */
function addTime(time: LeavingTime, factor: number, hazards: Hazards, information: Float64Array): number {
  const { deaths, s0, d0, first } = time
  const weight = time.weight * factor
  // Sums over l of 1/φ, c/φ, 1/φ², c/φ², c²/φ² with c = l/d and φ = s0 − c·d0: sums of numbers instead of matrices.
  let [log, p, cp, pp, cpp, ccpp] = [0, 0, 0, 0, 0, 0]
  for (let l = 0; l < deaths; l++) {
    const c = l / deaths
    const q = 1 / (l === 0 ? s0 : s0 - c * d0)
    log += Math.log(q)
    p += q
    cp += c * q
    pp += q * q
    cpp += c * q * q
    ccpp += c * c * q * q
  }
  const at = hazards.count++
  hazards.hazard[at] = weight * p
  hazards.spared[at] = weight * cp
  hazards.first[at] = first
  subtractSquares(time, weight * pp, weight * cpp, weight * ccpp, information)
  return weight * log
}

function subtractSquares(
  { deaths, s1, d1 }: LeavingTime,
  pp: number,
  cpp: number,
  ccpp: number,
  information: Float64Array,
): void {
  const width = s1.length
  let k = 0
  if (deaths === 1) {
    for (let a = 0; a < width; a++) {
      const v = s1[a]! * pp
      for (let b = a; b < width; b++) information[k++]! -= v * s1[b]!
    }
    return
  }
  for (let a = 0; a < width; a++) {
    const [s, d] = [s1[a]! * pp - d1[a]! * cpp, d1[a]! * ccpp - s1[a]! * cpp]
    for (let b = a; b < width; b++) information[k++]! -= s * s1[b]! + d * d1[b]!
  }
}

/** Each row's risk times the hazard from its entry to its end, with what Efron spares those who leave. */
function addExposure(
  { durations, events, entries, byEntry }: RiskSets,
  risk: Float64Array,
  from: number,
  to: number,
  { hazard, spared, first, count }: Hazards,
  exposure: Float64Array,
): void {
  let sum = 0
  let t = count - 1
  for (let i = to - 1; i >= from; i--) {
    while (t >= 0 && durations[first[t]!]! <= durations[i]!) sum += hazard[t--]!
    exposure[i]! += risk[i]! * sum
    if (events[i] === 1) exposure[i]! -= risk[i]! * spared[t + 1]!
  }
  if (!byEntry) return
  sum = 0
  t = count - 1
  for (let e = to - 1; e >= from; e--) {
    const row = byEntry[e]!
    while (t >= 0 && durations[first[t]!]! <= entries![row]!) sum += hazard[t--]!
    exposure[row]! -= risk[row]! * sum
  }
}

/** Adds Σ weight·x·xᵀ to an upper triangle, four rows at a time. */
function addSquares(
  packed: Float64Array,
  x: Float64Array,
  width: number,
  rows: number,
  weights: Float64Array,
): void {
  const whole = rows - (rows % 4)
  for (let i = 0; i < whole; i += 4) {
    const [i0, i1, i2, i3] = [i * width, (i + 1) * width, (i + 2) * width, (i + 3) * width]
    let k = 0
    for (let a = 0; a < width; a++) {
      const v0 = weights[i]! * x[i0 + a]!
      const v1 = weights[i + 1]! * x[i1 + a]!
      const v2 = weights[i + 2]! * x[i2 + a]!
      const v3 = weights[i + 3]! * x[i3 + a]!
      for (let b = a; b < width; b++, k++) {
        packed[k]! += v0 * x[i0 + b]! + v1 * x[i1 + b]! + (v2 * x[i2 + b]! + v3 * x[i3 + b]!)
      }
    }
  }
  for (let i = whole; i < rows; i++) {
    let k = 0
    for (let a = 0; a < width; a++) {
      const v = weights[i]! * x[i * width + a]!
      for (let b = a; b < width; b++) packed[k++]! += v * x[i * width + b]!
    }
  }
}

/** A symmetric matrix from its upper triangle. */
function unpack(packed: Float64Array, width: number): Float64Array[] {
  const matrix = Array.from({ length: width }, () => new Float64Array(width))
  let k = 0
  for (let a = 0; a < width; a++) {
    for (let b = a; b < width; b++, k++) {
      matrix[a]![b] = packed[k]!
      matrix[b]![a] = packed[k]!
    }
  }
  return matrix
}
