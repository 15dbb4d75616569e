import type { Loss } from './likelihood.js'

/** What is added to the negative log-likelihood: l1·Σ|β| + l2/2·Σβ², intercepts apart. */
export interface Penalty {
  readonly l1: number
  readonly l2: number
  /** Columns a score, the intercept not counted. */
  readonly width: number
  /** Whether each class has its own score, so that all intercepts may shift together. */
  readonly isFree: boolean
}

/** The loss with its penalty; the gradient is that of the smooth part. */
export function penalised(
  { value, gradient }: Loss,
  theta: Float64Array,
  { l1, l2, width, isFree }: Penalty,
): { value: number; gradient: Float64Array } {
  const m = width + 1
  let [absolute, squares, intercepts] = [0, 0, 0]
  for (let j = 0; j < theta.length; j++) {
    if (j % m === 0) intercepts += theta[j]!
    else {
      absolute += Math.abs(theta[j]!)
      squares += theta[j]! * theta[j]!
    }
  }
  const shift = isFree ? intercepts : 0
  return {
    value: value + l1 * absolute + (l2 / 2) * squares + (shift * shift) / 2,
    gradient: gradient.map((g, j) => (j % m === 0 ? g + shift : g + l2 * theta[j]!)),
  }
}
