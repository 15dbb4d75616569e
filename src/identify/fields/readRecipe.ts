import { PARTS } from '../international/international.js'
import { malformed, listOf, objectOf, nullOr, type Reader, text, wholeIn, wordOf } from '../../modelJson.js'
import { MOST_FIELDS } from './guessFields.js'
import { KINDS, type Recipe, type RecipeField } from './recipe.js'

/** No list of nicknames is longer. */
export const MOST_NICKNAMES = 20_000

const NAME = text(200)

const FIELD = objectOf(
  {
    column: NAME,
    kind: wordOf(...KINDS),
    from: NAME,
    part: wordOf('given', 'surname'),
    order: wordOf('given_first', 'surname_first'),
    otherwise: NAME,
    dates: objectOf({ order: wordOf('day_first', 'month_first'), pivot: wholeIn(0, 99) }),
    digits: wholeIn(0, 20),
  },
  ['part', 'order', 'otherwise', 'dates', 'digits'],
) as Reader<RecipeField>

/** A nickname and what it stands for. */
const pair: Reader<readonly [string, string]> = (value, place) => {
  const [nickname, name] = listOf(text(60), 2, 2)(value, place)
  return Object.freeze([nickname!, name!] as const)
}

/** A country's code of ISO 3166 in two letters. */
export const COUNTRY: RegExp = /^[A-Z]{2}$/

const country: Reader<string> = (value, place) => {
  if (typeof value === 'string' && COUNTRY.test(value)) return value
  throw malformed(place, 'a code of two capital letters')
}

const plain: Reader<Recipe> = objectOf({
  version: wordOf<1>(1),
  fields: listOf(FIELD, 1, MOST_FIELDS),
  nicknames: listOf(pair, 0, MOST_NICKNAMES),
  country: nullOr(country),
  international: listOf(wordOf(...PARTS), 0, PARTS.length),
})

/** A recipe from untrusted JSON. */
export const readRecipe: Reader<Recipe> = (value, place) => {
  const recipe = plain(value, place)
  const seen = new Set<string>()
  recipe.fields.forEach(({ column, kind }, i) => {
    if (kind === 'full_name')
      throw malformed(`${place}.fields[${i}].kind`, 'given_name or surname, which full names are split into')
    if (seen.has(column)) throw malformed(`${place}.fields[${i}].column`, 'a name that no other field has')
    seen.add(column)
  })
  for (const kind of ['given_name', 'surname']) {
    const count = recipe.fields.filter((field) => field.kind === kind).length
    if (count > 1) throw malformed(`${place}.fields`, `a list with one ${kind} at most`)
  }
  return recipe
}
