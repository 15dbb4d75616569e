import { type Comparer, comparer } from '../compare/comparer.js'
import { nameFields } from '../compare/swaps.js'
import type { WordShares } from '../compare/words.js'
import type { Field, Prepared } from '../prepared.js'
import { compileRules } from '../splink/rules.js'
import { classesOf } from './classes.js'
import type { Mixture } from './mixture.js'
import { calibrated } from './recalibrate.js'
import { scorer } from './scorer.js'
import type { LinkageField, LinkageState } from './state.js'
import { type FieldRarity, offsetOf, type RarityOffsets, rarityOffsets } from './termFrequency.js'
import { shareOf, sharesOf, type ValueShares } from './valueShares.js'

/** A model made ready to score pairs of certain records. */
export type Scoring = {
  readonly mixture: Mixture
  readonly comparer: Comparer
  readonly offsets: RarityOffsets
  /** What rarity adds for a match in one field, in natural logarithms. */
  readonly fieldOffset: (field: number, pattern: number, a: number, b: number) => number
  /** The natural log-odds that two records are one person. */
  readonly score: (a: number, b: number) => number
}

/**
 * What scores pairs of these records under a model: the same for two records as for the same two among a million, since what is common
 * and what is rare comes from the model.
 */
export function scoringOf(state: LinkageState, prepared: Prepared): Scoring {
  const mixture = mixtureOf(state)
  const compare = comparer(prepared, {
    aliases: state.fields.map(({ aliases }, f) => aliasCodes(prepared.fields[f]!, aliases)),
    words: state.fields.map(({ words }) => wordShares(words)),
    rules: state.fields.map(({ rules }, f) =>
      rules === null ? undefined : compileRules(rules, prepared.fields[f]!.list),
    ),
  })
  const classes = classesOf(state)
  const rarities = state.fields.map((field, f) => rarityFrom(field, prepared.fields[f]!, prepared.rows))
  const offsets = rarityOffsets(prepared, rarities, classes)
  const logOdds = scorer(mixture)
  const one = new Float64Array(classes.length + 1)
  const score = (a: number, b: number): number => {
    const pattern = compare.pattern(a, b)
    offsets(pattern, a, b, one)
    return calibrated(logOdds(pattern, one), state.calibration)
  }
  const fieldOffset = (field: number, pattern: number, a: number, b: number) =>
    offsetOf(rarities[field], prepared.fields[field]!, (pattern >>> (3 * field)) & 7, a, b)
  return { mixture, comparer: compare, offsets, fieldOffset, score }
}

/** The mixture that a model's state says. */
export function mixtureOf({ prior, fields, movers, classes, crowds }: LinkageState): Mixture {
  // Levels that were imported mean something else.
  const names = fields.some(({ rules }) => rules !== null) ? undefined : nameFields(fields)
  return {
    prior,
    names,
    match: fields.map(({ match }) => withMissing(match)),
    strangers: fields.map(({ strangers }) => withMissing(strangers)),
    classes: classes.map(({ name, prior: share, levels, crowds: own }) => ({
      name,
      prior: share,
      levels: levels.map(withMissing),
      ...(own && { crowds: own }),
    })),
    ...(movers !== null && {
      movers: {
        ...movers,
        stayed: movers.stayed.map(withMissing),
        moved: movers.moved.map(withMissing),
      },
    }),
    ...(crowds.length > 0 && {
      crowds: crowds.map(({ share, ratios }) => ({ share, ratios: ratios.map(withMissing) })),
    }),
  }
}

function withMissing(shares: readonly number[]): Float64Array {
  return Float64Array.from([1, ...shares])
}

function wordShares(words: ValueShares | null): WordShares | undefined {
  if (words === null) return undefined
  return { known: shareOf(words), other: words.other }
}

function rarityFrom({ rarity }: LinkageField, field: Field, rows: number): FieldRarity | undefined {
  if (rarity === null) return undefined
  const shares = rarity.known === null ? field.frequency : sharesOf(field.list, rarity.known)
  const least = rarity.known === null ? Math.max(rarity.least, 1 / Math.max(1, rows)) : rarity.least
  return {
    logShare: Float64Array.from(shares, (share) => Math.log(Math.max(share, least))),
    base: eight(rarity.base),
    weight: eight(rarity.weight),
  }
}

function eight(values: readonly number[]): Float64Array {
  const out = new Float64Array(8)
  out.set(values)
  return out
}

function aliasCodes({ list }: Field, aliases: LinkageField['aliases']): Int32Array | undefined {
  if (aliases.length === 0) return undefined
  const code = new Map(list.values.map((value, v) => [value, v]))
  const found: number[] = []
  for (const [one, other] of aliases) {
    const a = code.get(one)
    const b = code.get(other)
    if (a !== undefined && b !== undefined) found.push(a, b)
  }
  return Int32Array.from(found)
}
