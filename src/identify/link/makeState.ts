import { LEVELS } from '../compare/levels.js'
import { wordKinds } from '../compare/similarity.js'
import type { Recipe } from '../fields/recipe.js'
import type { Field, Prepared } from '../prepared.js'
import type { Mixture } from './mixture.js'
import type { LinkageCalibration } from './recalibrate.js'
import type { LinkageFit } from './report.js'
import type { LinkageField, LinkageState } from './state.js'
import { fieldRarities, urnShares } from './termFrequency.js'
import { keepShares, keepWordShares } from './valueShares.js'

/** What a model is made of. */
export type LearnedParts = {
  readonly recipe: Recipe
  readonly prepared: Prepared
  readonly mixture: Mixture
  readonly fit: LinkageFit
  /** By field: pairs of codes that stand for the same thing, one after the other. */
  readonly aliases?: readonly (Int32Array | undefined)[] | undefined
  /** What labels made of the log-odds. */
  readonly calibration?: LinkageCalibration | null | undefined
  /** How many of each field's most common values the model keeps. Default 10,000. */
  readonly commonValues?: number | undefined
}

/** The state of a linkage model from what was learned: codes become values, so that it can be applied to other records. */
export function makeState(parts: LearnedParts): LinkageState {
  const { recipe, prepared, mixture, fit, aliases, calibration = null, commonValues = 10_000 } = parts
  const rarities = fieldRarities(prepared, mixture.strangers)
  const fields = prepared.fields.map((field, f): LinkageField => {
    const top = mixture.match[f]!.length - 1
    const { base, weight } = rarities[f]!
    const shareOf = urnShares(field, mixture.strangers[f]![top]!, prepared.rows)
    return {
      column: field.column,
      kind: field.kind,
      levels: LEVELS[field.kind],
      match: plain(mixture.match[f]!),
      strangers: plain(mixture.strangers[f]!),
      // What two records have counts as what nobody has.
      rarity: {
        known: keepShares(field, prepared.rows, commonValues, 3, shareOf),
        least: shareOf(0),
        base: Array.from(base.subarray(0, top + 1)),
        weight: Array.from(weight.subarray(0, top + 1)),
      },
      words: wordKinds.has(field.kind) ? keepWordShares(field, prepared.rows, commonValues) : null,
      aliases: aliasValues(field, aliases?.[f]),
      rules: null,
    }
  })
  const classes = mixture.classes.map(({ name, prior, levels, crowds: own = null }) => ({
    name,
    prior,
    levels: levels.map(plain),
    crowds: own,
  }))
  const crowds = (mixture.crowds ?? []).map(({ share, ratios }) => ({ share, ratios: ratios.map(plain) }))
  const { prior } = mixture
  const movers = mixture.movers
    ? {
        ...mixture.movers,
        stayed: mixture.movers.stayed.map(plain),
        moved: mixture.movers.moved.map(plain),
      }
    : null
  return { kind: 'linkage', version: 1, recipe, prior, fields, movers, classes, crowds, calibration, fit }
}

/** Shares of the levels from 1. */
function plain(shares: Float64Array): readonly number[] {
  return Array.from(shares.subarray(1))
}

function aliasValues({ list }: Field, codes: Int32Array | undefined): readonly (readonly [string, string])[] {
  if (codes === undefined) return []
  return Array.from({ length: codes.length >> 1 }, (_, i) => {
    const pair = [list.values[codes[2 * i]!]!, list.values[codes[2 * i + 1]!]!] as const
    return pair[0] < pair[1] ? pair : ([pair[1], pair[0]] as const)
  })
}
