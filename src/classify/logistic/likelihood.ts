import type { Design } from '../../learn/encode/design.js'
import { addGram, BLOCK, gramScratch, gramSums, symmetric } from './gram.js'

/** What a logistic model is fitted to. */
export interface Problem {
  readonly design: Design
  /** The number of each row's class. */
  readonly codes: Int32Array
  readonly weights: Float64Array | undefined
  readonly classes: number
  /** Whether the first class has the score 0 and each other one is compared with it; else each class has its own score. */
  readonly reference: boolean
}

/** The negative log-likelihood somewhere. */
export interface Loss {
  readonly value: number
  readonly gradient: Float64Array
  /** Second derivatives, where they were asked for. */
  readonly hessian: Float64Array[] | undefined
}

/** How many scores there are, each with an intercept and a coefficient a column. */
export function scoresOf({ classes, reference }: Problem): number {
  return classes - (reference ? 1 : 0)
}

/**
 * The negative log-likelihood at `theta` (score by score: the intercept, then the columns), its gradient, and if wanted its second
 * derivatives. One pass over the rows, block by block; sums are taken in their order, so that bits are the same everywhere.
 */
export function lossAt(problem: Problem, theta: Float64Array, withHessian: boolean): Loss {
  const { design, weights } = problem
  const scores = scoresOf(problem)
  const size = design.width + 2
  const beta = Array.from({ length: scores }, (_, s) => padded(theta, s, size))
  const slopes = beta.map(() => new Float64Array(size))
  const eta = beta.map(() => new Float64Array(BLOCK))
  const residual = beta.map(() => new Float64Array(BLOCK))
  const grams = withHessian ? pairs(scores).map(() => gramSums(design)) : []
  const scratch = gramScratch(design)
  const v = new Float64Array(BLOCK)
  let value = 0
  for (let start = 0; start < design.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, design.rows)
    for (let s = 0; s < scores; s++) addScores(design, beta[s]!, start, end, eta[s]!)
    value +=
      scores === 1 && problem.reference
        ? twoClasses(problem, start, end, eta[0]!, residual[0]!)
        : manyClasses(problem, start, end, eta, residual)
    for (let s = 0; s < scores; s++) addSlopes(design, residual[s]!, start, end, slopes[s]!)
    if (!withHessian) continue
    pairs(scores).forEach(([s, t], g) => {
      curvature(eta[s]!, eta[t]!, s === t, weights, start, end, v)
      addGram(design, start, end, v, scratch, grams[g]!)
    })
  }
  return {
    value,
    gradient: Float64Array.from(slopes.flatMap((slope) => Array.from(slope.subarray(0, size - 1)))),
    hessian: withHessian ? assemble(grams, scores, design.width) : undefined,
  }
}

function padded(theta: Float64Array, s: number, size: number): Float64Array {
  const beta = new Float64Array(size)
  beta.set(theta.subarray(s * (size - 1), (s + 1) * (size - 1)))
  return beta
}

function pairs(scores: number): [number, number][] {
  return Array.from({ length: scores }, (_, s) =>
    Array.from({ length: s + 1 }, (_, t): [number, number] => [s, t]),
  ).flat()
}

function addScores(
  { dense, denseAt, slots }: Design,
  beta: Float64Array,
  start: number,
  end: number,
  eta: Float64Array,
): void {
  eta.fill(beta[0]!)
  let a = 0
  for (; a + 3 < dense.length; a += 4) {
    const b = [0, 1, 2, 3].map((k) => beta[denseAt[a + k]!]!)
    addFour(dense[a]!, dense[a + 1]!, dense[a + 2]!, dense[a + 3]!, b, start, end, eta)
  }
  for (; a < dense.length; a++) addMultiple(dense[a]!, beta[denseAt[a]!]!, start, end, eta)
  for (let s = 0; s < slots.length; s++) addLooked(slots[s]!, beta, start, end, eta)
}

/** Four columns at once, so that scores are loaded and stored once for four. */
function addFour(
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  b: readonly number[],
  start: number,
  end: number,
  eta: Float64Array,
): void {
  const [bw, bx, by, bz] = b as [number, number, number, number]
  for (let i = start; i < end; i++) eta[i - start]! += bw * w[i]! + bx * x[i]! + (by * y[i]! + bz * z[i]!)
}

function addMultiple(x: Float64Array, b: number, start: number, end: number, eta: Float64Array): void {
  for (let i = start; i < end; i++) eta[i - start]! += b * x[i]!
}

function addLooked(
  slot: Int32Array,
  beta: Float64Array,
  start: number,
  end: number,
  eta: Float64Array,
): void {
  for (let i = start; i < end; i++) eta[i - start]! += beta[slot[i]!]!
}

/** The loss of a block; leaves weight · (p − y) in `residual` and p in `eta`. */
function twoClasses(
  { codes, weights }: Problem,
  start: number,
  end: number,
  eta: Float64Array,
  residual: Float64Array,
): number {
  let loss = 0
  // Logarithms are dear: those of rows without weights are taken of products of sixteen.
  let product = 1
  for (let i = start; i < end; i++) {
    const score = eta[i - start]!
    const decay = Math.exp(-Math.abs(score))
    const p = (score < 0 ? decay : 1) / (1 + decay)
    const y = codes[i]!
    const w = weights === undefined ? 1 : weights[i]!
    const above = (score > 0 ? score : 0) - y * score
    if (weights === undefined) {
      loss += above
      product *= 1 + decay
      if ((i & 15) === 15) {
        loss += Math.log(product)
        product = 1
      }
    } else loss += w * (above + Math.log1p(decay))
    residual[i - start] = w * (p - y)
    eta[i - start] = p
  }
  return loss + Math.log(product)
}

/** The same for any number of classes. */
function manyClasses(
  { codes, weights, reference }: Problem,
  start: number,
  end: number,
  eta: readonly Float64Array[],
  residual: readonly Float64Array[],
): number {
  const first = reference ? 1 : 0
  let loss = 0
  for (let i = start; i < end; i++) {
    const b = i - start
    let most = reference ? 0 : -Infinity
    for (let s = 0; s < eta.length; s++) most = Math.max(most, eta[s]![b]!)
    let sum = reference ? Math.exp(-most) : 0
    for (let s = 0; s < eta.length; s++) sum += Math.exp(eta[s]![b]! - most)
    const w = weights === undefined ? 1 : weights[i]!
    const own = codes[i]! - first
    loss += w * (most + Math.log(sum) - (own < 0 ? 0 : eta[own]![b]!))
    for (let s = 0; s < eta.length; s++) {
      const p = Math.exp(eta[s]![b]! - most) / sum
      eta[s]![b] = p
      residual[s]![b] = w * (p - (s === own ? 1 : 0))
    }
  }
  return loss
}

function addSlopes(
  { dense, denseAt, slots }: Design,
  residual: Float64Array,
  start: number,
  end: number,
  slopes: Float64Array,
): void {
  let sum = 0
  for (let i = 0; i < end - start; i++) sum += residual[i]!
  slopes[0]! += sum
  let a = 0
  for (; a + 3 < dense.length; a += 4) {
    const four = dotFour(residual, dense[a]!, dense[a + 1]!, dense[a + 2]!, dense[a + 3]!, start, end)
    for (let k = 0; k < 4; k++) slopes[denseAt[a + k]!]! += four[k]!
  }
  for (; a < dense.length; a++) slopes[denseAt[a]!]! += dot(residual, dense[a]!, start, end)
  for (let s = 0; s < slots.length; s++) addLookedUp(slots[s]!, residual, start, end, slopes)
}

function dotFour(
  v: Float64Array,
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  start: number,
  end: number,
): [number, number, number, number] {
  let [sw, sx, sy, sz] = [0, 0, 0, 0]
  for (let i = start; i < end; i++) {
    const r = v[i - start]!
    sw += r * w[i]!
    sx += r * x[i]!
    sy += r * y[i]!
    sz += r * z[i]!
  }
  return [sw, sx, sy, sz]
}

function dot(v: Float64Array, x: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += v[i - start]! * x[i]!
  return sum
}

function addLookedUp(
  slot: Int32Array,
  residual: Float64Array,
  start: number,
  end: number,
  slopes: Float64Array,
): void {
  for (let i = start; i < end; i++) slopes[slot[i]!]! += residual[i - start]!
}

/** What the rows of a block weigh in the second derivatives by two scores: w·p·(1 − p), or −w·p·q. */
function curvature(
  p: Float64Array,
  q: Float64Array,
  isSame: boolean,
  weights: Float64Array | undefined,
  start: number,
  end: number,
  v: Float64Array,
): void {
  for (let i = 0; i < end - start; i++) {
    const w = weights === undefined ? 1 : weights[start + i]!
    v[i] = isSame ? w * p[i]! * (1 - p[i]!) : -w * p[i]! * q[i]!
  }
}

/** One matrix from its blocks. */
function assemble(grams: readonly Float64Array[], scores: number, width: number): Float64Array[] {
  const m = width + 1
  const whole = Array.from({ length: scores * m }, () => new Float64Array(scores * m))
  pairs(scores).forEach(([s, t], g) => {
    symmetric(grams[g]!, width).forEach((row, j) => {
      whole[s * m + j]!.set(row, t * m)
      whole[t * m + j]!.set(row, s * m)
    })
  })
  return whole
}
