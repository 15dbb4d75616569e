import type { ExpectedPairs } from './agglomerate.js'

/** Precision, recall and F1 of pairs, as the probabilities let expect. */
export type Expected = { readonly precision: number; readonly recall: number; readonly f1: number }

/**
 * What precision, recall and F1 clusters are expected to have, without labels; `reach` is the share of true pairs that were proposed,
 * so that those that nobody proposed are charged. Where nothing is put together, precision is 1, and without any expected pair recall too.
 */
export function expectedF1({ together, right, lost }: ExpectedPairs, reach = 1): Expected {
  const truePairs = (right + lost) / reach
  return {
    precision: together > 0 ? right / together : 1,
    recall: truePairs > 0 ? right / truePairs : 1,
    f1: together + truePairs > 0 ? (2 * right) / (together + truePairs) : 1,
  }
}
