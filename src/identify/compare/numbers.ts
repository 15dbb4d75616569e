import type { ValueList } from '../prepared.js'

/** What is longer is no number that `cleanNumber` made. */
const LONGEST = 30
/** Rounding that does not make two numbers further apart. */
const SLACK = 1e-12

/**
 * Compares numbers by their difference as a share of the larger one: level 3 within 1 %, 2 within 10 %, 1 all other and what is no number. Splink's percentage
 * difference level (Linacre et al. 2022) is of this form; a share means the same for ages as for incomes.
 */
export function numberLevels({ units, offsets }: ValueList): (a: number, b: number) => number {
  const numbers = Float64Array.from({ length: offsets.length - 1 }, (_, value) => {
    const [from, to] = [offsets[value]!, offsets[value + 1]!]
    if (to - from > LONGEST) return NaN
    const text = String.fromCharCode(...units.subarray(from, to))
    return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : NaN
  })
  return (a, b) => {
    const [one, other] = [numbers[a]!, numbers[b]!]
    const share = Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other))
    return share <= 0.01 + SLACK ? 3 : share <= 0.1 + SLACK ? 2 : 1
  }
}
