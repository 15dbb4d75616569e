import {
  listOf,
  malformed,
  nullOr,
  numberIn,
  objectOf,
  type Reader,
  text,
  wholeIn,
  wordOf,
} from '../../modelJson.js'
import { LEVELS } from '../compare/levels.js'
import { readRecipe } from '../fields/readRecipe.js'
import { KINDS } from '../fields/recipe.js'
import { type LinkageModel, linkageModel } from './model.js'
import { readFit } from './readFit.js'
import type {
  LinkageClass,
  LinkageCrowd,
  LinkageField,
  LinkageMovers,
  LinkageRules,
  LinkageState,
} from './state.js'
import type { ValueShares } from './valueShares.js'

const MOST_VALUES = 1_000_000
const share: Reader<number> = numberIn(0, 1)

/** A share that a logarithm can be taken of. */
const positive: Reader<number> = numberIn(1e-300, 1)

const name = text(1000)

const valueShares: Reader<ValueShares> = (value, place) => {
  const read = objectOf({
    values: listOf(text(100_000), 0, MOST_VALUES),
    shares: listOf(share, 0, MOST_VALUES),
    other: positive,
  })(value, place)
  if (read.values.length === read.shares.length) return read
  throw malformed(`${place}.shares`, 'as long as values')
}

const pairOfValues: Reader<readonly [string, string]> = (value, place) =>
  listOf(text(100_000), 2, 2)(value, place) as readonly [string, string]

const rules: Reader<LinkageRules> = objectOf({
  columns: listOf(name, 1, 10),
  conditions: listOf(text(5000), 0, 6),
  missing: text(5000),
})

/** Eight numbers at most, one a level from 0. */
const byLevel = (levels: number) => listOf(numberIn(-1000, 1000), levels, levels)

const readField: Reader<LinkageField> = (value, place) => {
  const { levels } = (value ?? {}) as { levels?: unknown }
  const count = Array.isArray(levels) ? levels.length : 0
  if (count < 2 || count > 8) throw malformed(`${place}.levels`, 'a list of 2 to 8')
  const field = objectOf({
    column: name,
    kind: wordOf(...KINDS),
    levels: listOf(text(1000), count, count),
    match: listOf(positive, count - 1, count - 1),
    strangers: listOf(positive, count - 1, count - 1),
    rarity: nullOr(
      objectOf({
        known: nullOr(valueShares),
        least: positive,
        base: byLevel(count),
        weight: byLevel(count),
      }),
    ),
    words: nullOr(valueShares),
    aliases: listOf(pairOfValues, 0, MOST_VALUES),
    rules: nullOr(rules),
  })(value, place)
  if (field.rules === null && count !== LEVELS[field.kind].length) {
    throw malformed(`${place}.levels`, `a list of ${LEVELS[field.kind].length} for kind ${field.kind}`)
  }
  if (field.rules !== null && field.rules.conditions.length !== count - 2) {
    throw malformed(`${place}.rules.conditions`, `a list of ${count - 2}`)
  }
  return field
}

/** Restores a model from JSON that is not to be trusted. */
export function readLinkageModel(json: unknown, place: string): LinkageModel {
  const fields = listOf(readField, 1, 10)((json as { fields?: unknown } | null)?.fields, 'fields')
  const readCrowd: Reader<LinkageCrowd> = (value, where) => {
    const read = objectOf({
      share: positive,
      ratios: listOf(listOf(numberIn(1e-300, 1e300), 1, 7), fields.length, fields.length),
    })(value, where)
    checkLevels(read.ratios, fields, `${where}.ratios`)
    return read
  }
  const crowds = listOf(readCrowd, 0, 20)((json as { crowds?: unknown } | null)?.crowds, 'crowds')
  const readClass: Reader<LinkageClass> = (value, where) => {
    const read = objectOf({
      name,
      prior: positive,
      levels: listOf(listOf(positive, 1, 7), fields.length, fields.length),
      crowds: nullOr(
        objectOf({
          shares: listOf(share, crowds.length, crowds.length),
          fields: listOf(wholeIn(0, fields.length - 1), 0, fields.length),
        }),
      ),
    })(value, where)
    checkLevels(read.levels, fields, `${where}.levels`)
    return read
  }
  const readMovers: Reader<LinkageMovers> = (value, where) => {
    const count = fields.length
    const levels = listOf(listOf(positive, 1, 7), 2, count)
    const read = objectOf({
      share: numberIn(1e-300, 1 - 1e-9),
      fields: listOf(wholeIn(0, count - 1), 2, count),
      stayed: levels,
      moved: levels,
    })(value, where)
    const own = read.fields.map((f) => fields[f]!)
    for (const part of ['stayed', 'moved'] as const) {
      if (read[part].length !== own.length) throw malformed(`${where}.${part}`, 'as long as fields')
      checkLevels(read[part], own, `${where}.${part}`)
    }
    return read
  }
  const state: LinkageState = objectOf({
    kind: wordOf('linkage'),
    version: wordOf(1),
    recipe: nullOr(readRecipe),
    prior: numberIn(1e-300, 1 - 1e-9),
    fields: () => fields,
    movers: nullOr(readMovers),
    classes: listOf(readClass, 0, 20),
    crowds: () => crowds,
    calibration: nullOr(objectOf({ intercept: numberIn(-1000, 1000), slope: numberIn(1e-6, 1000) })),
    fit: readFit,
  })(json, place)
  checkRecipe(state)
  return linkageModel(state)
}

/** Lists by field must have one number a level. */
function checkLevels(
  lists: readonly (readonly number[])[],
  fields: readonly LinkageField[],
  place: string,
): void {
  lists.forEach((one, f) => {
    const count = fields[f]!.match.length
    if (one.length !== count) throw malformed(`${place}[${f}]`, `a list of ${count}`)
  })
}

/** Fields are what the recipe makes, or have rules of their own. */
function checkRecipe({ recipe, fields }: LinkageState): void {
  if (recipe === null) {
    const without = fields.findIndex((field) => field.rules === null)
    if (without >= 0) throw malformed(`fields[${without}].rules`, 'an object where the model has no recipe')
    return
  }
  if (recipe.fields.length !== fields.length) throw malformed('recipe.fields', `a list of ${fields.length}`)
  recipe.fields.forEach(({ column, kind }, f) => {
    if (column !== fields[f]!.column) throw malformed(`recipe.fields[${f}].column`, 'the name of the field')
    if (kind !== fields[f]!.kind) throw malformed(`recipe.fields[${f}].kind`, 'the kind of the field')
    if (fields[f]!.rules !== null) throw malformed(`fields[${f}].rules`, 'null where the model has a recipe')
  })
}
