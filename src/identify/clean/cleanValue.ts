import type { Recipe, RecipeField } from '../fields/recipe.js'
import type { International } from '../international/international.js'
import { type ScriptNeeds, scriptOf } from '../international/script.js'
import type { FieldKind } from '../prepared.js'
import { cleanCode, cleanEmail, cleanPhone, cleanPostcode } from './contacts.js'
import { cleanDate } from './dates.js'
import { cleanGivenName, cleanSurname } from './names.js'
import { cleanNumber } from './numbers.js'
import { isPlain, saysNothing } from './text.js'
import { cleanExact, cleanStreet, cleanWords } from './places.js'

/** Gives the form of a value that is compared; '' where the value says nothing. */
export type Cleaner = (raw: string) => string

/** How the values of one field are cleaned; `needs` notes which functions of other packages that takes. */
export function cleanerOf(
  field: RecipeField,
  recipe: Recipe,
  international: International,
  needs: ScriptNeeds,
): Cleaner {
  return settled(cleanerOfKind(field, recipe, international, needs), CUT[field.kind] ?? 115)
}

/** Values that are shorter than this were surely not cut. */
const CUT: { readonly [kind in FieldKind]?: number } = {
  given_name: 55,
  surname: 55,
  phone: 15,
  date_of_birth: 15,
  postcode: 15,
  id: 35,
  street_number: 35,
}

/**
 * Cleaning what is clean changes nothing. Cutting and rare letters can bring out something that cleaning would change, so these are cleaned again.
 */
function settled(clean: Cleaner, cutFrom: number): Cleaner {
  return (raw) => {
    let value = clean(raw)
    for (let times = 0; times < 5 && (value.length >= cutFrom || !isPlain(value)); times++) {
      const again = clean(value)
      if (again === value) break
      value = again
    }
    return saysNothing(value) ? '' : value
  }
}

function cleanerOfKind(
  field: RecipeField,
  { nicknames, country }: Recipe,
  international: International,
  needs: ScriptNeeds,
): Cleaner {
  const script = scriptOf(international, needs)
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
      return phoneCleaner(international, country, needs)
    case 'date_of_birth':
      return (raw) => cleanDate(raw, field.dates ?? { order: 'day_first', pivot: 10 })
    case 'postcode':
      return (raw) => cleanPostcode(raw, field.digits ?? 0)
    case 'street':
      return (raw) => cleanStreet(raw, script)
    case 'street_number':
    case 'id':
      return cleanCode
    case 'number':
      return cleanNumber
    case 'exact':
      return cleanExact
    default:
      return (raw) => cleanWords(raw, script)
  }
}

function phoneCleaner({ parsePhone }: International, country: string | null, { used }: ScriptNeeds): Cleaner {
  if (parsePhone === undefined) return (raw) => cleanPhone(raw)
  const parse = (text: string): string | undefined => {
    const found = parsePhone(text, country ?? undefined)
    return found?.isPossible() ? found.nationalNumber : undefined
  }
  return (raw) => {
    const plain = cleanPhone(raw)
    const known = cleanPhone(raw, parse)
    if (known !== plain) used.add('parsePhone')
    return known
  }
}

/** The cleaned form of one value of a kind, by the first field of that kind in the recipe. */
export function cleanValue(recipe: Recipe, kind: FieldKind, international: International = {}): Cleaner {
  const field = recipe.fields.find((one) => one.kind === kind) ?? { column: kind, kind, from: kind }
  return cleanerOf(field, recipe, international, { used: new Set(), wanted: new Set() })
}
