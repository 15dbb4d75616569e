import type { NameFields } from '../compare/swaps.js'
import type { Prepared } from '../prepared.js'
import type { PairClass } from './classes.js'
import type { Movers } from './movers.js'
import type { LevelShares } from './randomLevels.js'

/** A class of pairs that agree although they are different persons, as learned. */
export type LearnedClass = {
  readonly name: string
  /** Its share of all pairs. */
  readonly prior: number
  /** Its levels by field; as between strangers in fields that it does not free. */
  readonly levels: LevelShares
  /** Its shares of the crowds of strangers, and the fields that it does not free, where it is as these. */
  readonly crowds?: { readonly shares: readonly number[]; readonly fields: readonly number[] } | undefined
}

/** A part of the strangers who have something in common, or of those who have not. */
export type Crowd = {
  /** Its share of all strangers. */
  readonly share: number
  /** By field, by level: how many times as often as among all strangers. */
  readonly ratios: LevelShares
}

/** What pairs of records are a mixture of: matches, strangers and the classes between. */
export type Mixture = {
  /** The share of all pairs that are matches (λ). */
  readonly prior: number
  /** The levels of matches by field (m). */
  readonly match: LevelShares
  /** The levels of strangers by field (u). */
  readonly strangers: LevelShares
  readonly classes: readonly LearnedClass[]
  /** Matches of two addresses; none where there are no two fields of places. */
  readonly movers?: Movers | undefined
  /** Crowds of strangers; none where strangers agree in each field by itself. */
  readonly crowds?: readonly Crowd[] | undefined
  /** The fields of names, where these may stand in each other's column: see `countedLevels`. */
  readonly names?: NameFields | undefined
}

/** By class, by field: the highest level that the class frees, 0 for none. */
export function freeLevels({ fields }: Prepared, classes: readonly PairClass[]): Int32Array[] {
  return classes.map(({ free }) => Int32Array.from(fields, ({ kind }) => free[kind] ?? 0))
}

/** What is left for strangers. */
export function strangersPrior({ prior, classes }: Mixture): number {
  return Math.max(
    1e-9,
    classes.reduce((left, one) => left - one.prior, 1 - prior),
  )
}

/** A first guess: matches mostly agree. */
export function usualLevels(tops: readonly number[]): Float64Array[] {
  return tops.map((top) => {
    const shares = new Float64Array(top + 1)
    let left = 1
    for (let l = 1; l < top; l++) left -= shares[l] = l === 1 ? 0.1 : 0.05
    shares[top] = left
    shares[0] = 1
    return shares
  })
}

/** Share of a level over that of strangers, eight a field; 1 where a value is missing. */
export function ratios(levels: LevelShares, strangers: LevelShares): Float64Array {
  const out = new Float64Array(8 * levels.length).fill(1)
  levels.forEach((shares, f) => {
    for (let l = 1; l < shares.length; l++) out[8 * f + l] = shares[l]! / strangers[f]![l]!
  })
  return out
}
