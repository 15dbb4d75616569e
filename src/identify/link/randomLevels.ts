import { makeRandom } from '../../numeric/random.js'
import type { Comparer } from '../compare/comparer.js'
import { SWAPPED } from '../compare/levels.js'
import { countedLevels, nameFields } from '../compare/swaps.js'
import type { Field, Prepared } from '../prepared.js'
import { swapShare } from './swapShare.js'

/** By field, by level: the probability of that level given that both values are there. Level 0, missing, says nothing and is 1. */
export type LevelShares = readonly Float64Array[]

/** What a level that was not met has been met. */
const UNSEEN = 0.3

/**
 * How often each level is found between two records picked at random, the u of Fellegi and Sunter (1969): almost all of them are
 * different persons, so no labels are needed. Equal values are not sampled but follow from how many records have each, Σ c(c − 1) / n(n − 1), and swapped names are at least those counted.
 * `draws` pairs are compared (200,000); those within one source are passed over. The few matches among them make values seem more common than they are, which is on the safe side.
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
    const same = equalShare(fields[f]!, prepared.rows)
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

/** How many of all pairs have equal values; a record is no pair with itself. */
function equalShare({ frequency, filled }: Field, rows: number): number {
  const records = filled * rows
  if (records < 2) return UNSEEN
  let equal = 0
  for (const share of frequency) equal += (share * records * (share * records - 1)) / 2
  const pairs = (records * (records - 1)) / 2
  return Math.min((Math.max(0, equal) + UNSEEN) / (pairs + 1), 1 - 1e-9)
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
