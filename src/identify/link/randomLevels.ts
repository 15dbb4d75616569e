import { makeRandom } from '../../numeric/random.js'
import type { Comparer } from '../compare/comparer.js'
import { SWAPPED } from '../compare/levels.js'
import { countedLevels, nameFields } from '../compare/swaps.js'
import type { Prepared } from '../prepared.js'
import { swapShare } from './swapShare.js'

/** By field, by level: the probability of that level given that both values are there. Level 0, missing, says nothing and is 1. */
export type LevelShares = readonly Float64Array[]

/** What a level that was not met has been met. */
const UNSEEN = 0.3

/**
 * How often each level is found between two records picked at random, the u of Fellegi and Sunter (1969): almost all of them are
 * different persons, so no labels are needed. Equal values are not sampled but follow from how frequent each value is, Σf², and swapped names are at least those counted.
 * `draws` pairs are compared (200,000); those within one source are passed over. A millionth of them may be matches: see `withoutMatches`.
 */
export function randomLevels(
  prepared: Prepared,
  { tops, pattern }: Comparer,
  { draws = 200_000, seed = 1 }: { readonly draws?: number; readonly seed?: number } = {},
): LevelShares {
  const { fields } = prepared
  const counts = tops.map(() => new Float64Array(8))
  const names = nameFields(fields)
  const counted = countedLevels(names)
  eachRandomPair(prepared, draws, seed, (a, b) => {
    const levels = counted(pattern(a, b))
    for (let f = 0; f < tops.length; f++) counts[f]![(levels >>> (3 * f)) & 7]!++
  })
  const levels = tops.map((top, f) => {
    let same = 0
    for (const share of fields[f]!.frequency) same += share * share
    same = Math.min(Math.max(same, 1e-9), 1 - 1e-9)
    let others = 0
    for (let l = 1; l < top; l++) others += counts[f]![l]! + UNSEEN
    const shares = new Float64Array(top + 1)
    for (let l = 1; l < top; l++) shares[l] = ((counts[f]![l]! + UNSEEN) / others) * (1 - same)
    shares[top] = same
    shares[0] = 1
    return shares
  })
  if (names) {
    const own = levels[names[0]]!
    const more = Math.min(own[1]! / 2, Math.max(0, swapShare(prepared, names) - own[SWAPPED]!))
    own[SWAPPED]! += more
    own[1]! -= more
  }
  return levels
}

/** Draws so many pairs of records and gives those that could be one person. */
export function eachRandomPair(
  { rows, source }: Prepared,
  draws: number,
  seed: number,
  give: (a: number, b: number) => void,
): void {
  const random = makeRandom(seed)
  const many = rows > 1 ? draws : 0
  for (let d = 0; d < many; d++) {
    const a = Math.floor((random.uint32() / 4294967296) * rows)
    const b = Math.floor((random.uint32() / 4294967296) * rows)
    if (a === b || (source !== undefined && source[a]! >= 0 && source[a] === source[b])) continue
    give(a, b)
  }
}

/** The levels of strangers: those of random pairs less what the matches among these contribute, u ← (u − λm) / (1 − λ). */
export function withoutMatches(random: LevelShares, match: LevelShares, prior: number): LevelShares {
  return random.map((shares, f) => {
    const out = new Float64Array(shares.length)
    let sum = 0
    for (let l = 1; l < out.length; l++) {
      out[l] = Math.max((shares[l]! - prior * match[f]![l]!) / (1 - prior), shares[l]! * 0.05, 1e-9)
      sum += out[l]!
    }
    for (let l = 1; l < out.length; l++) out[l]! /= sum
    out[0] = 1
    return out
  })
}
