import type { Comparer } from '../compare/comparer.js'
import { CLASSES } from '../link/classes.js'
import type { Mixture } from '../link/mixture.js'
import { scorer } from '../link/scorer.js'
import { fieldRarities, rarityOffsets } from '../link/termFrequency.js'
import type { Prepared } from '../prepared.js'

/** The log-odds (natural) that two records are one person. */
export type Judge = {
  readonly ofPair: (a: number, b: number) => number
  /** Where their pattern is known. */
  readonly ofPattern: (pattern: number, a: number, b: number) => number
}

/** Judges records by a mixture, rare values counting more than frequent ones. */
export function makeJudge(prepared: Prepared, { pattern }: Comparer, mixture: Mixture): Judge {
  const score = scorer(mixture)
  const offsets = rarityOffsets(prepared, fieldRarities(prepared, mixture.strangers), CLASSES)
  const out = new Float64Array(1 + CLASSES.length)
  const ofPattern = (levels: number, a: number, b: number): number => {
    offsets(levels, a, b, out)
    return score(levels, out)
  }
  return { ofPattern, ofPair: (a, b) => ofPattern(pattern(a, b), a, b) }
}
