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

/** Persons whom a system gave one number, address or date: a placeholder, a typing error, a friend who books for both. */
const contact: PairClass = {
  name: 'contact',
  free: { id: ALL, email: ALL, phone: ALL, date_of_birth: ALL },
  rare: ['id', 'email', 'phone', 'date_of_birth'],
}

/** The alternatives to a match beside strangers. */
export const CLASSES: readonly PairClass[] = [household, namesake, contact]

/** A contact differs in so many fields at least: in fewer a match may do so by itself. */
const FEWEST_DIFFERING = 3

/** The classes that these fields can tell from matches. */
export function classesFor(fields: readonly { readonly kind: FieldKind }[]): readonly PairClass[] {
  const left = fields.filter(({ kind }) => contact.free[kind] === undefined)
  return left.length >= FEWEST_DIFFERING ? CLASSES : [household, namesake]
}

/** What the classes of a mixture or model free and take as rare: as the class of the same name. */
export function classesOf({
  classes,
}: {
  readonly classes: readonly { readonly name: string }[]
}): readonly PairClass[] {
  return classes.map(({ name }) => CLASSES.find((one) => one.name === name) ?? { name, free: {}, rare: [] })
}
