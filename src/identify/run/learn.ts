import { classesFor } from '../link/classes.js'
import { expectMaximise, type MixtureFit } from '../link/expectMaximise.js'
import type { Crowd, Mixture } from '../link/mixture.js'
import { pairSpace } from '../link/pairSpace.js'
import type { LevelShares } from '../link/randomLevels.js'
import { fieldRarities, rarityOffsets } from '../link/termFrequency.js'
import type { Prepared } from '../prepared.js'
import type { ScoredPairs } from './pairBuffer.js'

/** Pairs that are learned from, and how many each stands for. */
export type Observed = {
  readonly pairs: ScoredPairs
  readonly weights: Float64Array
  /** 1 the same person, 0 not, −1 not known. */
  readonly known?: Int8Array
}

export type Learned = { readonly mixture: Mixture; readonly fit: MixtureFit }

/** Learns the mixture, strangers being taken for random pairs. */
export function learnMixture(
  prepared: Prepared,
  { pairs, weights, known }: Observed,
  random: LevelShares,
  start: Mixture | undefined,
  crowds: readonly Crowd[] | undefined,
): Learned {
  const space = Math.max(1, pairSpace(prepared))
  const { length, patterns } = pairs
  const offsets = observedOffsets(prepared, pairs, random)
  const observed = { length, patterns, offsets, weights, known }
  return expectMaximise(prepared, observed, space, random, classesFor(prepared.fields), {
    start,
    crowds,
    moves: true,
  })
}

/** What rarity adds to each pair, for a match and for each class. */
function observedOffsets(prepared: Prepared, pairs: ScoredPairs, strangers: LevelShares): Float32Array[] {
  const { length, a, b, patterns } = pairs
  const classes = classesFor(prepared.fields)
  const add = rarityOffsets(prepared, fieldRarities(prepared, strangers), classes)
  const offsets = Array.from({ length: 1 + classes.length }, () => new Float32Array(length))
  const out = new Float64Array(offsets.length)
  for (let p = 0; p < length; p++) {
    add(patterns[p]!, a[p]!, b[p]!, out)
    for (let c = 0; c < out.length; c++) offsets[c]![p] = out[c]!
  }
  return offsets
}
