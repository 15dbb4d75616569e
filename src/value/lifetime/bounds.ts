import type { Minimum } from '../../numeric/minimize.js'

/** Logarithms of parameters stay within this: beyond it they change nothing, and arithmetic overflows. */
export const MOST_LOG = 50

/** Log-parameters within bounds, the first `positive` of them; what is flat up to there is flat beyond. */
export function withinBounds(x: Float64Array, positive: number): Float64Array {
  return x.map((v, i) => (i < positive ? Math.max(-MOST_LOG, Math.min(MOST_LOG, v)) : v))
}

/** A minimum within bounds. */
export function minimumWithin(found: Minimum, positive: number): Minimum {
  return { ...found, x: withinBounds(found.x, positive) }
}
