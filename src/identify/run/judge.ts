import { classesOf } from '../link/classes.js'
import type { Mixture } from '../link/mixture.js'
import { scorer } from '../link/scorer.js'
import { fieldRarities, rarityOffsets } from '../link/termFrequency.js'
import type { Prepared } from '../prepared.js'

/** The log-odds (natural) that two records of that pattern are one person. */
export type Judge = (pattern: number, a: number, b: number) => number

/** Judges pairs by a mixture, rare values counting more than frequent ones. */
export function makeJudge(prepared: Prepared, mixture: Mixture): Judge {
  const score = scorer(mixture)
  const offsets = rarityOffsets(prepared, fieldRarities(prepared, mixture.strangers), classesOf(mixture))
  const out = new Float64Array(1 + mixture.classes.length)
  return (pattern, a, b) => {
    offsets(pattern, a, b, out)
    return score(pattern, out)
  }
}
