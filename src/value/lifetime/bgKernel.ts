import { digammaRise, logGamma, logRising } from '../../numeric/gamma.js'
import type { Cells } from './collapse.js'
import type { Likelihood } from './core.js'

/** Which member of the beta-geometric family: orders every k-th event, dropout possible after the first order or not. */
export interface BgShape {
  readonly k: number
  /** 1 where a customer may drop out right after the first order (the modified forms), else 0. */
  readonly first: 0 | 1
}

/**
 * The log-likelihood of r, alpha, a, b. With n = x + first chances to drop out, p = r + k·x and
 * S = Σ_{j<k} (p)_j/j!·((T − tx)/(alpha + T))^j, a customer contributes
 * Γ(p)/Γ(r)·alpha^r·B(a, b + n)/B(a, b)·[(alpha + T)^−p·S + a/(b + n − 1)·(alpha + tx)^−p].
 * Gamma functions are taken once a distinct x, logarithms once a distinct tx and T, one exponential a cell.
 */
export function bgLikelihood(cells: Cells, { k, first }: BgShape): Likelihood {
  const [xs, txs, Ts] = cells.values as [Float64Array, Float64Array, Float64Array]
  const xWeights = new Float64Array(xs.length)
  for (let i = 0; i < cells.size; i++) xWeights[cells.codes[0]![i]!]! += cells.weights[i]!
  const logRatio = new Float64Array(xs.length)
  const logTx = new Float64Array(txs.length)
  const logT = new Float64Array(Ts.length)
  const perX = (theta: Float64Array, g: Float64Array): number => {
    const [r, alpha, a, b] = theta as unknown as [number, number, number, number]
    const logAlpha = Math.log(alpha)
    let sum = 0
    for (let i = 0; i < xs.length; i++) {
      const kx = k * xs[i]!
      const n = xs[i]! + first
      const w = xWeights[i]!
      sum += w * (logRising(r, kx) - kx * logAlpha + logRising(b, n) - logRising(a + b, n))
      const both = digammaRise(a + b, n)
      g[0]! += w * digammaRise(r, kx)
      g[1]! -= (w * kx) / alpha
      g[2]! -= w * both
      g[3]! += w * (digammaRise(b, n) - both)
      logRatio[i] = n > 0 ? Math.log(a / (b + n - 1)) : -Infinity
    }
    for (let i = 0; i < txs.length; i++) logTx[i] = Math.log1p(txs[i]! / alpha)
    for (let i = 0; i < Ts.length; i++) logT[i] = Math.log1p(Ts[i]! / alpha)
    return sum
  }
  const perCell = k === 1 ? simpleCells : regularCells
  return (theta, g) => {
    g.fill(0)
    return perX(theta, g) + perCell(cells, { k, first }, theta, g, logRatio, logTx, logT)
  }
}

/** The sum over cells of log[(1 + T/alpha)^−p + ratio·(1 + tx/alpha)^−p], p = r + x. */
function simpleCells(
  cells: Cells,
  { first }: BgShape,
  theta: Float64Array,
  g: Float64Array,
  logRatio: Float64Array,
  logTx: Float64Array,
  logT: Float64Array,
): number {
  const [r, alpha, a, b] = theta as unknown as [number, number, number, number]
  const [xs, txs, Ts] = cells.values as [Float64Array, Float64Array, Float64Array]
  const [xCodes, txCodes, TCodes] = cells.codes as [Int32Array, Int32Array, Int32Array]
  const { size, weights } = cells
  let [sum, gr, galpha, ga, gb] = [0, 0, 0, 0, 0]
  for (let i = 0; i < size; i++) {
    const xi = xCodes[i]!
    const x = xs[xi]!
    const w = weights[i]!
    const p = r + x
    const T = Ts[TCodes[i]!]!
    const l1 = logT[TCodes[i]!]!
    const slope1 = T / (alpha + T)
    const ratio = logRatio[xi]!
    if (ratio === -Infinity) {
      sum -= w * p * l1
      gr -= w * l1
      galpha += w * p * slope1
      continue
    }
    const tx = txs[txCodes[i]!]!
    const l2 = logTx[txCodes[i]!]!
    const d = ratio + p * (l1 - l2)
    const e = Math.exp(d > 0 ? -d : d)
    const share = d > 0 ? 1 / (1 + e) : e / (1 + e)
    sum += w * ((d > 0 ? ratio - p * l2 : -p * l1) + Math.log1p(e))
    const log = (1 - share) * l1 + share * l2
    gr -= w * log
    galpha += w * p * ((1 - share) * slope1 + (share * tx) / (alpha + tx))
    ga += w * share
    gb -= (w * share) / (b + x + first - 1)
  }
  g[0]! += gr
  g[1]! += galpha / alpha
  g[2]! += ga / a
  g[3]! += gb
  return sum
}

/** As `simpleCells` for k > 1, where the first term has the factor S. */
function regularCells(
  cells: Cells,
  { k, first }: BgShape,
  theta: Float64Array,
  g: Float64Array,
  logRatio: Float64Array,
  logTx: Float64Array,
  logT: Float64Array,
): number {
  const [r, alpha, a, b] = theta as unknown as [number, number, number, number]
  const [xs, txs, Ts] = cells.values as [Float64Array, Float64Array, Float64Array]
  let sum = 0
  for (let i = 0; i < cells.size; i++) {
    const xi = cells.codes[0]![i]!
    const [x, tx, T] = [xs[xi]!, txs[cells.codes[1]![i]!]!, Ts[cells.codes[2]![i]!]!]
    const w = cells.weights[i]!
    const p = r + k * x
    const l1 = logT[cells.codes[2]![i]!]!
    const l2 = logTx[cells.codes[1]![i]!]!
    const u = (T - tx) / (alpha + T)
    let [term, byP, S, Sp, Su] = [1, 0, 1, 0, 0]
    for (let j = 0; j < k - 1; j++) {
      byP = ((byP * (p + j) + term) / (j + 1)) * u
      term = ((term * (p + j)) / (j + 1)) * u
      S += term
      Sp += byP
      Su += (j + 1) * term
    }
    const log1 = -p * l1 + Math.log(S)
    const log2 = logRatio[xi]! - p * l2
    const d = log2 - log1
    const e = Math.exp(d > 0 ? -d : d)
    const share = d > 0 ? 1 / (1 + e) : e / (1 + e)
    sum += w * (Math.max(log1, log2) + Math.log1p(e))
    g[0]! += w * ((1 - share) * (Sp / S - l1) - share * l2)
    // S depends on alpha through u, whose derivative is −u/(alpha + T).
    const by1 = (p * T) / alpha - Su / S
    g[1]! += w * (((1 - share) * by1) / (alpha + T) + (share * p * tx) / (alpha * (alpha + tx)))
    if (share > 0) {
      g[2]! += (w * share) / a
      g[3]! -= (w * share) / (b + x + first - 1)
    }
  }
  return sum
}

/**
 * What regularity adds that does not depend on the parameters: the density of the x-th order's time under k
 * relative to k = 1, so that likelihoods of different k can be compared.
 */
export function regularityConstant(cells: Cells, k: number): number {
  if (k === 1) return 0
  let sum = 0
  for (let i = 0; i < cells.size; i++) {
    const x = cells.values[0]![cells.codes[0]![i]!]!
    const tx = cells.values[1]![cells.codes[1]![i]!]!
    if (x > 0) sum += cells.weights[i]! * ((k - 1) * x * Math.log(tx) - logGamma(k * x) + logGamma(x))
  }
  return sum
}
