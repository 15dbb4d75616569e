import { betaMean } from '../../numeric/betaMean.js'
import { logGamma } from '../../numeric/gamma.js'

const STEP = 0.125
/** Grid points per memo: 40 below and 60 above delta, on the logarithmic scale of rates. */
const BELOW = 40
const ABOVE = 60

const memo = new Map<string, Float64Array>()

/**
 * Discounted orders for ever under geometric dropout, at a rate ~ Gamma(R, A), an order every k-th event of which `phase` have happened, each the
 * last with probability ~ Beta(a, B). The n-th event is discounted by ρⁿ, ρ = λ/(λ + delta), given the rate λ; so the sum over orders is
 * ρ^(k − phase)·₂F₁(1, B; a + B; ρ^k), and its mean over λ an even grid of log λ. The grid is the same for all customers, and the series is
 * kept for each B.
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
  // Peaked where customers are well known: the grid is as fine as the peak is narrow.
  const halvings = Math.max(0, Math.ceil(Math.log2((STEP * Math.sqrt(R + k)) / 0.8)))
  const h = STEP / 2 ** halvings
  const key = `${a} ${B} ${k} ${phase} ${delta} ${halvings}`
  let kept = memo.get(key)
  if (!kept) {
    if (memo.size > 2000) memo.clear()
    memo.set(key, (kept = new Float64Array(Math.ceil((BELOW + ABOVE) / h)).fill(NaN)))
  }
  const logDelta = Math.log(delta)
  const norm = R * Math.log(A) - logGamma(R)
  const term = (i: number): number => {
    const s = i * h - BELOW
    if (Number.isNaN(kept[i]!)) kept[i] = ordersAtRate(Math.exp(-s), a, B, k, phase)
    const u = logDelta + s
    return Math.exp(norm + R * u - A * Math.exp(u)) * kept[i]!
  }
  const peak = Math.log((R + k - phase) / A) - logDelta
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

/** Discounted orders at a known rate; c is delta over the rate. */
function ordersAtRate(c: number, a: number, B: number, k: number, phase: number): number {
  const logRho = -Math.log1p(c)
  const w = Math.exp(k * logRho)
  const left = -Math.expm1(k * logRho)
  const first = Math.exp((k - phase) * logRho)
  if (left < 1e-4) return first * betaMean(a, B, (p) => 1 / (left + p * w))
  let term = 1
  let sum = 1
  for (let n = 0; term > 1e-14 * left * sum; n++) {
    term *= ((B + n) / (a + B + n)) * w
    sum += term
  }
  return first * sum
}
