import type { DateForm } from '../clean/dates.js'
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
  'text',
  'exact',
]
