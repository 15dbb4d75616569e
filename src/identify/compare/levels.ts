import type { FieldKind } from '../prepared.js'

/** Given name and surname found in each other's column. */
export const SWAPPED = 4

/** From this level on two different values are nearly the same, and how rare they are counts. */
export const NEAR = 3

const NAME = ['missing', 'other', 'alike or initial', 'close', 'swapped with the other name', 'same']
const PLACE = ['missing', 'other', 'alike', 'close', 'same']
const WORDS = ['missing', 'other', 'some words shared', 'close', 'same']

/**
 * What each level of agreement means for each kind of field, by number: 0 one of the values is missing, 1 all other, the highest
 * the same value. "Close" is a Jaro–Winkler similarity of at least .92, "alike" of at least .8; edits are those
 * of `editsWithin`.
 */
export const LEVELS: { readonly [kind in FieldKind]: readonly string[] } = {
  given_name: NAME,
  surname: NAME,
  full_name: ['missing', 'other', 'some words shared', 'close', 'same words in another order', 'same'],
  email: ['missing', 'other', 'alike before the @', 'close before the @', 'same before the @', 'same'],
  phone: ['missing', 'other', 'two digits differ', 'one digit differs, or one ends in the other', 'same'],
  date_of_birth: [
    'missing',
    'other',
    'same year, or two digits differ',
    'two of year, month and day the same',
    'one digit differs, or two swapped',
    'same',
  ],
  street: WORDS,
  street_number: ['missing', 'other', 'one edit', 'same'],
  postcode: ['missing', 'other', 'same beginning', 'one edit', 'same'],
  city: PLACE,
  id: ['missing', 'other', 'two edits', 'one edit', 'same'],
  number: ['missing', 'other', 'within 10 %', 'within 1 %', 'same'],
  text: WORDS,
  exact: ['missing', 'other', 'same'],
}
