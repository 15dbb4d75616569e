import { joinHashes } from '../block/hash.js'
import type { Comparer } from '../compare/comparer.js'
import { countedLevels } from '../compare/swaps.js'
import { classesOf } from '../link/classes.js'
import { freed } from '../link/maximise.js'
import { freeLevels, type Mixture } from '../link/mixture.js'
import { nextMovers, placeTerms } from '../link/movers.js'
import { pairSpace } from '../link/pairSpace.js'
import type { LevelShares } from '../link/randomLevels.js'
import type { Prepared } from '../prepared.js'

/** Of larger clusters so many pairs are looked at. */
const MOST_PAIRS = 600

/**
 * The mixture whose matches are the pairs within clusters: those that blocking never proposed, or that agree in little, among them. Classes keep what
 * they learned.
 */
export function reestimate(
  prepared: Prepared,
  { pattern, tops }: Comparer,
  members: readonly Int32Array[],
  mixture: Mixture,
  random: LevelShares,
): Mixture {
  const counts = tops.map((top) => new Float64Array(top + 1).fill(0.5))
  const counted = countedLevels(mixture.names)
  const places = placeTerms(mixture)
  const moved = { matches: 0, levels: new Float64Array(8 * tops.length) }
  let seen = 0
  let pairs = 0
  for (const own of members) {
    const all = (own.length * (own.length - 1)) / 2
    pairs += all
    for (let y = 1; y < own.length; y++) {
      for (let x = 0; x < y; x++) {
        const a = Math.min(own[x]!, own[y]!)
        const b = Math.max(own[x]!, own[y]!)
        if (all > MOST_PAIRS && (joinHashes(a + 1, b + 1) >>> 0) / 4294967296 > MOST_PAIRS / all) continue
        const levels = counted(pattern(a, b))
        counts.forEach((count, f) => count[(levels >>> (3 * f)) & 7]!++)
        seen++
        if (!places) continue
        const share = places.moved(levels)
        moved.matches += share
        for (let f = 0; f < tops.length; f++) moved.levels[8 * f + ((levels >>> (3 * f)) & 7)]! += share
      }
    }
  }
  const match = counts.map((count) => {
    count[0] = 0
    let sum = 0
    for (const one of count) sum += one
    return count.map((one, l) => (l === 0 ? 1 : one / sum))
  })
  const prior = Math.min(0.5, Math.max(1, pairs) / Math.max(1, pairSpace(prepared)))
  const all = { matches: seen, levels: flat(counts) }
  const movers = mixture.movers && nextMovers(mixture.movers, random, all, moved)
  return {
    ...mixture,
    prior,
    match,
    strangers: random,
    classes: rebase(prepared, mixture, random),
    ...(movers && { movers }),
  }
}

/** Counts by field and level, eight a field. */
function flat(counts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(8 * counts.length)
  counts.forEach((count, f) => out.set(count, 8 * f))
  return out
}

/** The classes' levels with other strangers: those that a class does not free are as between strangers. */
function rebase(prepared: Prepared, { classes }: Mixture, strangers: LevelShares): Mixture['classes'] {
  const free = freeLevels(prepared, classesOf({ classes }))
  return classes.map((one, c) => {
    const levels = strangers.map((given, f) => freed(given, free[c]![f]!, (l) => one.levels[f]![l]!))
    return Object.assign({}, one, { levels })
  })
}
