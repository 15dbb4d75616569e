import { efronSums, subtractSquares } from './efron.js'
import { emptyHazards, type Hazards, type PartialLikelihood } from './likelihood.js'
import { addMoments, momentCount, unpack } from './moments.js'
import type { RiskSets, Ties } from './riskSets.js'

/** What one pass over the rows finds: `addMoments` of exp(βᵀx), for each run alone and for all at risk when it ends. */
interface Moments {
  readonly beta: Float64Array
  readonly eta: Float64Array
  readonly own: Float64Array
  readonly atRisk: Float64Array
}

/** The partial likelihood where many share a time: the rows are passed once, the rest is work by time, and so is the same weighed by a clock. */
export function tiedLikelihood(
  sets: RiskSets,
  ties: Ties,
  beta: Float64Array,
  eta: Float64Array,
  risk: Float64Array,
): PartialLikelihood {
  const { x, width, strata } = sets
  const { starts } = ties
  const size = momentCount(width)
  const runs = starts.length - 1
  const own = new Float64Array(runs * size)
  for (let r = 0; r < runs; r++) addMoments(own, r * size, x, width, starts[r]!, starts[r + 1]!, risk)
  const atRisk = own.slice()
  for (let r = 0, s = 0; r < runs; r++) {
    if (starts[r] === strata[s]) s++
    else for (let k = r * size; k < (r + 1) * size; k++) atRisk[k]! += atRisk[k - size]!
  }
  return summed(sets, ties, { beta, eta, own, atRisk }, undefined)
}

function summed(
  sets: RiskSets,
  ties: Ties,
  moments: Moments,
  clock: Float64Array | undefined,
): PartialLikelihood {
  const { strata, width } = sets
  const { starts } = ties
  const sums = new Float64Array(momentCount(width))
  const hazards: Hazards[] = []
  let logLikelihood = 0
  for (let s = 0, r = 0; s + 1 < strata.length; s++) {
    const from = r
    while (starts[r]! < strata[s + 1]!) r++
    const own = emptyHazards(r - from)
    for (let run = from; run < r; run++) {
      const factor = clock ? clock[starts[run]!]! : 1
      if (sets.events[starts[run]!] === 1) logLikelihood += addRun(ties, run, factor, moments, own, sums)
    }
    hazards.push(own)
  }
  return {
    logLikelihood,
    gradient: sums.slice(1, 1 + width),
    information: unpack(sums, 1 + width, width),
    eta: moments.eta,
    hazards,
    weighed: (by) => summed(sets, ties, moments, by),
  }
}

/** One time: adds to the hazards, and to the slope and curvature in `sums`; gives its part of the log-likelihood. */
function addRun(
  { starts, leaving }: Ties,
  run: number,
  factor: number,
  { beta, own, atRisk }: Moments,
  hazards: Hazards,
  sums: Float64Array,
): number {
  const width = beta.length
  const size = sums.length
  const at = run * size
  const left = run * (1 + width)
  const deaths = starts[run + 1]! - starts[run]!
  const weight = (factor * leaving[left]!) / deaths
  const efron = efronSums(deaths, atRisk[at]!, own[at]!)
  const { p, cp, log } = efron
  hazards.hazard[hazards.count] = weight * p
  hazards.first[hazards.count++] = starts[run]!
  let logLikelihood = weight * log
  for (let a = 0; a < width; a++) {
    const total = factor * leaving[left + 1 + a]!
    logLikelihood += total * beta[a]!
    sums[1 + a]! += total - weight * (p * atRisk[at + 1 + a]! - cp * own[at + 1 + a]!)
  }
  for (let k = 1 + width; k < size; k++) sums[k]! += weight * (p * atRisk[at + k]! - cp * own[at + k]!)
  subtractSquares(sums, 1 + width, width, weight, efron, atRisk, at + 1, own, at + 1)
  return logLikelihood
}
