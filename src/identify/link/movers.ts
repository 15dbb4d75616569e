import type { FieldKind, Prepared } from '../prepared.js'
import type { Mixture } from './mixture.js'
import type { LevelShares } from './randomLevels.js'

/**
 * Matches whose records are of two addresses. Who moves has another street and postcode and often another city, all at once: taking these fields as independent
 * would count one move three times against a match.
 */
export type Movers = {
  /** Their share of the matches. */
  readonly share: number
  /** The fields of places, by number. */
  readonly fields: readonly number[]
  /** One a field of places: the levels of matches who stayed, and of those who moved. */
  readonly stayed: LevelShares
  readonly moved: LevelShares
}

const PLACES: ReadonlySet<FieldKind> = new Set(['street', 'street_number', 'postcode', 'city'])
/** A first guess at the share, worth so many matches. */
const SHARE = 0.1
const WORTH = 10
/** What smooths a level of those who stayed, in pairs. */
const STAYED = 0.5

/** Levels of those who moved are drawn to those of strangers by a few pairs. */
const smoothMoved = (stranger: number) => 4 * stranger + 0.1

/** What to start with; undefined where there are not two fields of places. */
export function firstMovers(
  { fields }: Pick<Prepared, 'fields'>,
  match: LevelShares,
  strangers: LevelShares,
): Movers | undefined {
  const places = [...fields.keys()].filter((f) => PLACES.has(fields[f]!.kind))
  if (places.length < 2) return undefined
  return {
    share: SHARE,
    fields: places,
    stayed: places.map((f) => match[f]!),
    moved: places.map((f) => strangers[f]!),
  }
}

/** How much likelier a pattern of matches is, since some moved, than with places apart; and how likely a match of that pattern moved. */
export type PlaceTerms = {
  readonly factor: (pattern: number) => number
  readonly moved: (pattern: number) => number
}

export function placeTerms({ match, movers }: Pick<Mixture, 'match' | 'movers'>): PlaceTerms | undefined {
  if (movers === undefined) return undefined
  const { share, fields, stayed, moved } = movers
  const parts = (pattern: number): readonly [stay: number, move: number] => {
    let [stay, move] = [1 - share, share]
    fields.forEach((f, i) => {
      const l = (pattern >>> (3 * f)) & 7
      stay *= stayed[i]![l]! / match[f]![l]!
      move *= moved[i]![l]! / match[f]![l]!
    })
    return [stay, move]
  }
  return {
    factor: (pattern) => {
      const [stay, move] = parts(pattern)
      return stay + move
    },
    moved: (pattern) => {
      const [stay, move] = parts(pattern)
      return move / (stay + move)
    },
  }
}

function sharesOf(levels: number, weight: (level: number) => number): Float64Array {
  const out = Float64Array.from({ length: levels }, (_, l) => (l === 0 ? 0 : weight(l)))
  const sum = out.reduce((x, y) => x + y)
  return out.map((one, l) => (l === 0 ? 1 : one / sum))
}

/** The movers among so many matches, from the levels of all and of those who moved, eight a field. */
export function nextMovers(
  { fields, stayed, moved }: Movers,
  strangers: LevelShares,
  all: { readonly matches: number; readonly levels: Float64Array },
  some: { readonly matches: number; readonly levels: Float64Array },
): Movers {
  return {
    share: (some.matches + SHARE * WORTH) / (all.matches + WORTH),
    fields,
    stayed: fields.map((f, i) =>
      sharesOf(
        stayed[i]!.length,
        (l) => Math.max(0, all.levels[8 * f + l]! - some.levels[8 * f + l]!) + STAYED,
      ),
    ),
    moved: fields.map((f, i) =>
      sharesOf(moved[i]!.length, (l) => some.levels[8 * f + l]! + smoothMoved(strangers[f]![l]!)),
    ),
  }
}

/** The logarithm of what draws the shares of movers, a part of what learning makes as large as can be. */
export function moversPrior({ share, fields, stayed, moved }: Movers, strangers: LevelShares): number {
  let sum = SHARE * WORTH * Math.log(share) + (1 - SHARE) * WORTH * Math.log(1 - share)
  fields.forEach((f, i) => {
    for (let l = 1; l < strangers[f]!.length; l++) {
      sum += STAYED * Math.log(stayed[i]![l]!) + smoothMoved(strangers[f]![l]!) * Math.log(moved[i]![l]!)
    }
  })
  return sum
}
