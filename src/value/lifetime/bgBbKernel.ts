import { digammaRise, logRising } from '../../numeric/gamma.js'
import type { Cells } from './collapse.js'
import type { Likelihood } from './core.js'

/** log B(a + m, b + n)/B(a, b), and its derivatives by a and b into `out`. */
function betaRatio(a: number, b: number, m: number, n: number, out: Float64Array): number {
  const both = digammaRise(a + b, m + n)
  out[0] = digammaRise(a, m) - both
  out[1] = digammaRise(b, n) - both
  return logRising(a, m) + logRising(b, n) - logRising(a + b, m + n)
}

/**
 * The log-likelihood of one customer, x orders in n opportunities, the last at tx: still a customer after n, or gone
 * after any of tx … n − 1 (Fader, Hardie & Shang 2010, equation 6). Sums in log space.
 */
function customer(theta: Float64Array, x: number, tx: number, n: number, g: Float64Array): number {
  const [alpha, beta, gamma, delta] = theta as unknown as [number, number, number, number]
  const buy = new Float64Array(2)
  const stay = new Float64Array(2)
  let top = -Infinity
  let sum = 0
  g.fill(0)
  const add = (log: number): void => {
    const scale = Math.exp(Math.min(0, top - log))
    if (log > top) {
      sum *= scale
      for (let i = 0; i < 4; i++) g[i]! *= scale
      top = log
    }
    const w = Math.exp(log - top)
    sum += w
    g[0]! += w * buy[0]!
    g[1]! += w * buy[1]!
    g[2]! += w * stay[0]!
    g[3]! += w * stay[1]!
  }
  add(betaRatio(alpha, beta, x, n - x, buy) + betaRatio(gamma, delta, 0, n, stay))
  for (let i = tx; i < n; i++) {
    add(betaRatio(alpha, beta, x, i - x, buy) + betaRatio(gamma, delta, 1, i, stay))
  }
  for (let i = 0; i < 4; i++) g[i]! /= sum
  return top + Math.log(sum)
}

/** The log-likelihood of alpha, beta (buying) and gamma, delta (dropout) over all cells. */
export function bgBbLikelihood(cells: Cells): Likelihood {
  const own = new Float64Array(4)
  return (theta, g) => {
    g.fill(0)
    let sum = 0
    for (let i = 0; i < cells.size; i++) {
      const [x, tx, n] = [0, 1, 2].map((c) => cells.values[c]![cells.codes[c]![i]!]!)
      sum += cells.weights[i]! * customer(theta, x!, tx!, n!, own)
      for (let j = 0; j < 4; j++) g[j]! += cells.weights[i]! * own[j]!
    }
    return sum
  }
}

const ignored = new Float64Array(4)

/** log P(x, tx | n). */
export function bgBbLog(theta: Float64Array, x: number, tx: number, n: number): number {
  return customer(theta, x, tx, n, ignored)
}
