import { visitDecay } from './quadrature.js'

/** The series is short where m/M is at least this. */
const SERIES_FROM = 0.25
/** Half the width of the widest panel. */
const WIDEST = 1.5

/**
 * log ∫₀^∞ (A + τ)^(−p)·(B + τ)^(−q) dτ for A, B, p, q > 0, p + q > 1; its derivatives by p, q, A and B are left in `out`.
 * With m the smaller and M the larger of A and B it is
 * m^(1−q)·M^(−p)/w · ₂F₁(1, p; w + 1; 1 − m/M), w = p + q − 1: a series of positive terms (exponents as they
 * stand when B is the smaller). Where m/M is small the series is slow, and the integral up to where it is not is taken
 * on a logarithmic scale.
 */
export function logTail(p: number, q: number, A: number, B: number, out: Float64Array): number {
  if (A >= B) return ordered(p, q, A, B, out)
  const value = ordered(q, p, B, A, out)
  const [dp, dq, dA, dB] = out as unknown as [number, number, number, number]
  out[0] = dq
  out[1] = dp
  out[2] = dB
  out[3] = dA
  return value
}

function ordered(p: number, q: number, M: number, m: number, out: Float64Array): number {
  // With a large q the terms fall off whatever m is.
  const short = m >= SERIES_FROM * M || q > 40 + 2 * p
  return short ? bySeries(p, q, M, m, out) : byPanels(p, q, M, m, out)
}

function bySeries(b: number, q: number, M: number, m: number, out: Float64Array): number {
  const c = b + q
  const z = (M - m) / M
  let term = 1
  let sum = 1
  let byB = 0
  let byC = 0
  let byZ = 0
  let riseB = 0
  let riseC = 0
  for (let n = 0; n < 2000; n++) {
    const up = b + n
    const down = c + n
    riseB += 1 / up
    riseC += 1 / down
    const next = (term * up) / down
    byZ += (n + 1) * next
    term = next * z
    sum += term
    byB += term * riseB
    byC -= term * riseC
    // The slowest sum is the one by z, whose terms are n times larger.
    if (term * (n + 1) < 1e-17) break
  }
  const w = c - 1
  const logm = Math.log(m)
  const logM = Math.log(M)
  out[0] = -logM - 1 / w + (byB + byC) / sum
  out[1] = -logm - 1 / w + byC / sum
  out[2] = -b / M + ((byZ / sum) * m) / (M * M)
  out[3] = (1 - q) / m - byZ / sum / M
  return (1 - q) * logm - b * logM - Math.log(w) + Math.log(sum)
}

/**
 * Where m is small against M: panels up to where (m + τ)/(M + τ) is no longer small, and the series from there on. Panels end sooner where
 * nothing is left.
 */
function byPanels(p: number, q: number, M: number, m: number, out: Float64Array): number {
  const rho = m / M
  const slopes = new Float64Array(2)
  const shape = (v: number): number => {
    const grown = rho * Math.exp(v)
    const base = 1 - rho + grown
    slopes[0] = 1 - q - (p * grown) / base
    slopes[1] = (p * grown * (1 - rho)) / (base * base)
    return (1 - q) * v - p * Math.log(base)
  }
  // Sums of f and of f times what the derivatives of log f by p, q, M and m have apart from constants.
  let [sum, byP, byQ, byM, bym] = [0, 0, 0, 0, 0]
  const visit = (v: number, weight: number): void => {
    const grown = rho * Math.expm1(v)
    const log = Math.log1p(grown)
    const f = weight * Math.exp((1 - q) * v - p * log)
    sum += f
    byP -= f * log
    byQ -= f * v
    byM += f / (1 + grown)
    bym += f * Math.exp(-v)
  }
  const far = (SERIES_FROM * M - m) / (1 - SERIES_FROM)
  const reached = visitDecay(shape, slopes, visit, Math.log1p(far / m), WIDEST)
  const near = (1 - q) * Math.log(m) - p * Math.log(M) + Math.log(sum)
  out[0] = -Math.log(M) + byP / sum
  out[1] = -Math.log(m) + byQ / sum
  out[2] = (-p / M) * (byM / sum)
  out[3] = (-q / m) * (bym / sum)
  if (!reached) return near
  const [dp, dq, dM, dm] = out as unknown as [number, number, number, number]
  const rest = bySeries(p, q, M + far, m + far, out)
  const top = Math.max(near, rest)
  const log = top + Math.log(Math.exp(near - top) + Math.exp(rest - top))
  const [nearShare, restShare] = [Math.exp(near - log), Math.exp(rest - log)]
  out[0] = nearShare * dp + restShare * out[0]!
  out[1] = nearShare * dq + restShare * out[1]!
  out[2] = nearShare * dM + restShare * out[2]!
  out[3] = nearShare * dm + restShare * out[3]!
  return log
}
