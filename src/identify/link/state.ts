import type { FieldKind } from '../prepared.js'
import type { Recipe } from '../fields/recipe.js'
import type { LinkageCalibration } from './recalibrate.js'
import type { LinkageFit } from './report.js'
import type { ValueShares } from './valueShares.js'

/** How rare a field's values are, in a model. */
export interface LinkageRarity {
  /** Null where the shares are those among the records that are scored. */
  readonly known: ValueShares | null
  /** No value counts as rarer. */
  readonly least: number
  /** By level, from 0: what the logarithm of a value's share is subtracted from, and what the difference is multiplied with. */
  readonly base: readonly number[]
  readonly weight: readonly number[]
}

/** What a model knows about one field. */
export interface LinkageField {
  /** The field's name. */
  readonly column: string
  readonly kind: FieldKind
  /** What each level means, from 0, missing. */
  readonly levels: readonly string[]
  /** The share of each level from 1 among matches (m), among pairs that have both values. */
  readonly match: readonly number[]
  /** As `match`, among strangers (u). */
  readonly strangers: readonly number[]
  /** Null where it makes no difference which value two records agree on. */
  readonly rarity: LinkageRarity | null
  /** How common words are, in fields compared by words. */
  readonly words: ValueShares | null
  /** Values that stand for the same thing. */
  readonly aliases: readonly (readonly [string, string])[]
  /** The columns and conditions of levels that were imported, best first; null where levels are those of the kind. */
  readonly rules: LinkageRules | null
}

/** A comparison of columns as they are, by conditions. */
export interface LinkageRules {
  readonly columns: readonly string[]
  /** The SQL condition of each level from the highest down to 2, the lowest being all other. */
  readonly conditions: readonly string[]
  /** The condition of level 0. */
  readonly missing: string
}

/** A class of pairs that agree although they are different persons. */
export interface LinkageClass {
  readonly name: string
  /** Its share of all pairs. */
  readonly prior: number
  /** By field, the share of each level from 1. */
  readonly levels: readonly (readonly number[])[]
  /** Its shares of the crowds, and the fields (by number) in which it is as these; null where there are none. */
  readonly crowds: { readonly shares: readonly number[]; readonly fields: readonly number[] } | null
}

/** Strangers who have something in common that makes them agree in several fields, such as a country. */
export interface LinkageCrowd {
  /** Its share of all pairs of strangers. */
  readonly share: number
  /** By field, for each level from 1: how many times as often as among all strangers. */
  readonly ratios: readonly (readonly number[])[]
}

/** Matches of two addresses: who moves has another street, postcode and often city, all at once. */
export interface LinkageMovers {
  /** Their share of the matches. */
  readonly share: number
  /** The fields of places, by number. */
  readonly fields: readonly number[]
  /** One a field of places, for each level from 1: its share among matches who stayed, and among those who moved. */
  readonly stayed: readonly (readonly number[])[]
  readonly moved: readonly (readonly number[])[]
}

/** Everything a linkage model is made of. */
export interface LinkageState {
  readonly kind: 'linkage'
  readonly version: 1
  /** How records are cleaned; null where their columns are compared as they are. */
  readonly recipe: Recipe | null
  /** The share of all pairs of records that are one person. */
  readonly prior: number
  readonly fields: readonly LinkageField[]
  /** Null where there are not two fields of places. */
  readonly movers: LinkageMovers | null
  readonly classes: readonly LinkageClass[]
  /** Crowds that strangers part into; empty where they agree in each field by itself. */
  readonly crowds: readonly LinkageCrowd[]
  /** What labels made of the log-odds; null where there were none. */
  readonly calibration: LinkageCalibration | null
  readonly fit: LinkageFit
}
