import type { Comparer } from '../compare/comparer.js'
import type { PairList, Prepared } from '../prepared.js'
import type { PairClass } from './classes.js'
import { learnCrowds } from './crowds.js'
import { expectMaximise, type MaximiseOptions, type MixtureFit } from './expectMaximise.js'
import type { Mixture } from './mixture.js'
import { pairSpace } from './pairSpace.js'
import { type LevelShares, randomLevels } from './randomLevels.js'
import { scorer } from './scorer.js'
import { fieldRarities, rarityOffsets } from './termFrequency.js'

/** What `learnLinkage` can be told. */
export type LearnOptions = Omit<MaximiseOptions, 'start' | 'crowds'> & {
  /** One a pair: 1 the same person, 0 not, −1 not known. */
  readonly known?: Int8Array | undefined
  readonly seed?: number
  /** Called with how many rounds of learning are done, of how many. */
  readonly onRound?: (done: number, total: number) => void
}

/** What was learned from pairs. */
export type Learned = {
  readonly mixture: Mixture
  readonly fit: MixtureFit
  readonly space: number
  readonly patterns: Int32Array
  /** The natural log-odds of each pair. */
  readonly scores: Float32Array
}

/** Learns from pairs of records that blocking proposed: levels of strangers from random pairs, those of matches by expectation–maximisation. */
export function learnLinkage(
  prepared: Prepared,
  comparer: Comparer,
  pairs: PairList,
  classes: readonly PairClass[],
  { known, seed = 1, onRound, ...options }: LearnOptions = {},
): Learned {
  const space = pairSpace(prepared)
  const random = randomLevels(prepared, comparer, { seed })
  const crowds = learnCrowds(prepared, comparer, random, { seed })
  const patterns = new Int32Array(pairs.length)
  comparer.patterns(pairs.a, pairs.b, 0, pairs.length, patterns)
  const offsets = Array.from({ length: classes.length + 1 }, () => new Float32Array(pairs.length))
  fillOffsets(prepared, pairs, patterns, classes, random, offsets)
  const observed = { length: pairs.length, patterns, offsets, known }
  const { mixture, fit } = expectMaximise(prepared, observed, space, random, classes, {
    ...options,
    crowds,
    moves: true,
  })
  onRound?.(1, 1)
  const scores = scorePairs(mixture, patterns, offsets)
  return { mixture, fit, space, patterns, scores }
}

function fillOffsets(
  prepared: Prepared,
  { length, a, b }: PairList,
  patterns: Int32Array,
  classes: readonly PairClass[],
  strangers: LevelShares,
  offsets: readonly Float32Array[],
): void {
  const offsetsOf = rarityOffsets(prepared, fieldRarities(prepared, strangers), classes)
  const one = new Float64Array(offsets.length)
  for (let p = 0; p < length; p++) {
    offsetsOf(patterns[p]!, a[p]!, b[p]!, one)
    for (let c = 0; c < one.length; c++) offsets[c]![p] = one[c]!
  }
}

function scorePairs(mixture: Mixture, patterns: Int32Array, offsets: readonly Float32Array[]): Float32Array {
  const score = scorer(mixture)
  const one = new Float64Array(offsets.length)
  return Float32Array.from(patterns, (pattern, p) => {
    for (let c = 0; c < one.length; c++) one[c] = offsets[c]![p]!
    return score(pattern, one)
  })
}
