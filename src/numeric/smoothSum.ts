import { visitPanels } from './quadrature.js'

/** So many terms are added one by one. */
const EXACT = 64
/** exp(−50) of anything does not count. */
export const NOTHING_LEFT = 50
/** Width of the panels on the logarithmic scale. */
const WIDTH = 1

/**
 * Σ f(j), j = 1 … to, of terms that change ever more slowly, as powers do and slow exponentials: the first 64 one by one, the others by
 * the integral with Gauss's central differences at both ends. Some hundred calls of f, however many terms there are; eleven digits. Beyond 64,
 * `to` need not be whole: the sum grows smoothly with it.
 */
export function smoothSum(f: (j: number) => number, to: number): number {
  let sum = 0
  for (let j = 1; j <= Math.min(to, EXACT); j++) sum += f(j)
  if (to <= EXACT) return sum
  const [from, end] = [EXACT + 0.5, to + 0.5]
  let rest = correction(f, end) - correction(f, from)
  visitPanels(Math.log(from), Math.log(end), WIDTH, (v, weight) => {
    const x = Math.exp(v)
    rest += weight * x * f(x)
  })
  return sum + rest
}

/** What a sum has over the integral of f, by the middle between two of its terms. */
function correction(f: (j: number) => number, x: number): number {
  const inner = f(x + 0.5) - f(x - 0.5)
  const outer = f(x + 1.5) - f(x - 1.5)
  return -inner / 24 + (17 / 5760) * (outer - 3 * inner)
}
