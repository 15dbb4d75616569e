import { logGamma, logRising } from '../../numeric/gamma.js'
import { ordersByP, stayByP } from './dropoutMean.js'

/**
 * Counts under geometric dropout. Events are negative binomial with shape R and success z (mean R·z/(1 − z)); `phase`
 * of the k events that make an order have already happened; each order is the last with probability p ~ Beta(a, B).
 * All sums are of positive terms: P(more than n orders possible) times P(still there after n of them).
 */
export interface Counts {
  readonly R: number
  readonly z: number
  readonly a: number
  readonly B: number
  readonly k: number
  readonly phase: number
}

/** Beyond so many events on average the sums give way to a mean over p. */
const MOST = 2000
/** Larger numbers of events are not told from their neighbours. */
const MOST_COUNTED = 2 ** 52

/** Expected orders: Σₙ P(N > n)·(B)ₙ/(a + B)ₙ. */
export function expectedOrders(counts: Counts): number {
  const { R, z, a, B, k, phase } = counts
  const y = z / (1 - z)
  if (Math.max(R, 1) * y > MOST) return ordersByP(counts, y)
  let sum = 0
  let survives = 1
  let n = 0
  const begin = firstEvent(R, z)
  for (let m = 0; m < begin; m++) {
    if ((m + phase + 1) % k !== 0) continue
    sum += survives
    survives *= (B + n) / (a + B + n)
    n++
  }
  let weight = eventChance(R, z, begin)
  let more = begin === 0 ? -Math.expm1(R * Math.log1p(-z)) : 1
  for (let m = begin; ; m++) {
    if ((m + phase + 1) % k === 0) {
      sum += more * survives
      survives *= (B + n) / (a + B + n)
      n++
    }
    weight *= ((R + m) / (m + 1)) * z
    more -= weight
    // Rounding may leave a remainder that never vanishes.
    if (more * survives <= 1e-17 * sum || (weight < 1e-18 && m > R * y)) return sum
  }
}

/** P(no dropout): Σₙ P(N = n)·(B)ₙ/(a + B)ₙ. */
export function survivalThrough(counts: Counts): number {
  const { R, z, a, B, k, phase } = counts
  const y = z / (1 - z)
  if (Math.max(R, 1) * y > MOST) return stayByP(counts, y)
  const begin = firstEvent(R, z)
  let n = Math.floor((begin + phase) / k)
  let survives = Math.exp(logRising(B, n) - logRising(a + B, n))
  let weight = eventChance(R, z, begin)
  let sum = 0
  let left = 1
  for (let m = begin; ; m++) {
    sum += weight * survives
    left -= weight
    if ((m + phase + 1) % k === 0) {
      survives *= (B + n) / (a + B + n)
      n++
    }
    weight *= ((R + m) / (m + 1)) * z
    if (left < 1e-16 || (weight < 1e-18 && m > R * y)) return sum
  }
}

/** P(exactly n orders), n = 0 … out.length − 1: as many without dropping out, or dropping out at the n-th. */
export function orderChances(counts: Counts, out: Float64Array, scale: number): void {
  const { R, z, a, B, k, phase } = counts
  const begin = firstEvent(R, z)
  let weight = eventChance(R, z, begin)
  let m = begin
  let atLeast = 1
  let survives = 1
  let dropsAt = 0
  for (let n = 0; n < out.length; n++) {
    let exactly = 0
    for (const end = (n + 1) * k - phase; m < end; m++) {
      exactly += weight
      weight *= ((R + m) / (m + 1)) * z
    }
    out[n]! += scale * (survives * exactly + dropsAt * atLeast)
    atLeast = Math.max(0, atLeast - exactly)
    dropsAt = (survives * a) / (a + B + n)
    survives *= (B + n) / (a + B + n)
  }
}

function logEventChance(R: number, z: number, m: number): number {
  const rising = m === 0 ? 0 : logRising(R, m) - logGamma(m + 1) + m * Math.log(z)
  return rising + R * Math.log1p(-z)
}

function eventChance(R: number, z: number, m: number): number {
  return m === 0 ? Math.exp(R * Math.log1p(-z)) : Math.exp(logEventChance(R, z, m))
}

/** The first number of events whose chance is no underflow. */
function firstEvent(R: number, z: number): number {
  if (R * Math.log1p(-z) > -690) return 0
  let low = 0
  let high = Math.min(Math.ceil((R * z) / (1 - z)), MOST_COUNTED)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (logEventChance(R, z, middle) < -690) low = middle
    else high = middle
  }
  return high
}
