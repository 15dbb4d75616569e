import { NEAR } from '../compare/levels.js'
import type { Field, Prepared } from '../prepared.js'
import type { PairClass } from './classes.js'
import type { LevelShares } from './randomLevels.js'

/** How rare a field's values are, and what agreeing on one adds to the log-odds of a match. */
export type FieldRarity = {
  /** One a code: the natural logarithm of the value's share. */
  readonly logShare: Float64Array
  /** By level, what `logShare` is subtracted from, the common case; and what the difference is multiplied with. */
  readonly base: Float64Array
  readonly weight: Float64Array
}

/** What a value counts as met before any record is read: half a time. */
const BEFORE = 0.5

/**
 * Term frequency (Winkler 1989): that two records agree on Smith says less than that they agree on Zykov. For equal values
 * the adjustment is ln u − ln f, u being the share of random pairs of strangers that agree and f how likely a stranger has the value; for values that are
 * nearly the same (level 3 and up) it is the mean of ln f less that of the more frequent of the two.
 *
 * What two records alone have says little about how common it is. Their own two are no evidence of others, so f is what a record drawn next would have by Pólya's
 * urn: (c − 1 + ½) / (n − 1 + 1½ / u) for a value that c of n records have, two at least since the pair agrees. Of few values, as names are, that is nearly their
 * share; of values nearly as many as records, such as e-mail addresses, nearly u.
 */
export function rarityOf(field: Field, top: number, same: number, rows: number): FieldRarity {
  const { frequency } = field
  const shareOf = urnShares(field, same, rows)
  const logShare = new Float64Array(frequency.length)
  let sum = 0
  let present = 0
  for (let v = 0; v < frequency.length; v++) {
    logShare[v] = Math.log(shareOf(frequency[v]!))
    sum += frequency[v]! * logShare[v]!
    present += frequency[v]!
  }
  const base = new Float64Array(8).fill(present > 0 ? sum / present : 0)
  base[top] = Math.log(same)
  const weight = new Float64Array(8)
  for (let l = Math.min(NEAR, top); l <= top; l++) weight[l] = 1
  return { logShare, base, weight }
}

/** How likely a stranger has a value, by the share of the records that have it: `rarityOf` says how. */
export function urnShares({ filled }: Field, same: number, rows: number): (share: number) => number {
  const records = filled * rows
  const all = Math.max(0, records - 1) + (1 + BEFORE) / same
  return (share) => (Math.max(1, share * records - 1) + BEFORE) / all
}

/** `rarityOf` for all fields, `strangers` being the levels of strangers (u). */
export function fieldRarities({ fields, rows }: Prepared, strangers: LevelShares): FieldRarity[] {
  return fields.map((field, f) => {
    const top = strangers[f]!.length - 1
    return rarityOf(field, top, strangers[f]![top]!, rows)
  })
}

/**
 * Adds up what the rarity of values says about a pair: `out[0]` for a match, `out[c + 1]` for class c, in natural logarithms. The
 * parts are those of the fields that each class counts as rare.
 */
export type RarityOffsets = (pattern: number, a: number, b: number, out: Float64Array) => void

/** What gives a pair's offsets; where `rarities` has undefined the field has none. */
export function rarityOffsets(
  { fields }: Prepared,
  rarities: readonly (FieldRarity | undefined)[],
  classes: readonly PairClass[],
): RarityOffsets {
  const used = rarities.flatMap((rarity, f) =>
    rarity === undefined
      ? []
      : [
          {
            ...rarity,
            shift: 3 * f,
            codes: fields[f]!.codes,
            places: classes.flatMap(({ rare }, c) => (rare.includes(fields[f]!.kind) ? [c + 1] : [])),
          },
        ],
  )
  return (pattern, a, b, out) => {
    out.fill(0)
    for (let f = 0; f < used.length; f++) {
      const { shift, codes, logShare, base, weight, places } = used[f]!
      const level = (pattern >>> shift) & 7
      if (weight[level] === 0) continue
      const value = weight[level]! * (base[level]! - Math.max(logShare[codes[a]!]!, logShare[codes[b]!]!))
      out[0]! += value
      for (let i = 0; i < places.length; i++) out[places[i]!]! += value
    }
  }
}

/** What the rarity of one field's values adds for a match. */
export function offsetOf(
  rarity: FieldRarity | undefined,
  { codes }: Field,
  level: number,
  a: number,
  b: number,
): number {
  if (rarity === undefined || rarity.weight[level] === 0) return 0
  const { logShare, base, weight } = rarity
  return weight[level]! * (base[level]! - Math.max(logShare[codes[a]!]!, logShare[codes[b]!]!))
}
