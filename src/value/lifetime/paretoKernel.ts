import { digammaRise, logRising } from '../../numeric/gamma.js'
import { logTail } from '../../numeric/tail.js'
import { type Cells, codePairs } from './collapse.js'
import type { Likelihood } from './core.js'

/** The distinct pairs of x and a time, and each cell's. */
interface Pairs {
  readonly codes: Int32Array
  readonly x: Float64Array
  readonly t: Float64Array
}

function pairsOf(cells: Cells, column: 1 | 2): Pairs {
  const xCodes = cells.codes[0]!
  const tCodes = cells.codes[column]!
  const { codes, firstRows } = codePairs(
    xCodes,
    cells.values[0]!.length,
    tCodes,
    cells.values[column]!.length,
  )
  return {
    codes,
    x: Float64Array.from(firstRows, (i) => cells.values[0]![xCodes[i]!]!),
    t: Float64Array.from(firstRows, (i) => cells.values[column]![tCodes[i]!]!),
  }
}

/**
 * log ∫ₜ^∞ of one of the two terms of the likelihood, for each pair: with `early`, s·(alpha + τ)^−(r + x)·(beta + τ)^−(s + 1) from tx,
 * dropout first; else (r + x)·(alpha + τ)^−(r + x + 1)·(beta + τ)^−s from T, an order first. Times count in units of
 * alpha and beta, so that large ones do not cancel. Five numbers a pair: the logarithm, then its derivatives by r, alpha, s, beta.
 */
function tails({ x, t }: Pairs, theta: Float64Array, early: boolean, out: Float64Array): void {
  const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
  const d = new Float64Array(4)
  for (let i = 0; i < x.length; i++) {
    const rx = r + x[i]!
    const p = early ? rx : rx + 1
    const q = early ? s + 1 : s
    const log = logTail(p, q, alpha + t[i]!, beta + t[i]!, d)
    const at = 5 * i
    out[at] = log + Math.log(early ? s : rx)
    out[at + 1] = early ? d[0]! : d[0]! + 1 / rx
    out[at + 2] = d[2]!
    out[at + 3] = early ? d[1]! + 1 / s : d[1]!
    out[at + 4] = d[3]!
  }
}

/**
 * The log-likelihood of r, alpha, s, beta: Γ(r + x)/Γ(r)·alpha^r·beta^s times the sum of two positive integrals (Fader & Hardie 2005, "A Note on
 * Deriving the Pareto/NBD Model"), each taken once a distinct (x, tx) and (x, T).
 */
export function paretoLikelihood(cells: Cells): Likelihood {
  const early = pairsOf(cells, 1)
  const late = pairsOf(cells, 2)
  const earlyTails = new Float64Array(5 * early.x.length)
  const lateTails = new Float64Array(5 * late.x.length)
  const xs = cells.values[0]!
  return (theta, g) => {
    const [r, alpha, s, beta] = theta as unknown as [number, number, number, number]
    tails(early, theta, true, earlyTails)
    tails(late, theta, false, lateTails)
    const rising = xs.map((x) => logRising(r, x))
    const rise = xs.map((x) => digammaRise(r, x))
    const constant = r * Math.log(alpha) + s * Math.log(beta)
    let [sum, total, gr, ga, gs, gb] = [0, 0, 0, 0, 0, 0]
    for (let i = 0; i < cells.size; i++) {
      const w = cells.weights[i]!
      const a = 5 * early.codes[i]!
      const b = 5 * late.codes[i]!
      const d = earlyTails[a]! - lateTails[b]!
      const e = Math.exp(d > 0 ? -d : d)
      const share = d > 0 ? 1 / (1 + e) : e / (1 + e)
      const rest = 1 - share
      total += w
      sum +=
        w *
        (rising[cells.codes[0]![i]!]! + (d > 0 ? earlyTails[a]! : lateTails[b]!) + Math.log1p(e) + constant)
      gr += w * (rise[cells.codes[0]![i]!]! + share * earlyTails[a + 1]! + rest * lateTails[b + 1]!)
      ga += w * (share * earlyTails[a + 2]! + rest * lateTails[b + 2]!)
      gs += w * (share * earlyTails[a + 3]! + rest * lateTails[b + 3]!)
      gb += w * (share * earlyTails[a + 4]! + rest * lateTails[b + 4]!)
    }
    g[0] = gr + total * Math.log(alpha)
    g[1] = ga + (total * r) / alpha
    g[2] = gs + total * Math.log(beta)
    g[3] = gb + (total * s) / beta
    return sum
  }
}
