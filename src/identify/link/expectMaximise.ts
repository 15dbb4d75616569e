import { nameFields } from '../compare/swaps.js'
import type { Prepared } from '../prepared.js'
import type { PairClass } from './classes.js'
import { expect } from './expect.js'
import { changeOf, freed, maximise, smoothing } from './maximise.js'
import { type Crowd, freeLevels, type LearnedClass, type Mixture, usualLevels } from './mixture.js'
import { firstMovers } from './movers.js'
import type { LevelShares } from './randomLevels.js'
import { samplePairs } from './samplePairs.js'

/** The pairs that are learned from. */
export type ObservedPairs = {
  readonly length: number
  /** The comparison pattern of each pair. */
  readonly patterns: Int32Array
  /** What rarity adds, in natural logarithms: for a match first, then for each class. */
  readonly offsets: readonly Float32Array[]
  /** How many pairs each stands for, where some were passed over; 1 by default. */
  readonly weights?: Float64Array | undefined
  /** Pairs whose answer is known: 1 the same person, 0 not; −1 not known. */
  readonly known?: Int8Array | undefined
}

/** How learning went. */
export type MixtureFit = {
  readonly iterations: number
  readonly converged: boolean
  /** The largest change in the last iteration: of a level's share, or a fiftieth of the relative change of a prior. */
  readonly change: number
  /** Before each iteration and after the last: the log-likelihood of the pairs against all being strangers', with the priors of the shares. */
  readonly logLikelihoods: readonly number[]
}

/** Where and how far to learn. */
export type MaximiseOptions = {
  /** Where to start; by default matches mostly agree and are a third as many as there are records. */
  readonly start?: Mixture | undefined
  /** Crowds of strangers, from `learnCrowds`. */
  readonly crowds?: readonly Crowd[] | undefined
  /** Whether matches may have moved: see `Movers`. Default false. */
  readonly moves?: boolean
  /** Default 40. */
  readonly iterations?: number
  /** Learning ends where the change is at most this. Default 0.0002. */
  readonly tolerance?: number
  /** Pairs that are looked at in each iteration, evenly picked. Default 300,000. */
  readonly sample?: number
}

/**
 * Learns the levels of matches and of the classes between match and stranger, and how many each are, by expectation–maximisation
 * (Dempster, Laird and Rubin 1977) over all pairs of `space`: `pairs` are those that blocking proposed, and the others count as strangers'. The levels
 * of strangers stay as given. `classes` may be empty.
 *
 * Shares are smoothed: a match's levels by half a pair each, a class's by 2u + .1 pairs of the sample. Up to the rounding of sums the penalised
 * log-likelihood never falls.
 */
export function expectMaximise(
  prepared: Prepared,
  pairs: ObservedPairs,
  space: number,
  strangers: LevelShares,
  classes: readonly PairClass[],
  options: MaximiseOptions = {},
): { readonly mixture: Mixture; readonly fit: MixtureFit } {
  const { iterations = 40, tolerance = 2e-4, sample = 300_000 } = options
  const sampled = samplePairs(pairs, sample)
  const free = freeLevels(prepared, classes)
  let mixture = startOf(prepared, space, strangers, free, classes, options)
  const logLikelihoods: number[] = []
  let change = Infinity
  let done = 0
  for (;;) {
    const expected = expect(sampled, space, mixture)
    logLikelihoods.push(expected.logLikelihood + smoothing(mixture, free, sampled.scale))
    if (done === iterations || change <= tolerance) break
    const next = maximise(mixture, expected, free, space, sampled.scale)
    change = changeOf(mixture, next, prepared.rows, space)
    mixture = next
    done++
  }
  const fit = { iterations: done, converged: change <= tolerance, change, logLikelihoods }
  return { mixture, fit }
}

/** The mixture to start from, under these levels of strangers. */
function startOf(
  prepared: Prepared,
  space: number,
  strangers: LevelShares,
  free: readonly Int32Array[],
  classes: readonly PairClass[],
  { start, crowds = start?.crowds, moves = false }: MaximiseOptions,
): Mixture {
  const { rows, fields } = prepared
  const tops = strangers.map((shares) => shares.length - 1)
  const many = Math.max(1, space)
  const usual = usualLevels(tops)
  const movers = moves ? (start?.movers ?? firstMovers(prepared, usual, strangers)) : undefined
  return {
    prior: start?.prior ?? Math.min(0.01, (0.3 * rows) / many),
    match: start?.match ?? usual,
    ...(movers && { movers }),
    strangers,
    names: nameFields(fields),
    ...(crowds && { crowds }),
    classes: classes.map(({ name }, c) => {
      const { prior = Math.min(0.01, (0.1 * rows) / many), levels = usual } = start?.classes[c] ?? {}
      const held = strangers.map((given, f) => freed(given, free[c]![f]!, (l) => levels[f]![l]!))
      const own = crowds && (start?.classes[c]?.crowds ?? evenCrowds(crowds, free[c]!))
      return { name, prior, levels: held, ...(own && { crowds: own }) }
    }),
  }
}

/** To begin with, a class is of all crowds alike in the fields that it does not free. */
function evenCrowds(crowds: readonly Crowd[], free: Int32Array): LearnedClass['crowds'] {
  const fields = Array.from(free.keys()).filter((f) => free[f] === 0)
  return { shares: crowds.map(() => 1 / crowds.length), fields }
}
