import { normalQuantile } from './normal.js'

/** Random numbers that depend on nothing but the seed, the stream and how many were drawn before. */
export interface Random {
  /** A whole number below 2³². */
  uint32(): number
  /** A number strictly between 0 and 1. */
  uniform(): number
  normal(): number
  /** Mean 1. */
  exponential(): number
  /** Scale 1. */
  gamma(shape: number): number
  beta(a: number, b: number): number
  poisson(mean: number): number
}

/**
 * A counter-based generator: Philox 4 × 32 with ten rounds (Salmon et al. 2011). Streams of one seed are
 * independent, so customer i may draw from stream i, in any order and on any thread.
 */
export function makeRandom(seed: number, stream = 0): Random {
  const block = new Uint32Array(4)
  let counter = 0
  let used = 4
  const uint32 = (): number => {
    if (used === 4) {
      philox(counter, Math.floor(counter / 4294967296), stream, Math.floor(stream / 4294967296), seed, block)
      counter++
      used = 0
    }
    return block[used++]!
  }
  const uniform = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6) + 0.5) / 9007199254740992
  const normal = (): number => normalQuantile(uniform())
  const exponential = (): number => -Math.log(uniform())
  const logGammaDraw = (shape: number): number =>
    shape < 1
      ? Math.log(marsaglia(shape + 1, uniform, normal)) + Math.log(uniform()) / shape
      : Math.log(marsaglia(shape, uniform, normal))
  const gamma = (shape: number): number => Math.exp(logGammaDraw(shape))
  const beta = (a: number, b: number): number => {
    // On the log scale both may be far below the smallest number.
    const difference = logGammaDraw(b) - logGammaDraw(a)
    return 1 / (1 + Math.exp(difference))
  }
  const poisson = (mean: number): number => poissonDraw(mean, uniform, gamma)
  return Object.freeze({ uint32, uniform, normal, exponential, gamma, beta, poisson })
}

/** Ten rounds of Philox on a counter of four words under a key made of the seed. */
export function philox(c0: number, c1: number, c2: number, c3: number, seed: number, out: Uint32Array): void {
  let k0 = seed | 0
  let k1 = Math.floor(seed / 4294967296) | 0
  let a = c0 | 0
  let b = c1 | 0
  let c = c2 | 0
  let d = c3 | 0
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(0xd2511f53 | 0, a)
    const low0 = Math.imul(0xd2511f53 | 0, a)
    const high1 = mulHigh(0xcd9e8d57 | 0, c)
    const low1 = Math.imul(0xcd9e8d57 | 0, c)
    a = high1 ^ b ^ k0
    c = high0 ^ d ^ k1
    b = low1
    d = low0
    k0 = (k0 + (0x9e3779b9 | 0)) | 0
    k1 = (k1 + (0xbb67ae85 | 0)) | 0
  }
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
}

/** The upper 32 bits of a product of two words: of their halves, in integers all the way, which is fast. */
function mulHigh(a: number, b: number): number {
  const ah = a >>> 16
  const al = a & 0xffff
  const bh = b >>> 16
  const bl = b & 0xffff
  const one = (Math.imul(ah, bl) + (Math.imul(al, bl) >>> 16)) | 0
  const two = (Math.imul(al, bh) + (one & 0xffff)) | 0
  return (Math.imul(ah, bh) + (one >>> 16) + (two >>> 16)) | 0
}

/** Marsaglia & Tsang 2000, shape ≥ 1. */
function marsaglia(shape: number, uniform: () => number, normal: () => number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Multiplying uniforms for small means; large ones are first split at a gamma variable (Ahrens & Dieter 1974). */
function poissonDraw(mean: number, uniform: () => number, gamma: (shape: number) => number): number {
  let count = 0
  while (mean > 16) {
    const half = Math.floor(mean * 0.875)
    const reached = gamma(half)
    if (reached > mean) return count + binomial(half - 1, mean / reached, uniform, gamma)
    count += half
    mean -= reached
  }
  const floor = Math.exp(-mean)
  for (let product = uniform(); product > floor; product *= uniform()) count++
  return count
}

/** Splitting at the median order statistic until few are left. */
function binomial(n: number, p: number, uniform: () => number, gamma: (shape: number) => number): number {
  let count = 0
  while (n > 30) {
    const i = 1 + (n >> 1)
    const left = gamma(i)
    const split = left / (left + gamma(n + 1 - i))
    if (split <= p) {
      count += i
      n -= i
      p = (p - split) / (1 - split)
    } else {
      n = i - 1
      p /= split
    }
  }
  for (let i = 0; i < n; i++) if (uniform() < p) count++
  return count
}
