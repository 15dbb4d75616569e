import type { Recipe, RecipeField } from '../fields/recipe.js'
import type { Script } from '../international/script.js'
import { cleanCode, cleanEmail, cleanPhone, cleanPostcode } from './contacts.js'
import { cleanDate } from './dates.js'
import { cleanGivenName, cleanSurname } from './names.js'
import { cleanExact, cleanStreet, cleanWords } from './places.js'

/** Gives the form of a value that is compared; '' where the value says nothing. */
export type Cleaner = (raw: string) => string

/** How the values of one field are cleaned. */
export function cleanerOf(field: RecipeField, { nicknames }: Recipe, script: Script): Cleaner {
  switch (field.kind) {
    case 'given_name': {
      const known = new Map(nicknames)
      return (raw) => cleanGivenName(raw, script, known)
    }
    case 'surname':
      return (raw) => cleanSurname(raw, script)
    case 'email':
      return cleanEmail
    case 'phone':
      return cleanPhone
    case 'date_of_birth':
      return (raw) => cleanDate(raw, field.dates ?? { order: 'day_first', pivot: 10 })
    case 'postcode':
      return (raw) => cleanPostcode(raw, field.digits ?? 0)
    case 'street':
      return (raw) => cleanStreet(raw, script)
    case 'street_number':
    case 'id':
      return cleanCode
    case 'exact':
      return cleanExact
    default:
      return (raw) => cleanWords(raw, script)
  }
}
