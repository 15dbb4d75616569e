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
  const once: Once = {
    logRatio: new Float64Array(xs.length),
    slopeRatio: new Float64Array(xs.length),
    logTx: new Float64Array(txs.length),
    logT: new Float64Array(Ts.length),
    slopeTx: new Float64Array(txs.length),
    slopeT: new Float64Array(Ts.length),
    odds: new Float64Array(cells.size),
  }
  const { logRatio, slopeRatio, logTx, logT, slopeTx, slopeT } = once
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
      slopeRatio[i] = n > 0 ? -1 / (b + n - 1) : 0
    }
    perTime(txs, alpha, logTx, slopeTx)
    perTime(Ts, alpha, logT, slopeT)
    return sum
  }
  const perCell = k === 1 ? simpleCells : regularCells
  return (theta, g) => {
    g.fill(0)
    return perX(theta, g) + perCell(cells, { k, first }, theta, g, once)
  }
}

/** What is computed once a distinct x, tx or T. */
interface Once {
  /** log a/(b + n − 1), −Infinity where nobody can have dropped out, and its derivative by b. */
  readonly logRatio: Float64Array
  readonly slopeRatio: Float64Array
  /** log(1 + t/alpha) and its derivative by −log alpha. */
  readonly logTx: Float64Array
  readonly logT: Float64Array
  readonly slopeTx: Float64Array
  readonly slopeT: Float64Array
  /** For each cell, how many times likelier it is to have dropped out than to be there. */
  readonly odds: Float64Array
}

function perTime(times: Float64Array, alpha: number, log: Float64Array, slope: Float64Array): void {
  for (let i = 0; i < times.length; i++) {
    log[i] = Math.log1p(times[i]! / alpha)
    slope[i] = times[i]! / (alpha + times[i]!)
  }
}

/** No more than exp(300) to one: beyond it nothing else counts, and products of two of them are finite. */
const FAR = 300
const MOST_ODDS = Math.exp(FAR)

/**
 * The sum over cells of log[(1 + T/alpha)^−p + ratio·(1 + tx/alpha)^−p], p = r + x: the first term, and log(1 + e) for how many times it the
 * second is. Exponentials come in a loop of their own, which is faster by a half; logarithms are of products where a cell
 * is one customer.
 */
function simpleCells(
  cells: Cells,
  _: BgShape,
  theta: Float64Array,
  g: Float64Array,
  { logRatio, slopeRatio, logTx, logT, slopeTx, slopeT, odds }: Once,
): number {
  const [r, alpha, a] = theta as unknown as [number, number, number]
  const xs = cells.values[0]!
  const [xCodes, txCodes, TCodes] = cells.codes as [Int32Array, Int32Array, Int32Array]
  const { size, weights } = cells
  for (let i = 0; i < size; i++) {
    const xi = xCodes[i]!
    const d = logRatio[xi]! + (r + xs[xi]!) * (logT[TCodes[i]!]! - logTx[txCodes[i]!]!)
    odds[i] = Math.exp(d < FAR ? d : FAR)
  }
  let sum = 0
  let product = 1
  let gr = 0
  let galpha = 0
  let gone = 0
  let gb = 0
  for (let i = 0; i < size; i++) {
    const xi = xCodes[i]!
    const txi = txCodes[i]!
    const Ti = TCodes[i]!
    const w = weights[i]!
    const x = xs[xi]!
    const p = r + x
    const l1 = logT[Ti]!
    const l2 = logTx[txi]!
    const e = odds[i]!
    const rest = 1 / (1 + e)
    const share = e * rest
    sum -= w * p * l1
    if (e >= MOST_ODDS) sum += w * (logRatio[xi]! + p * (l1 - l2))
    else if (w === 1) {
      product *= 1 + e
      if (product > MOST_ODDS) {
        sum += Math.log(product)
        product = 1
      }
    } else sum += w * Math.log1p(e)
    gr -= w * (rest * l1 + share * l2)
    galpha += w * p * (rest * slopeT[Ti]! + share * slopeTx[txi]!)
    gone += w * share
    gb += w * share * slopeRatio[xi]!
  }
  g[0]! += gr
  g[1]! += galpha / alpha
  g[2]! += gone / a
  g[3]! += gb
  return sum + Math.log(product)
}

/** As `simpleCells` for k > 1, where the first term has the factor S. */
function regularCells(
  cells: Cells,
  { k, first }: BgShape,
  theta: Float64Array,
  g: Float64Array,
  { logRatio, logTx, logT }: Once,
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
