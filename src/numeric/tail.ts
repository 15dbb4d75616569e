import { visitDecay } from './quadrature.js'

/**
 * log ∫₀^∞ (A + τ)^(−p)·(B + τ)^(−q) dτ for A, B, p, q > 0, p + q > 1; its derivatives by p, q, A and B are left in `out`.
 * With m the smaller and M the larger of A and B it is
 * m^(1−q)·M^(−p)/w · ₂F₁(1, p; w + 1; 1 − m/M), w = p + q − 1: a series of positive terms (exponents as they
 * stand when B is the smaller). Where m/M is small the series is slow, and the integral is taken
 * on a logarithmic scale instead.
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
  return m < 0.2 * M ? byPanels(p, q, M, m, out) : bySeries(p, q, M, m, out)
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
  let sum = 0
  let byP = 0
  let byQ = 0
  let byRho = 0
  const limit = Math.log(1e17 / rho)
  const visit = (v: number, weight: number): void => {
    const grown = Math.expm1(v)
    const log = Math.log1p(rho * grown)
    const f = weight * Math.exp((1 - q) * v - p * log)
    sum += f
    byP -= f * log
    byQ -= f * v
    byRho -= (f * p * grown) / (1 + rho * grown)
  }
  if (visitDecay(shape, slopes, visit, limit)) {
    // From here on the integrand is exponential, and may fall off too slowly for any grid.
    const w = p + q - 1
    const f = Math.exp((1 - q) * limit - p * Math.log(1e17)) / w
    sum += f
    byP -= f * (Math.log(1e17) + 1 / w)
    byQ -= f * (limit + 1 / w)
    byRho -= (f * p) / rho
  }
  const logm = Math.log(m)
  const logM = Math.log(M)
  out[0] = -logM + byP / sum
  out[1] = -logm + byQ / sum
  out[2] = -p / M - ((byRho / sum) * rho) / M
  out[3] = (1 - q) / m + byRho / sum / M
  return (1 - q) * logm - p * logM + Math.log(sum)
}
