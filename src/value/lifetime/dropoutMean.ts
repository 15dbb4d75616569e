import { betaMean } from '../../numeric/betaMean.js'
import type { Counts } from './geometric.js'

/** Relative to the last digit, nothing happens below this. */
const NOTHING = 1e-15
/** Below so small a chance to stay a series is shorter than the cancellation of complex terms. */
const STAYS = 1e-5

/** Expected orders as a mean over p of (1 − P(no dropout | p))/p; `y` is the mean number of events over R. */
export function ordersByP(counts: Counts, y: number): number {
  const { R, a, B, k } = counts
  if (k === 1) return betaMean(a, B, (p) => -Math.expm1(-R * Math.log1p(p * y)) / p, NOTHING / (R * y))
  const leaves = chanceByP(counts, y, true)
  return betaMean(a, B, (p) => leaves(p) / p, NOTHING / ((R + 1) * y))
}

/** The chance of no dropout as a mean over p. */
export function stayByP(counts: Counts, y: number): number {
  const { R, a, B, k } = counts
  if (k === 1) return betaMean(a, B, (p) => Math.exp(-R * Math.log1p(p * y)), NOTHING / (R * y))
  return betaMean(a, B, chanceByP(counts, y, false), NOTHING / ((R + 1) * y))
}

/**
 * E[s^M], or 1 less it, for s = 1 − p and M whole k-ths of `phase` and a negative binomial number of events: over the k-th roots ω of s,
 * E[s^M] is the mean of p/s·ω^(phase + 1)/(1 − ω)·(1 + y(1 − ω))^(−R). The real root is written so that nothing cancels
 * where p is small; the others come in pairs.
 */
function chanceByP({ R, k, phase }: Counts, y: number, leaves: boolean): (p: number) => number {
  // The other roots are at least so far from 1 that their powers may vanish.
  const alone = R * Math.log1p(2 * y * Math.sin(Math.PI / k) ** 2) > 45
  return (p) => {
    const s = 1 - p
    if (s < STAYS) return leaves ? 1 - fewStay(R, k, phase, y, s) : fewStay(R, k, phase, y, s)
    const L = -Math.log1p(-p)
    const l = L / k
    const log = logMeanPower(L) - logMeanPower(l) - phase * l - R * Math.log1p(-y * Math.expm1(-l))
    const others = alone ? 0 : (p * otherRoots(R, k, phase, y, l)) / (s * k)
    return leaves ? -Math.expm1(log) - others : Math.exp(log) + others
  }
}

/** What the roots that are not real add; l is −log s over k. */
function otherRoots(R: number, k: number, phase: number, y: number, l: number): number {
  const root = Math.exp(-l)
  let sum = 0
  for (let j = 1; 2 * j <= k; j++) {
    const angle = (2 * Math.PI * j) / k
    const [re, im] = [1 - root * Math.cos(angle), -root * Math.sin(angle)]
    const [qre, qim] = [1 + y * re, y * im]
    const log = -0.5 * (R * Math.log(qre * qre + qim * qim) + Math.log(re * re + im * im))
    const turn = angle * (phase + 1) - Math.atan2(im, re) - R * Math.atan2(qim, qre)
    sum += (2 * j === k ? 1 : 2) * Math.exp(log - (phase + 1) * l) * Math.cos(turn)
  }
  return sum
}

/** log (e^L − 1)/L. */
function logMeanPower(L: number): number {
  return L < 1e-3 ? L / 2 + (L * L) / 24 : Math.log(Math.expm1(L) / L)
}

/** E[s^M] for small s: M is none, one or two, at s³ more. */
function fewStay(R: number, k: number, phase: number, y: number, s: number): number {
  const z = y / (1 + y)
  let weight = Math.exp(-R * Math.log1p(y))
  let sum = 0
  for (let m = 0; m < 3 * k - phase; m++) {
    sum += weight * s ** Math.floor((m + phase) / k)
    weight *= ((R + m) / (m + 1)) * z
  }
  return sum
}
