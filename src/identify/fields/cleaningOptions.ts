import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { installing, type International, readInternational } from '../international/international.js'
import type { PrepareOptions } from './prepare.js'
import type { FieldsOption } from './readFields.js'
import { type Nicknames, readNicknames } from './readNicknames.js'
import { COUNTRY, readRecipe } from './readRecipe.js'
import type { Recipe } from './recipe.js'

/** What decides how records are cleaned. */
export type CleaningOptions<Names extends string = string> = {
  /** What columns hold: kinds by column, `{mail: 'email', name: {kind: 'full_name', order: 'surname_first'}}`. Default: guessed from names and contents. */
  readonly fields?: FieldsOption<Names> | undefined
  /** Given names by nickname, in place of the list that is built in; `{}` leaves nicknames alone. */
  readonly nicknames?: Nicknames | undefined
  /** Where telephone numbers without a country's code are from, as 'GB'; needs libphonenumber-js. Default: the 0 before is cut off, no more. */
  readonly country?: string | undefined
  /** Packages for scripts and telephone numbers of all countries: `await loadInternational()`. */
  readonly international?: International | undefined
  /** Clean as the records of a model were cleaned: the model's `recipe`. No other of these options but `international` may be given then. */
  readonly recipe?: Recipe | undefined
}

/** The names of `CleaningOptions`. */
export const CLEANING_OPTIONS = ['fields', 'nicknames', 'country', 'international', 'recipe'] as const

/** The options that decide about cleaning, checked, as `prepare` takes them. */
export function readCleaning(who: string, options: CleaningOptions): PrepareOptions {
  const international = readInternational(who, options.international)
  const { fields, country, recipe } = options
  const nicknames = readNicknames(who, options.nicknames)
  if (recipe !== undefined) {
    if (fields !== undefined || nicknames !== undefined || country !== undefined) {
      throw invalid(who, 'recipe says how records are cleaned; leave out fields, nicknames and country')
    }
    return { international, recipe: recipeOf(who, recipe) }
  }
  if (country !== undefined) {
    if (typeof country !== 'string' || !COUNTRY.test(country)) {
      throw invalid(who, "country must be a code of two capital letters such as 'GB'")
    }
    if (international.parsePhone === undefined) {
      throw invalid(
        who,
        `country needs libphonenumber-js (${installing(['parsePhone'])}) in international: await loadInternational()`,
      )
    }
  }
  return { international, fields, nicknames, country }
}

/** The recipe that was given as an option, checked like one in a file. */
function recipeOf(who: string, given: unknown): Recipe {
  try {
    return readRecipe(given, 'recipe')
  } catch (cause) {
    const [, wrong] = /^loadModel: (.*);/s.exec((cause as Error).message) ?? []
    throw new ClienteleError(
      'option-invalid',
      `${who}: ${wrong ?? 'recipe is none'}; give the recipe of a model, as it is there.`,
      { cause },
    )
  }
}
