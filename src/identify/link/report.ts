import type { Comparer } from '../compare/comparer.js'
import type { PairList, Prepared } from '../prepared.js'
import { agreement, type Dependence, dependences } from './dependence.js'
import type { Learned } from './learnLinkage.js'
import { notesOn } from './notes.js'
import { eachRandomPair } from './randomLevels.js'
import type { RowPairs } from '../pairs/readPairs.js'
import { calibrated, type LinkageCalibration } from './recalibrate.js'
import { findPairs } from './unitePairs.js'
import { probabilityOf } from './scorer.js'

/** How learning to tell matches went. */
export interface LinkageFit {
  readonly records: number
  /** Different pairs learned from. */
  readonly pairs: number
  /** Pairs that there are. */
  readonly space: number
  /** How many of the pairs learned from should be matches: the sum of their probabilities. */
  readonly matches: number
  readonly iterations: number
  readonly converged: boolean
  /** The largest change of a level's share (or a fiftieth of the relative change of the share of matches) in the last iteration. */
  readonly change: number
  /** Of the pairs learned from, against all being strangers'. */
  readonly logLikelihood: number
  /** Pairs with a known answer: the same person and not. */
  readonly labels: { readonly matches: number; readonly others: number }
  /** One a table of pairs: how many it has, and how many matches these should be. */
  readonly passes: readonly LinkagePass[]
  /** How far fields agree together beyond what the model takes into account, those that do most first. */
  readonly dependence: readonly Dependence[]
  /** What to know before relying on the model, a sentence each. */
  readonly notes: readonly string[]
}

/** The pairs of one blocking pass. */
export interface LinkagePass {
  readonly pairs: number
  readonly matches: number
}

/** What was learned from which pairs. */
export type Learning = {
  readonly prepared: Prepared
  readonly comparer: Comparer
  readonly pairs: PairList
  readonly learned: Learned
  readonly passes?: readonly RowPairs[]
  readonly known?: Int8Array | undefined
  readonly calibration?: LinkageCalibration | null
  /** All answers, where some are about other pairs than these. */
  readonly answers?: Int8Array | undefined
  readonly seed?: number
}

const DRAWS = 200_000

/** The report of learning. */
export function reportFit(learning: Learning): LinkageFit {
  const { prepared, pairs, learned, passes = [pairs], known, calibration = null } = learning
  const { answers = known } = learning
  const { fit, space, scores } = learned
  const dependence = dependenceOf(learning)
  const probability = (p: number) =>
    known !== undefined && known[p]! >= 0 ? known[p]! : probabilityOf(calibrated(scores[p]!, calibration))
  let matches = 0
  for (let p = 0; p < scores.length; p++) matches += probability(p)
  const report = {
    records: prepared.rows,
    pairs: pairs.length,
    space,
    matches,
    iterations: fit.iterations,
    converged: fit.converged,
    change: fit.change,
    logLikelihood: fit.logLikelihoods.at(-1)!,
    labels: { matches: count(answers, 1), others: count(answers, 0) },
    passes: passes.map((pass) => ({
      pairs: pass.a.length,
      matches: findPairs(pass, pairs, prepared.rows).reduce((sum, p) => sum + probability(p), 0),
    })),
    dependence,
  }
  return { ...report, notes: notesOn(report, prepared, learned.mixture) }
}

function count(known: Int8Array | undefined, answer: number): number {
  return known?.reduce((sum, one) => sum + (one === answer ? 1 : 0), 0) ?? 0
}

/** Among matches by how probable they are, among strangers in random pairs: those proposed were picked for what they agree on. */
function dependenceOf({ prepared, comparer, learned, seed = 1 }: Learning): readonly Dependence[] {
  const { tops, pattern } = comparer
  const matches = agreement(tops)
  learned.patterns.forEach((levels, p) => {
    const probability = probabilityOf(learned.scores[p]!)
    if (probability > 1e-4) matches.add(levels, probability)
  })
  const strangers = agreement(tops)
  eachRandomPair(prepared, DRAWS, seed + 1, (a, b) => strangers.add(pattern(a, b), 1))
  return dependences(
    prepared.fields.map(({ column }) => column),
    matches,
    strangers,
  )
}
