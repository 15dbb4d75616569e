import type { Measure } from './bootstrap.js'
import { rowsOfPart, type Ranking } from './ranking.js'

/** The figures of a prediction of yes or no, in the order in which they are measured. */
export const BINARY_FIGURES = [
  'auc',
  'averagePrecision',
  'logLoss',
  'brier',
  'ks',
  'f1',
  'accuracy',
  'precision',
  'recall',
  'topDecileLift',
  'topFifthGain',
] as const

/** Probabilities of 0 and 1 that were wrong would cost infinitely much: they are taken as this far from certain. */
const LEAST = 2 ** -52

/** What a row costs by the logarithm of the probability that was given to what came. */
export function lossOf(outcome: number, probability: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability))
  return -Math.log(outcome === 1 ? p : 1 - p)
}

/** The weights of the rows with the outcome and of those without, and what each row costs: loops over them need not branch. */
function parts({ scores, outcomes, weights }: Ranking) {
  const mass = (i: number) => (weights ? weights[i]! : 1)
  return {
    hit: outcomes.map((outcome, i) => mass(i) * outcome),
    miss: outcomes.map((outcome, i) => mass(i) * (1 - outcome)),
    loss: scores.map((p, i) => mass(i) * lossOf(outcomes[i]!, p)),
    square: scores.map((p, i) => mass(i) * (outcomes[i]! - p) ** 2),
  }
}

/** Measures all figures over rows from the highest score down. */
export function binaryMeasure(ranking: Ranking, threshold: number): Measure {
  const { scores, isLast } = ranking
  const n = scores.length
  const { hit, miss, loss, square } = parts(ranking)
  const cut = scores.findIndex((p) => p < threshold)
  const end = cut < 0 ? n : cut
  const once = new Int32Array(n).fill(1)
  return (counts = once, out) => {
    let [allHits, allMisses, losses, squares, taken, takenHits] = [0, 0, 0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      if (i === end) [taken, takenHits] = [allHits + allMisses, allHits]
      const count = counts[i]!
      allHits += count * hit[i]!
      allMisses += count * miss[i]!
      losses += count * loss[i]!
      squares += count * square[i]!
    }
    if (end === n) [taken, takenHits] = [allHits + allMisses, allHits]
    const all = allHits + allMisses
    const tenth = rowsOfPart(all, 1, 10)
    const fifth = rowsOfPart(all, 1, 5)
    let [hits, misses, before, missesBefore] = [0, 0, 0, 0]
    let [wins, precisions, ks, tenthHits, fifthHits] = [0, 0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      const count = counts[i]!
      hits += count * hit[i]!
      misses += count * miss[i]!
      if (isLast[i] === 0) continue
      const own = hits - before
      const tied = own + misses - missesBefore
      if (tied === 0) continue
      const reached = hits + misses
      wins += (misses - missesBefore) * (before + hits)
      precisions += (own * hits) / reached
      const distance = Math.abs(hits * allMisses - misses * allHits)
      if (distance > ks) ks = distance
      // Of tied rows on both sides of a cut, each side has its share.
      if (reached - tied < tenth) tenthHits += own * Math.min(1, (tenth - reached + tied) / tied)
      if (reached - tied < fifth) fifthHits += own * Math.min(1, (fifth - reached + tied) / tied)
      before = hits
      missesBefore = misses
    }
    const wrong = taken - takenHits + allHits - takenHits
    const both = allHits * allMisses
    out[0] = wins / 2 / both
    out[1] = precisions / allHits
    out[2] = losses / all
    out[3] = squares / all
    out[4] = ks / both
    out[5] = takenHits > 0 ? (2 * takenHits) / (2 * takenHits + wrong) : 0
    out[6] = (all - wrong) / all
    out[7] = taken > 0 ? takenHits / taken : 0
    out[8] = takenHits / allHits
    out[9] = tenthHits / tenth / (allHits / all)
    out[10] = fifthHits / allHits
  }
}
