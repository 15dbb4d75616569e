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

/** Measures all figures in one pass over rows from the highest score down. */
export function binaryMeasure(ranking: Ranking, threshold: number): Measure {
  const { scores, outcomes, weights, isLast } = ranking
  const n = scores.length
  const losses = scores.map((p, i) => lossOf(outcomes[i]!, p))
  const cut = scores.findIndex((p) => p < threshold)
  const end = cut < 0 ? n : cut
  return (counts, out) => {
    const { hits: allHits, misses: allMisses } = totals(ranking, counts)
    const all = allHits + allMisses
    const tenth = rowsOfPart(all, 1, 10)
    const fifth = rowsOfPart(all, 1, 5)
    let [hits, misses, before, missesBefore] = [0, 0, 0, 0]
    let [wins, precisions, loss, squares, ks] = [0, 0, 0, 0, 0]
    let [taken, takenHits, tenthHits, fifthHits] = [0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      if (i === end) {
        taken = hits + misses
        takenHits = hits
      }
      const mass = (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
      if (mass > 0) {
        const error = outcomes[i]! - scores[i]!
        loss += mass * losses[i]!
        squares += mass * error * error
        if (outcomes[i] === 1) hits += mass
        else misses += mass
      }
      if (isLast[i] === 0) continue
      const own = hits - before
      const tied = own + misses - missesBefore
      if (tied === 0) continue
      const reached = hits + misses
      wins += (misses - missesBefore) * (before + hits)
      precisions += own * (hits / reached)
      ks = Math.max(ks, Math.abs(hits * allMisses - misses * allHits))
      // Of tied rows on both sides of a cut, each side has its share.
      if (reached - tied < tenth) tenthHits += own * Math.min(1, (tenth - reached + tied) / tied)
      if (reached - tied < fifth) fifthHits += own * Math.min(1, (fifth - reached + tied) / tied)
      before = hits
      missesBefore = misses
    }
    if (end === n) {
      taken = hits + misses
      takenHits = hits
    }
    const wrong = taken - takenHits + allHits - takenHits
    const both = allHits * allMisses
    out[0] = wins / 2 / both
    out[1] = precisions / allHits
    out[2] = loss / all
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

function totals({ outcomes, weights }: Ranking, counts: Int32Array | undefined) {
  let hits = 0
  let misses = 0
  for (let i = 0; i < outcomes.length; i++) {
    const mass = (counts ? counts[i]! : 1) * (weights ? weights[i]! : 1)
    if (outcomes[i] === 1) hits += mass
    else misses += mass
  }
  return { hits, misses }
}
