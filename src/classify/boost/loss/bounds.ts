/** The smallest probability that a logarithm is taken of. */
export const LEAST = 1e-15
/** Scores on a logarithmic scale are kept within ±, so that no exponential overflows. */
export const MOST_LOG = 500

/** A score on a logarithmic scale within bounds. */
export function bounded(score: number): number {
  return Math.min(MOST_LOG, Math.max(-MOST_LOG, score))
}
