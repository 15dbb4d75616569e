import { NEAR } from '../compare/levels.js'

/** How far two fields agree together. The model takes fields as independent, which is right where both are near 0. */
export interface Dependence {
  readonly fields: readonly [string, string]
  /** The correlation of agreeing (being the same or nearly so) among matches; null where hardly any pair differs or agrees. */
  readonly matches: number | null
  /** As `matches`, among random pairs. */
  readonly strangers: number | null
}

/** So many pairs must agree, and so many differ, for a correlation to mean something. */
const ENOUGH = 10

/** Counts, by weight, how often each two fields agree and differ together. */
export type Agreement = {
  readonly add: (pattern: number, weight: number) => void
  /** The correlation of two fields' agreement among pairs that have both (phi). */
  readonly correlation: (f: number, g: number) => number | null
}

/** Agreement of so many fields with these highest levels. */
export function agreement(tops: readonly number[]): Agreement {
  const count = tops.length
  // By pair of fields: both differ, the second agrees, the first agrees, both do.
  const cells = new Float64Array(4 * count * count)
  const least = tops.map((top) => Math.min(NEAR, top))
  const add = (pattern: number, weight: number) => {
    for (let f = 0; f < count; f++) {
      const one = (pattern >>> (3 * f)) & 7
      if (one === 0) continue
      const first = one >= least[f]! ? 2 : 0
      for (let g = f + 1; g < count; g++) {
        const other = (pattern >>> (3 * g)) & 7
        if (other !== 0) cells[4 * (f * count + g) + first + (other >= least[g]! ? 1 : 0)]! += weight
      }
    }
  }
  const correlation = (f: number, g: number) => {
    const [neither, second, first, both] = cells.subarray(4 * (f * count + g)) as unknown as number[]
    const margins = [first! + both!, neither! + second!, second! + both!, neither! + first!]
    if (margins.some((margin) => margin < ENOUGH)) return null
    return (both! * neither! - first! * second!) / Math.sqrt(margins.reduce((product, m) => product * m, 1))
  }
  return { add, correlation }
}

/** The dependence of each two fields, those that depend most first. */
export function dependences(
  columns: readonly string[],
  matches: Agreement,
  strangers: Agreement,
): readonly Dependence[] {
  const found: Dependence[] = []
  columns.forEach((first, f) => {
    for (let g = f + 1; g < columns.length; g++) {
      const fields = Object.freeze([first, columns[g]!] as const)
      found.push(
        Object.freeze({ fields, matches: matches.correlation(f, g), strangers: strangers.correlation(f, g) }),
      )
    }
  })
  const size = (one: Dependence) => Math.max(Math.abs(one.matches ?? 0), Math.abs(one.strangers ?? 0))
  return Object.freeze(found.toSorted((a, b) => size(b) - size(a)))
}
