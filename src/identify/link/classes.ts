import type { FieldKind } from '../prepared.js'

/**
 * Pairs that agree although they are different persons. Each class frees some fields, whose levels are learned for it, and leaves the others as
 * between strangers.
 */
export type PairClass = {
  readonly name: string
  /** The highest level of each kind of field that the class frees; those above it stay as between strangers. */
  readonly free: { readonly [kind in FieldKind]?: number }
  /** Kinds of field where agreeing on a rare value speaks for this class as it does for a match. */
  readonly rare: readonly FieldKind[]
}

const ALL = 7

/** Relatives at one address: they share a surname, place and telephone, and have first names, birthdays and ids of their own. */
const household: PairClass = {
  name: 'household',
  free: {
    surname: ALL,
    // Relatives share some words of their full names, not all of them.
    full_name: 2,
    email: ALL,
    phone: ALL,
    street: ALL,
    street_number: ALL,
    postcode: ALL,
    city: ALL,
    text: ALL,
  },
  rare: ['surname', 'phone', 'street', 'street_number', 'postcode', 'city', 'text'],
}

/** Two persons of one name, whose e-mail addresses are often made from it. */
const namesake: PairClass = {
  name: 'namesake',
  free: { given_name: ALL, surname: ALL, full_name: ALL, email: ALL },
  rare: ['given_name', 'surname', 'full_name'],
}

/** The alternatives to a match beside strangers. */
export const CLASSES: readonly PairClass[] = [household, namesake]
