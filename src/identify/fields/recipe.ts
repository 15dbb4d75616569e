import type { DateForm } from '../clean/dates.js'
import type { Part } from '../international/international.js'
import type { FieldKind } from '../prepared.js'

/** How one field is made of a record. */
export type RecipeField = {
  /** The field's name: `level_<column>`, `<column>_clean`. */
  readonly column: string
  readonly kind: FieldKind
  /** The column that it is read from. */
  readonly from: string
  /** Which part of the full name in that column. */
  readonly part?: 'given' | 'surname'
  /** Which comes first in full names without a comma. */
  readonly order?: NameOrder
  /** The column of full names that part is taken from where a record has neither given name nor surname. */
  readonly otherwise?: string
  readonly dates?: DateForm
  /** Digits of a postcode whose column of numbers lost zeros. */
  readonly digits?: number
}

export type NameOrder = 'given_first' | 'surname_first'

/** All that is needed to clean a new record as those before: plain JSON, which a model carries. */
export type Recipe = {
  readonly version: 1
  readonly fields: readonly RecipeField[]
  readonly nicknames: readonly (readonly [nickname: string, name: string])[]
  /** Where telephone numbers without a country's code are from, as an ISO 3166 code. */
  readonly country: string | null
  /** The functions of optional packages that changed a value, and that new records therefore need. */
  readonly international: readonly Part[]
}

export const KINDS: readonly FieldKind[] = [
  'given_name',
  'surname',
  'full_name',
  'email',
  'phone',
  'date_of_birth',
  'street',
  'street_number',
  'postcode',
  'city',
  'id',
  'number',
  'text',
  'exact',
]
