import { togetherness } from './crowds.js'
import { type Mixture, ratios, strangersPrior } from './mixture.js'

/** The log-odds (natural) that a pair of that pattern is one person; `offsets` is what rarity adds, as `RarityOffsets` gives it. */
export type Scorer = (pattern: number, offsets: Float64Array) => number

/**
 * What scores pairs under a mixture: ln λ Πm/u · rarity, less the logarithm of what speaks for strangers, a household or a namesake
 * together (Fellegi and Sunter 1969, with more than one alternative).
 */
export function scorer(mixture: Mixture): Scorer {
  const fields = mixture.match.length
  const count = mixture.classes.length
  const match = logs(ratios(mixture.match, mixture.strangers))
  const others = mixture.classes.map(({ levels }) => logs(ratios(levels, mixture.strangers)))
  const prior = Math.log(mixture.prior)
  const priors = mixture.classes.map((one) => Math.log(one.prior))
  const strangers = Math.log(strangersPrior(mixture))
  const together = mixture.crowds && togetherness(mixture.crowds)
  return (pattern, offsets) => {
    let odds = prior + offsets[0]!
    for (let f = 0; f < fields; f++) odds += match[8 * f + ((pattern >>> (3 * f)) & 7)]!
    let against = together ? strangers + Math.log(together(pattern)) : strangers
    for (let c = 0; c < count; c++) {
      const weights = others[c]!
      let part = priors[c]! + offsets[c + 1]!
      for (let f = 0; f < fields; f++) part += weights[8 * f + ((pattern >>> (3 * f)) & 7)]!
      against =
        part > against
          ? part + Math.log1p(Math.exp(against - part))
          : against + Math.log1p(Math.exp(part - against))
    }
    return odds - against
  }
}

function logs(values: Float64Array): Float64Array {
  return values.map((value) => Math.log(value))
}

/** The probability that belongs to log-odds. */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
