import type { Table } from '../../table/arrow.js'
import { tooCommon } from '../candidatePairs.js'
import type { Clustering } from '../cluster/agglomerate.js'
import { curveTable, type LinkageCurveColumns } from '../cluster/curveTable.js'
import { type Expected, expectedF1 } from '../cluster/expectedF1.js'
import { comparer } from '../compare/comparer.js'
import type { UsedField } from '../fields/planFields.js'
import type { PreparedRecords } from '../fields/prepare.js'
import { installing, type Part } from '../international/international.js'
import { pairSpace } from '../link/pairSpace.js'
import { type LinkageFit, reportFit } from '../link/report.js'
import type { Prepared } from '../prepared.js'
import type { Answers } from './answers.js'
import type { Refined } from './refine.js'
import type { Rounds } from './rounds.js'

/** How identification went, and what to expect of it. */
export interface IdentifyFit {
  readonly records: number
  readonly customers: number
  /** Pairs of records that are one customer now. */
  readonly pairsTogether: number
  /** Records that are the same as another in all fields and say who they are: one customer without weights. */
  readonly identical: number
  /** Pairs that were compared. */
  readonly pairsCompared: number
  readonly threshold: number
  /** Precision, recall and F1 of pairs, as the probabilities let expect. */
  readonly expected: Expected
  /** What to expect at each threshold: `threshold`, `customers`, `expected_precision`, `expected_recall`, `expected_f1`; null where a threshold was given. */
  readonly curve: Table<LinkageCurveColumns> | null
  /**
   * The share of true pairs that were compared, estimated without labels from random records, and how many expected matches of these it rests on: a pair counts once for each of
   * its records that was drawn, so that there may be twice as many as pairs. `matches` is null where all pairs were compared and nothing had to be estimated.
   */
  readonly reach: { readonly share: number; readonly matches: number | null }
  /** What records had to share to be compared; empty where everybody was compared with everybody. */
  readonly keys: readonly string[]
  /** What each column was taken for, and why. */
  readonly fields: readonly UsedField[]
  /** By field, how many values were too common to block on by themselves. */
  readonly tooCommon: { readonly [column: string]: number }
  /** How learning went: `pairs` and `matches` are those that are left as possible matches, `iterations` those of all rounds; `converged` tells of the last. */
  readonly learning: LinkageFit
  /** What to know before relying on it, a sentence each: those of `learning`, and what else would help. */
  readonly notes: readonly string[]
}

/** The report of an identification. */
export function fitOf(
  { fields, wanted }: PreparedRecords,
  prepared: Prepared,
  { fit, choices, compared, all }: Rounds,
  { mixture, aliases, pairs, clustering, curve, reach }: Refined,
  identical: number,
  names: readonly string[],
  answers: Answers | undefined,
): IdentifyFit {
  const { scores, patterns } = pairs
  const space = pairSpace(prepared)
  const learned = { mixture, fit, space, patterns, scores }
  const same = comparer(prepared, { aliases })
  const learning = reportFit({ prepared, comparer: same, pairs, learned, passes: [], answers: answers?.said })
  return Object.freeze({
    records: prepared.rows,
    customers: clustering.clusters,
    pairsTogether: clustering.expected.together,
    identical,
    pairsCompared: compared,
    threshold: clustering.threshold,
    expected: Object.freeze(expectedF1(clustering.expected, reach.share)),
    curve: curve.length > 0 ? curveTable(curve) : null,
    reach: Object.freeze({ share: reach.share, matches: all ? null : reach.matches }),
    keys: Object.freeze(choices.map(({ key }) => names[key]!)),
    fields: Object.freeze(fields),
    tooCommon: Object.freeze(tooCommon(prepared)),
    learning,
    notes: Object.freeze([...learning.notes, ...otherNotes(clustering, wanted, learning)]),
  })
}

/** From fewer records or matches what to expect is learned too roughly to be relied on. */
const ROUGH = { records: 500, matches: 200 }

function otherNotes(
  { expected }: Clustering,
  wanted: readonly Part[],
  { records, matches }: LinkageFit,
): string[] {
  const notes: string[] = []
  if (expected.together > 0 && (records < ROUGH.records || matches < ROUGH.matches)) {
    notes.push(
      `Learned from ${records} records with some ${Math.round(matches)} matches: precision, recall and F1 to expect are rough, and may be several hundredths too high; answers on the pairs of sampleForReview say more.`,
    )
  }
  if (expected.together === 0)
    notes.push(
      'No two records are taken for one customer; the precision of none is 1 by convention and says nothing.',
    )
  if (wanted.length > 0) {
    notes.push(
      `Names in other scripts are compared as they are written; ${installing(wanted)}, and say international: await loadInternational().`,
    )
  }
  return notes
}
