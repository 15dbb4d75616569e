import { betaMean } from '../../numeric/betaMean.js'
import { logGamma } from '../../numeric/gamma.js'

const STEP = 0.125
/** Grid points per memo: 40 below and 60 above, on the logarithmic scale of rates. */
const BELOW = 40
const ABOVE = 60

/** From this shape on a rate is known to a thousandth: a few points around the middle are all, and a grid of them for everybody were large. */
const NARROW = 1e6

const memo = new Map<string, Float64Array>()

/**
 * The mean of f over rates λ ~ Gamma(R, A) on an even grid of log λ. The grid is the same for all customers, and f, which must not
 * depend on R and A, is kept for each `key`. f grows no faster than λ^`power`.
 */
function rateMean(R: number, A: number, power: number, key: string, f: (rate: number) => number): number {
  if (R > NARROW) return narrowMean(R, A, f)
  // Peaked where customers are well known: the grid is as fine as the peak is narrow.
  const halvings = Math.max(0, Math.ceil(Math.log2((STEP * Math.sqrt(R + power)) / 0.8)))
  const h = STEP / 2 ** halvings
  const place = `${key} ${halvings}`
  let kept = memo.get(place)
  if (!kept) {
    if (memo.size > 2000) memo.clear()
    memo.set(place, (kept = new Float64Array(Math.ceil((BELOW + ABOVE) / h)).fill(NaN)))
  }
  const norm = R * Math.log(A) - logGamma(R)
  const term = (i: number): number => {
    const u = i * h - BELOW
    const rate = Math.exp(u)
    if (Number.isNaN(kept[i]!)) kept[i] = f(rate)
    return Math.exp(norm + R * u - A * rate) * kept[i]!
  }
  const peak = Math.log((R + power) / A)
  const middle = Math.min(kept.length - 1, Math.max(0, Math.round((peak + BELOW) / h)))
  let sum = 0
  for (let i = middle; i < kept.length; i++) {
    const t = term(i)
    sum += t
    if (t <= 1e-13 * sum) break
  }
  for (let i = middle - 1; i >= 0; i--) {
    const t = term(i)
    sum += t
    if (t <= 1e-13 * sum) break
  }
  return sum * h
}

/** The same for a narrow peak: R·(d − (e^d − 1)) is the logarithm of the density, beside that of the middle, so that large terms don't cancel. */
function narrowMean(R: number, A: number, f: (rate: number) => number): number {
  const h = 0.8 / Math.sqrt(R)
  let sum = 0
  let all = 0
  for (let i = -10; i <= 10; i++) {
    const d = i * h
    const weight = Math.exp(R * (d - Math.expm1(d)))
    sum += weight * f((R / A) * Math.exp(d))
    all += weight
  }
  return sum / all
}

/**
 * Discounted orders for ever under geometric dropout, at a rate ~ Gamma(R, A), an order every k-th event of which `phase` have happened, each the
 * last with probability ~ Beta(a, B). The n-th event is discounted by ρⁿ, ρ = λ/(λ + delta), given the rate λ; so the sum over orders is
 * ρ^(k − phase)·₂F₁(1, B; a + B; ρ^k).
 */
export function discountedOrders(
  R: number,
  A: number,
  a: number,
  B: number,
  k: number,
  phase: number,
  delta: number,
): number {
  // Rates count in units of delta.
  return rateMean(R, A * delta, k - phase, `${a} ${B} ${k} ${phase}`, (rate) =>
    ordersAtRate(1 / rate, a, B, k, phase),
  )
}

/** Discounted orders at a known rate; c is delta over the rate. */
function ordersAtRate(c: number, a: number, B: number, k: number, phase: number): number {
  const logRho = -Math.log1p(c)
  const w = Math.exp(k * logRho)
  const left = -Math.expm1(k * logRho)
  const first = Math.exp((k - phase) * logRho)
  if (left < 1e-2) return first * betaMean(a, B, (p) => 1 / (left + p * w), 1e-15 * left)
  let term = 1
  let sum = 1
  for (let n = 0; term > 1e-14 * left * sum; n++) {
    term *= ((B + n) / (a + B + n)) * w
    sum += term
  }
  return first * sum
}

/**
 * Orders over so many steps of time, those of a step discounted by exp(−delta) each to its end, and those of a last part of one to its own: at a
 * rate ~ Gamma(R, A), each order the last with probability p ~ Beta(a, B). Given both, orders until t number (1 − exp(−λpt))/p on average,
 * and the discounted sum over steps is that of a geometric series.
 */
export function discountedSteps(
  R: number,
  A: number,
  a: number,
  B: number,
  steps: number,
  step: number,
  delta: number,
): number {
  const whole = Math.floor(steps + 1e-9)
  const part = Math.max(0, steps - whole)
  // Rates count in units of a step.
  return rateMean(R, A / step, 1, `${a} ${B} ${steps} ${delta}`, (rate) => {
    const f = (p: number): number => {
      const m = rate * p
      const each = -Math.expm1(-m) / p
      const series = (each * Math.exp(-delta) * Math.expm1(-(delta + m) * whole)) / Math.expm1(-(delta + m))
      if (part < 1e-9) return series
      return series - (Math.exp(-m * whole - delta * steps) * Math.expm1(-m * part)) / p
    }
    return betaMean(a, B, f, 1e-15 / (rate * steps))
  })
}
