/**
 * Log-odds are bounded to ±4 before they are averaged, so that one very strong or very weak pair does not outweigh many.
 * They are kept as whole multiples of 1 / UNIT: sums of whole numbers are the same in any order of rows.
 */
export const UNIT: number = 2 ** 24
const BOUND = 4
/** So that what is bounded can be taken back. */
const HIGHEST = BOUND * UNIT - 1

/** How much surer the mean over many cross pairs is than one pair, in log-odds. */
const BONUS = 2

/** A pair's log-odds, bounded, in units. */
export function bounded(logOdds: number): number {
  return Math.min(HIGHEST, Math.round(BOUND * UNIT * Math.tanh(logOdds / BOUND)))
}

/**
 * The log-odds that two groups of records are one person, from the sum of the bounded log-odds of their n cross pairs. One pair speaks for
 * itself; a mean over many is surer, since their errors are not all the same. Above even odds the bound is taken back, so that a
 * single pair has its own probability; below it stays, and a clear contradiction within a group cannot be outvoted beyond it.
 */
export function mergeLogOdds(sum: number, n: number): number {
  const mean = sum / (n * UNIT)
  const open = mean > 0 ? BOUND * Math.atanh(mean / BOUND) : mean
  return (2 - 1 / n) * (open + BONUS * (1 - 1 / n))
}

/** The lowest threshold that clusters may have, and the mean, in units, below which no merge is as sure: however many its cross pairs. */
export const LOWEST_THRESHOLD = 0.05
export const LOWEST_MEAN: number = UNIT * (logOddsOf(LOWEST_THRESHOLD) / 2 - BONUS)

/** The log-odds that a merge must have; those of a pair at just the threshold may be off by what its score was rounded. */
export function cutOf(threshold: number): number {
  return logOddsOf(threshold) - 1e-6
}

function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability))
}

/** Expected numbers of pairs are counted in whole parts of a pair, for the same reason. */
export const PARTS: number = 2 ** 20

export function inParts(probability: number): number {
  return Math.round(PARTS * probability)
}
