import { efronSums, subtractSquares } from './efron.js'
import { emptyHazards, type Hazards, type PartialLikelihood } from './likelihood.js'
import { addMoments, momentCount, unpack } from './moments.js'
import { type RiskSets, sumLeavers } from './riskSets.js'
import { tiedLikelihood } from './tiedLikelihood.js'
import { type LeavingTime, risks, visitTimes } from './visitTimes.js'

/**
 * The partial likelihood of Cox (1972, 1975) with ties after Efron (1977): of d customers who leave at one time, the l-th finds l/d
 * of them gone already.
 *
 * Where many share a time, sums over each time's rows are all that is needed (`tiedLikelihood`). Else, with each row's exposure g (its risk times the hazard that it was under), the
 * slope is Σ (event − g)·x and the curvature Σ g·x·xᵀ less a sum over times, so that no sum of x·xᵀ is carried from time to time.
 */
export function partialLikelihood(sets: RiskSets, beta: Float64Array): PartialLikelihood {
  const { eta, risk } = risks(sets, beta)
  if (sets.ties) return tiedLikelihood(sets, sets.ties, beta, eta, risk)
  return byRow(sets, beta, eta, risk, undefined)
}

function byRow(
  sets: RiskSets,
  beta: Float64Array,
  eta: Float64Array,
  risk: Float64Array,
  clock: Float64Array | undefined,
): PartialLikelihood {
  const { rows, width, x, strata } = sets
  const sums = new Float64Array(momentCount(width))
  const exposure = new Float64Array(rows)
  let logLikelihood = 0
  const hazards: Hazards[] = []
  for (let s = 0; s + 1 < strata.length; s++) {
    const most = strata[s + 1]! - strata[s]!
    const own = { ...emptyHazards(most), spared: new Float64Array(most) }
    const squares = collectSquares(width, sums)
    visitTimes(sets, risk, s, (time) => {
      logLikelihood += addTime(time, clock ? clock[time.first]! : 1, own, sums, squares)
    })
    squares.flush()
    addExposure(sets, risk, strata[s]!, strata[s + 1]!, own, exposure)
    hazards.push(own)
  }
  addMoments(sums, 0, x, width, 0, rows, exposure)
  const leaving = clock ? sumLeavers(sets, clock) : sets.leaving
  const gradient = leaving.map((v, a) => v - sums[1 + a]!)
  // Σ w·βᵀx over those who leave.
  for (let a = 0; a < width; a++) logLikelihood += beta[a]! * leaving[a]!
  return {
    logLikelihood,
    gradient,
    information: unpack(sums, 1 + width, width),
    eta,
    hazards,
    weighed: (by) => byRow(sets, beta, eta, risk, by),
  }
}

/** Hazards with what those who leave at each time are spared of it. */
interface SparedHazards extends Hazards {
  readonly spared: Float64Array
}

/** One time: its part of the log-likelihood, of the hazard and of the curvature. */
function addTime(
  time: LeavingTime,
  factor: number,
  hazards: SparedHazards,
  sums: Float64Array,
  squares: Squares,
): number {
  const { deaths, s0, s1, d0, d1, first } = time
  const weight = time.weight * factor
  const efron = efronSums(deaths, s0, d0)
  const at = hazards.count++
  hazards.hazard[at] = weight * efron.p
  hazards.spared[at] = weight * efron.cp
  hazards.first[at] = first
  if (efron.cpp === 0) squares.subtract(weight * efron.pp, s1)
  else subtractSquares(sums, 1 + s1.length, s1.length, weight, efron, s1, 0, d1, 0)
  return weight * efron.log
}

/** Takes weight · s·sᵀ off the upper triangle of a sum, some vectors at a time: `addMoments` of many is quicker than as many of one. */
interface Squares {
  subtract(weight: number, s: Float64Array): void
  /** Must be called when all are in. */
  flush(): void
}

const BLOCK = 128

function collectSquares(width: number, sums: Float64Array): Squares {
  const vectors = new Float64Array(BLOCK * width)
  const weights = new Float64Array(BLOCK)
  const moments = new Float64Array(momentCount(width))
  let size = 0
  const flush = (): void => {
    moments.fill(0)
    addMoments(moments, 0, vectors, width, 0, size, weights)
    for (let k = 1 + width; k < moments.length; k++) sums[k]! += moments[k]!
    size = 0
  }
  const subtract = (weight: number, s: Float64Array): void => {
    weights[size] = -weight
    for (let a = 0; a < width; a++) vectors[size * width + a] = s[a]!
    if (++size === BLOCK) flush()
  }
  return { subtract, flush }
}

/** Each row's risk times the hazard from its entry to its end, with what Efron spares those who leave. */
function addExposure(
  { durations, events, entries, byEntry }: RiskSets,
  risk: Float64Array,
  from: number,
  to: number,
  { hazard, spared, first, count }: SparedHazards,
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
