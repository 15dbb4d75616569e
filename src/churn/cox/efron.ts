/**
 * What Efron's handling of ties comes to at one time: of d customers who leave at it, the l-th finds l/d of them gone already, so that with c = l/d and φ = s0 − c·d0
 * these are sums over l. Vectors and matrices at the time need only be multiplied by them, however many leave.
 */
export interface EfronSums {
  /** Σ log 1/φ */
  log: number
  /** Σ 1/φ, Σ c/φ */
  p: number
  cp: number
  /** Σ 1/φ², Σ c/φ², Σ c²/φ² */
  pp: number
  cpp: number
  ccpp: number
}

/** The sums for so many who leave, where exp(βᵀx) adds up to `s0` over all at risk and to `d0` over those who leave. */
export function efronSums(deaths: number, s0: number, d0: number): EfronSums {
  const sums: EfronSums = { log: 0, p: 0, cp: 0, pp: 0, cpp: 0, ccpp: 0 }
  // One logarithm of many factors s0/φ, which are 1 and more.
  let factors = 1
  for (let l = 0; l < deaths; l++) {
    const c = l / deaths
    const q = 1 / (l === 0 ? s0 : s0 - c * d0)
    factors *= s0 * q
    if (factors > 1e100) {
      sums.log += Math.log(factors)
      factors = 1
    }
    sums.p += q
    sums.cp += c * q
    sums.pp += q * q
    sums.cpp += c * q * q
    sums.ccpp += c * c * q * q
  }
  sums.log += Math.log(factors) - deaths * Math.log(s0)
  return sums
}

/**
 * Takes Σ over l of (s1 − c·d1)(s1 − c·d1)ᵀ/φ², times a weight, off an upper triangle that starts at `at`. The vectors start at places of their arrays.
 */
export function subtractSquares(
  information: Float64Array,
  at: number,
  width: number,
  weight: number,
  { pp, cpp, ccpp }: EfronSums,
  s1: Float64Array,
  s: number,
  d1: Float64Array,
  d: number,
): void {
  let k = at
  if (cpp === 0) {
    for (let a = 0; a < width; a++) {
      const v = s1[s + a]! * weight * pp
      for (let b = a; b < width; b++) information[k++]! -= v * s1[s + b]!
    }
    return
  }
  for (let a = 0; a < width; a++) {
    const left = weight * (s1[s + a]! * pp - d1[d + a]! * cpp)
    const right = weight * (d1[d + a]! * ccpp - s1[s + a]! * cpp)
    for (let b = a; b < width; b++) information[k++]! -= left * s1[s + b]! + right * d1[d + b]!
  }
}
