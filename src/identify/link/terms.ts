import { countedLevels } from '../compare/swaps.js'
import type { Mixture } from './mixture.js'
import { ratios } from './mixture.js'
import { placeTerms } from './movers.js'

/**
 * How much likelier each part of a mixture makes a pattern than strangers do whose fields are independent: matches first, then each
 * class, strangers last. Priors and the rarity of values are not in it.
 */
export type PatternTerms = {
  readonly ofPattern: (pattern: number, out: Float64Array) => void
  /** How a class's pairs of that pattern divide among the crowds, given as products with their shares. */
  readonly crowdsOf: (pattern: number, part: number, out: Float64Array) => void
}

export function patternTerms(mixture: Mixture): PatternTerms {
  const { match, strangers, classes, crowds = [], names } = mixture
  const places = placeTerms(mixture)
  const counted = countedLevels(names)
  const fields = match.length
  const parts = [ratios(match, strangers), ...classes.map(({ levels }) => ratios(levels, strangers))]
  const ofCrowds = crowds.map((crowd) => {
    const flat = new Float64Array(8 * fields).fill(1)
    crowd.ratios.forEach((levels, f) => flat.set(levels, 8 * f))
    return flat
  })
  const everywhere = match.map((_, f) => f)
  // Matches are in no crowd, classes in the fields that they leave, strangers in all.
  const background = [
    undefined,
    ...classes.map((one) => one.crowds),
    crowds.length > 0 ? { fields: everywhere, shares: crowds.map(({ share }) => share) } : undefined,
  ]
  const countedCrowds = (pattern: number, part: number, out: Float64Array): void => {
    const { fields: own, shares } = background[part]!
    for (let k = 0; k < shares.length; k++) {
      let product = shares[k]!
      const levels = ofCrowds[k]!
      for (const f of own) product *= levels[8 * f + ((pattern >>> (3 * f)) & 7)]!
      out[k] = product
    }
  }
  const some = new Float64Array(crowds.length)
  const ofPattern = (seen: number, out: Float64Array): void => {
    const pattern = counted(seen)
    for (let part = 0; part < background.length; part++) {
      let product = 1
      const levels = parts[part]
      if (levels) for (let f = 0; f < fields; f++) product *= levels[8 * f + ((pattern >>> (3 * f)) & 7)]!
      if (background[part]) {
        countedCrowds(pattern, part, some)
        let sum = 0
        for (const one of some) sum += one
        product *= sum
      }
      out[part] = part === 0 && places ? product * places.factor(pattern) : product
    }
  }
  return { ofPattern, crowdsOf: (pattern, part, out) => countedCrowds(counted(pattern), part, out) }
}
