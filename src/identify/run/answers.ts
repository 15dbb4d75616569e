import type { Comparer } from '../compare/comparer.js'
import { fairAnswers, knownAnswers, type Labels } from '../link/readLabels.js'
import { unitePairs } from '../link/unitePairs.js'
import type { PairList } from '../prepared.js'
import type { Observed } from './learn.js'
import { joinPairs } from './pairBuffer.js'
import { pairsFromRows } from './toRows.js'

/** Pairs that somebody looked at, by the crew's records: 1 the same person, 0 not. */
export type Answers = {
  readonly pairs: PairList
  readonly said: Int8Array
  /** As `said`, −1 where a pair was not asked about for its weight alone. */
  readonly fair: Int8Array
}

/** Labels in the order of the crew's records, each pair once. */
export function answersOf(who: string, labels: Labels, rowOf: Int32Array): Answers {
  const united = unitePairs([labels], rowOf.length)
  const said = knownAnswers(who, labels, united, rowOf.length)
  const fair = fairAnswers(said, labels, united, rowOf.length)
  return { pairs: pairsFromRows(united, rowOf)!, said, fair }
}

/** The pairs of one answer. */
export function pairsSaid({ pairs: { a, b }, said }: Answers, answer: 0 | 1): PairList {
  const some = Int32Array.from(said.keys()).filter((p) => said[p] === answer)
  return { length: some.length, a: some.map((p) => a[p]!), b: some.map((p) => b[p]!) }
}

/** What is learned from, with the answers; those about other pairs are added. */
export function withAnswers(observed: Observed, answers: Answers, { pattern }: Comparer): Observed {
  const { pairs, said } = answers
  const { length } = observed.pairs
  const place = new Map<string, number>()
  for (let p = 0; p < pairs.length; p++) place.set(`${pairs.a[p]!} ${pairs.b[p]!}`, p)
  const known = new Int8Array(length).fill(-1)
  for (let p = 0; p < length; p++) {
    const key = `${observed.pairs.a[p]!} ${observed.pairs.b[p]!}`
    const answer = place.get(key)
    if (answer === undefined) continue
    known[p] = said[answer]!
    place.delete(key)
  }
  const others = Int32Array.from(place.values())
  const more = {
    length: others.length,
    a: others.map((p) => pairs.a[p]!),
    b: others.map((p) => pairs.b[p]!),
    patterns: others.map((p) => pattern(pairs.a[p]!, pairs.b[p]!)),
    scores: new Float32Array(others.length),
  }
  return {
    pairs: joinPairs([observed.pairs, more]),
    weights: Float64Array.from([...observed.weights, ...others.map(() => 1)]),
    known: Int8Array.from([...known, ...Int8Array.from(others, (p) => said[p]!)]),
  }
}
