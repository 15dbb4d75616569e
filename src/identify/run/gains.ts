import type { Gains } from '../compare/bounded.js'
import { SWAPPED } from '../compare/levels.js'
import { type Mixture, ratios, strangersPrior } from '../link/mixture.js'
import { fieldRarities } from '../link/termFrequency.js'
import type { Prepared } from '../prepared.js'

/**
 * What levels add to the log-odds at most: a match against a stranger of the largest crowd alone, all other crowds and classes only
 * making it less likely.
 */
export function gainsOf(prepared: Prepared, mixture: Mixture): Gains {
  const { prior, match, strangers, crowds, names, movers } = mixture
  const crowd = crowds?.reduce((one, other) => (other.share > one.share ? other : one))
  const levels = ratios(match, strangers).map(Math.log)
  if (movers) {
    // A sum of two products is at most the product of sums; roots, so that what is missing bounds nothing too low.
    const { share, fields, stayed, moved } = movers
    const [stay, move] = [(1 - share) ** (1 / fields.length), share ** (1 / fields.length)]
    fields.forEach((f, i) => {
      for (let l = 1; l < match[f]!.length; l++) {
        levels[8 * f + l] = Math.log((stay * stayed[i]![l]! + move * moved[i]![l]!) / strangers[f]![l]!)
      }
    })
  }
  crowd?.ratios.forEach((own, f) => own.forEach((ratio, l) => (levels[8 * f + l]! -= Math.log(ratio))))
  // A surname in the other column may count for nothing.
  if (names) levels[8 * names[1] + SWAPPED] = Math.max(0, levels[8 * names[1] + SWAPPED]!)
  return {
    start: Math.log(prior / strangersPrior(mixture)) - Math.log(crowd?.share ?? 1),
    levels,
    rarities: fieldRarities(prepared, strangers),
  }
}
