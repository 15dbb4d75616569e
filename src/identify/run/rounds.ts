import { oneBlock, type Blocks } from '../block/blocks.js'
import { chooseGreedily, type Choice, seedChoice } from '../block/choose.js'
import { promisingKeys } from '../block/promising.js'
import { comparer } from '../compare/comparer.js'
import { learnCrowds } from '../link/crowds.js'
import { classesFor } from '../link/classes.js'
import { expectMaximise } from '../link/expectMaximise.js'
import type { Crowd, Mixture } from '../link/mixture.js'
import { pairSpace } from '../link/pairSpace.js'
import { type LevelShares, randomLevels } from '../link/randomLevels.js'
import { probabilityOf } from '../link/scorer.js'
import type { Prepared } from '../prepared.js'
import { type Answers, withAnswers } from './answers.js'
import type { Crew } from './crew.js'
import { makeJudge } from './judge.js'
import { type Learned, learnMixture, type Observed } from './learn.js'
import { joinPairs, pickPairs, placesWhere, type ScoredPairs } from './pairBuffer.js'
import { isSampled } from './thread.js'

/** How blocking and learning go on. */
export type RoundsPlan = {
  /** Pairs to compare in the last round, at most. */
  readonly budget: number
  readonly seed: number
  readonly onRound?: ((done: number, total: number) => void) | undefined
  /** What somebody said of some pairs. */
  readonly answers?: Answers | undefined
}

/** What the rounds found. */
export type Rounds = Learned & {
  /** Pairs that may be matches, in the order of the crew's records. */
  readonly pairs: ScoredPairs
  /** Random pairs' levels, which strangers' come from. */
  readonly random: LevelShares
  readonly blocks: Blocks
  /** Whether everybody was compared with everybody. */
  readonly all: boolean
  /** The blocks that were used where not. */
  readonly choices: readonly Choice[]
  readonly compared: number
}

/** Up to so many pairs everybody is compared with everybody. */
const COMPARE_ALL = 1_200_000
/** Log-odds below which a pair is forgotten at once. */
const LOWEST = -9
/** Pairs that are learned from: likely ones, and others. */
const LEARN_FROM = 150_000
/** Likely matches that blocks are chosen by. */
const MATCHED = 10_000
/** Keys that are looked at closely. */
const PROMISING = 240
/** Log-odds of a first guess above which pairs are learned from. */
const LIKELY = -3
const ROUNDS = 3

/** Pairs that are compared unless it is said how many, and learned from at most. */
export function usualBudget(rows: number): number {
  return Math.max(100 * Math.min(rows, 100_000), 30 * rows)
}

/**
 * Rounds of blocking and learning. The first round takes what shares the rarest values; from the matches that a round makes likely the
 * next learns which blocks reach most of them at the least cost.
 */
export function blockAndLearn(crew: Crew, { budget, seed, onRound, answers }: RoundsPlan): Rounds {
  const { prepared, threads } = crew.memory
  const { rows } = prepared
  const same = comparer(prepared)
  const random = randomLevels(prepared, same, { seed })
  const crowds = learnCrowds(prepared, same, random, { seed })
  const all = pairSpace(prepared) <= COMPARE_ALL
  const total = all ? 1 : ROUNDS
  const usual = usualBudget(rows)
  let learned: Learned | undefined
  let iterations = 0
  let choices: readonly Choice[] = all ? [] : seedBlocks(crew, Math.min(budget, 10 * rows))
  for (let round = 1; ; round++) {
    const blocks = all ? oneBlock(rows, threads > 1) : crew.makeBlocks(choices)
    const guess = round === 1 && !all ? firstGuess(prepared, random, crowds) : undefined
    const found = guess
      ? firstPairs(crew, blocks, guess)
      : comparePairs(crew, blocks, learned?.mixture, all ? 0 : Math.min(budget, usual))
    const observed = answers ? withAnswers(found.observed, answers, same) : found.observed
    learned = learnMixture(prepared, observed, random, learned?.mixture, crowds)
    // Relatives and namesakes were not among the first pairs.
    if (guess) learned = { ...learned, mixture: { ...learned.mixture, classes: guess.classes } }
    iterations += learned.fit.iterations
    onRound?.(round, total)
    if (round === total) {
      const { mixture } = learned
      const last = { blocks, choices, all, found }
      const more = all || budget <= usual ? last : compareMore(crew, found.observed, mixture, budget)
      const { kept, compared } = more.found
      return {
        mixture,
        fit: { ...learned.fit, iterations },
        pairs: rescore(prepared, kept, mixture),
        random,
        blocks: more.blocks,
        all: more.all,
        choices: more.choices,
        compared,
      }
    }
    choices = betterBlocks(
      crew,
      found.observed,
      learned.mixture,
      round < total - 1 ? Math.min(budget, 30 * rows) : Math.min(budget, usual),
    )
  }
}

/**
 * More pairs than are usual, all where the budget allows it. They are compared and not learned from: among very many that are far from a match it is hard to tell what
 * matches look like.
 */
function compareMore(crew: Crew, observed: Observed, mixture: Mixture, budget: number) {
  const { prepared, threads } = crew.memory
  const all = pairSpace(prepared) <= budget
  const choices = all ? [] : betterBlocks(crew, observed, mixture, budget)
  const blocks = all ? oneBlock(prepared.rows, threads > 1) : crew.makeBlocks(choices)
  return { blocks, choices, all, found: comparePairs(crew, blocks, mixture, budget) }
}

function seedBlocks({ memory, survey }: Crew, budget: number): Choice[] {
  const { keys } = memory
  const wanted = keys.flatMap(({ strong, b }, key) => (strong || b < 0 ? [key] : []))
  const nobody = { a: new Int32Array(0), b: new Int32Array(0) }
  const costs = survey(wanted, nobody).map((one) => one?.cost)
  return seedChoice(keys, costs, budget)
}

/** What matches may look like, before any was seen. */
function firstGuess(prepared: Prepared, random: LevelShares, crowds: readonly Crowd[] | undefined): Mixture {
  const nothing = { length: 0, patterns: new Int32Array(0), offsets: [] }
  const space = Math.max(1, pairSpace(prepared))
  const options = { crowds, moves: true, iterations: 0 }
  return expectMaximise(prepared, nothing, space, random, classesFor(prepared.fields), options).mixture
}

type Found = { readonly kept: ScoredPairs; readonly observed: Observed; readonly compared: number }

/**
 * The first pairs are learned from only where they agree in so much that a first guess would call them likely: all others count as strangers. Among
 * many records most pairs that agree in two fields do by chance, and would be taken for what matches look like.
 */
function firstPairs(crew: Crew, blocks: Blocks, mixture: Mixture): Found {
  const { kept, compared } = crew.compare({ blocks, mixture, aliases: undefined, above: LIKELY, oneIn: 0 })
  return { kept, observed: thinned(kept, 1), compared }
}

/** Compares the pairs of the blocks; without a mixture all are kept. */
function comparePairs(crew: Crew, blocks: Blocks, mixture: Mixture | undefined, budget: number): Found {
  const oneIn = Math.max(1, Math.ceil(budget / LEARN_FROM / 2))
  const found = crew.compare({ blocks, mixture, aliases: undefined, above: LOWEST, oneIn })
  const { kept, sample, compared } = found
  const some = thinned(kept, mixture ? 1 : 2)
  const weights = new Float64Array(some.pairs.length + sample.length).fill(oneIn)
  weights.set(some.weights)
  return { kept, observed: { pairs: joinPairs([some.pairs, sample]), weights }, compared }
}

/** As many pairs as are learned from, or `times` as many, drawn from all. */
function thinned(pairs: ScoredPairs, times: number): Observed {
  const step = Math.max(1, Math.round(pairs.length / LEARN_FROM / times))
  const isDrawn = (p: number) => isSampled(pairs.a[p]!, pairs.b[p]!, step)
  const some = step === 1 ? pairs : pickPairs(pairs, placesWhere(pairs, isDrawn))
  return { pairs: some, weights: new Float64Array(some.length).fill(step) }
}

/** The blocks that reach the most likely matches for their cost. */
function betterBlocks(crew: Crew, { pairs, weights }: Observed, mixture: Mixture, budget: number): Choice[] {
  const { prepared, atoms, keys } = crew.memory
  const scored = rescore(prepared, pairs, mixture)
  let likely = placesWhere(scored, (p) => scored.scores[p]! > -1)
  const step = Math.ceil(likely.length / MATCHED)
  if (step > 1) likely = likely.filter((p) => isSampled(scored.b[p]!, scored.a[p]!, step))
  const matched = pickPairs(scored, likely)
  const worth = Float64Array.from(likely, (p) => probabilityOf(scored.scores[p]!) * weights[p]!)
  const wanted = promisingKeys(atoms, keys, prepared.rows, matched, worth, PROMISING)
  const surveys = crew.survey(wanted, { a: matched.a, b: matched.b })
  return chooseGreedily(surveys, worth, { budget }).choices
}

/** The same pairs with their scores under a mixture. */
export function rescore(prepared: Prepared, pairs: ScoredPairs, mixture: Mixture): ScoredPairs {
  const judge = makeJudge(prepared, mixture)
  const { a, b, patterns } = pairs
  return { ...pairs, scores: Float32Array.from(patterns, (pattern, p) => judge(pattern, a[p]!, b[p]!)) }
}
