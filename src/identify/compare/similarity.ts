import type { Field, FieldKind, ValueList } from '../prepared.js'
import { dateLevel } from './dates.js'
import { editsWithin } from './editDistance.js'
import { jaroWinkler } from './jaroWinkler.js'
import { alikeTest, END, type Letters, LENGTH, lettersOf, SIGNS } from './letters.js'
import { numberLevels } from './numbers.js'
import { countWords, readWords, sharedWords, type Words, type WordShares } from './words.js'

/** The level of two different values of a field by their codes, `a` coming first in `inOrder`. */
export type Similarity = (a: number, b: number) => number

type Compare = (list: ValueList, a: number, b: number) => number

const CLOSE = 0.92
const ALIKE = 0.8

/** Kinds of field whose values are compared by their words. */
export const wordKinds: ReadonlySet<FieldKind> = new Set(['full_name', 'street', 'text'])

/** What compares the different values of a field, as `LEVELS` says for its kind. */
export function similarityOf(field: Field, rows: number, shares?: WordShares): Similarity {
  const { kind, list } = field
  if (kind === 'full_name' || kind === 'street' || kind === 'text') {
    const words = readWords(field, rows, shares)
    const compare = kind === 'full_name' ? compareFullNames : compareTexts
    const letters = lettersOf(list)
    return (a, b) => compare(list, letters, words, a, b)
  }
  if (kind === 'given_name' || kind === 'surname' || kind === 'city' || kind === 'email') {
    const letters = lettersOf(list, kind === 'email' ? AT : undefined)
    const compare = kind === 'email' ? compareEmails : kind === 'city' ? alikeLevel : compareNames
    return (a, b) => compare(list, letters, a, b)
  }
  if (kind === 'number') return numberLevels(list)
  const compare = COMPARE[kind]
  return (a, b) => compare(list, a, b)
}

/**
 * Whether two values are surely all other (level 1), told by their letters alone: faster than looking up what was compared before. Undefined for kinds where
 * letters do not tell.
 */
export function otherTest({ kind, list }: Field): ((a: number, b: number) => boolean) | undefined {
  if (kind !== 'given_name' && kind !== 'surname' && kind !== 'city' && kind !== 'email') return undefined
  const letters = lettersOf(list, kind === 'email' ? AT : undefined)
  // What has one letter may be an initial, and what has none has the same as another.
  const isWord = (value: number) => letters[SIGNS * value + LENGTH]! > 1
  return (a, b) => isWord(a) && isWord(b) && !mayBeAlike(letters, a, b)
}

/** Kinds of field that have what they are compared by made ready. */
type MadeReady = 'full_name' | 'street' | 'text' | 'given_name' | 'surname' | 'city' | 'email' | 'number'

const COMPARE: { readonly [kind in Exclude<FieldKind, MadeReady>]: Compare } = {
  phone: comparePhones,
  date_of_birth: ({ units, offsets }, a, b) =>
    dateLevel(units, offsets[a]!, offsets[a + 1]!, offsets[b]!, offsets[b + 1]!),
  street_number: (list, a, b) =>
    lengthOf(list, a) + lengthOf(list, b) < 4 || edits(list, a, b, 1) > 1 ? 1 : 2,
  postcode: comparePostcodes,
  id: (list, a, b) => 4 - Math.max(1, edits(list, a, b, 2)),
  exact: () => 1,
}

const lengthOf = ({ offsets }: ValueList, value: number) => offsets[value + 1]! - offsets[value]!

function edits({ units, offsets }: ValueList, a: number, b: number, most: number): number {
  return editsWithin(units, offsets[a]!, offsets[a + 1]!, offsets[b]!, offsets[b + 1]!, most)
}

/** The similarity of two values, of e-mail addresses as far as their letters go; 0 where it is surely not alike. */
function closeness(list: ValueList, letters: Letters, a: number, b: number): number {
  if (!mayBeAlike(letters, a, b)) return 0
  const { offsets, units } = list
  return jaroWinkler(units, offsets[a]!, letters[SIGNS * a + END]!, offsets[b]!, letters[SIGNS * b + END]!)
}

const mayBeAlike = alikeTest(ALIKE)

function grade(similarity: number): number {
  return similarity >= CLOSE ? 3 : similarity >= ALIKE ? 2 : 1
}

function alikeLevel(list: ValueList, letters: Letters, a: number, b: number): number {
  return grade(closeness(list, letters, a, b))
}

/** An initial is alike to any name that it may stand for. */
function compareNames(list: ValueList, letters: Letters, a: number, b: number): number {
  const level = alikeLevel(list, letters, a, b)
  if (level > 1) return level
  const { units, offsets } = list
  const isInitial = lengthOf(list, a) === 1 || lengthOf(list, b) === 1
  return isInitial && units[offsets[a]!] === units[offsets[b]!] ? 2 : 1
}

const AT = 64

/** What stands before the @ tells people apart; what follows tells providers. */
function compareEmails(list: ValueList, letters: Letters, a: number, b: number): number {
  const length = letters[SIGNS * a + LENGTH]!
  if (length === letters[SIGNS * b + LENGTH]! && startsSame(list, a, b, length)) return 4
  return alikeLevel(list, letters, a, b)
}

function startsSame({ units, offsets }: ValueList, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (units[offsets[a]! + i] !== units[offsets[b]! + i]) return false
  return true
}

/** One number may have a country or area code that the other lacks; the zero of an area code is not dialled after a country's. */
function comparePhones(list: ValueList, a: number, b: number): number {
  const { units, offsets } = list
  const shorter = lengthOf(list, a) < lengthOf(list, b) ? a : b
  const skip = units[offsets[shorter]!] === 48 ? 1 : 0
  const digits = lengthOf(list, shorter) - skip
  if (lengthOf(list, a) !== lengthOf(list, b) && digits >= 6) {
    let same = 0
    while (same < digits && units[offsets[a + 1]! - 1 - same] === units[offsets[b + 1]! - 1 - same]) same++
    if (same === digits) return 3
  }
  return 4 - Math.max(1, edits(list, a, b, 2))
}

/** Three characters of the longer codes name a region, two of the shorter. */
function comparePostcodes(list: ValueList, a: number, b: number): number {
  if (edits(list, a, b, 1) <= 1) return 3
  const length = Math.max(lengthOf(list, a), lengthOf(list, b)) >= 5 ? 3 : 2
  const areLong = Math.min(lengthOf(list, a), lengthOf(list, b)) >= length
  return areLong && startsSame(list, a, b, length) ? 2 : 1
}

function compareTexts(list: ValueList, letters: Letters, words: Words, a: number, b: number): number {
  const similarity = closeness(list, letters, a, b)
  if (similarity >= CLOSE) return 3
  if (countWords(words, a) > 1 || countWords(words, b) > 1) {
    const shared = sharedWords(words, a, b)
    if (shared >= 0.6) return 3
    if (shared >= 0.3) return 2
  }
  return similarity >= ALIKE ? 2 : 1
}

/** Names whose words all find a like one on the other side are close, in whatever order they stand. */
function compareFullNames(list: ValueList, letters: Letters, words: Words, a: number, b: number): number {
  const similarity = closeness(list, letters, a, b)
  const fewer = countWords(words, a) < countWords(words, b) ? a : b
  const more = fewer === a ? b : a
  if (countWords(words, fewer) > 1) {
    const found = matchWords(list.units, words, fewer, more)
    const areAll = found.same === countWords(words, more)
    if (areAll) return 4
    if (found.same + found.alike === countWords(words, fewer) && found.same > 0) return 3
  }
  if (similarity >= CLOSE) return 3
  return similarity >= ALIKE || sharedWords(words, a, b) >= 0.2 ? 2 : 1
}

/** How many words of one value are words of the other, and how many of the rest are alike to one or its initial. */
function matchWords(
  units: Uint16Array,
  words: Words,
  fewer: number,
  more: number,
): { same: number; alike: number } {
  const { starts, ids, from, to } = words
  let same = 0
  let alike = 0
  let taken = 0
  for (let i = starts[fewer]!; i < starts[fewer + 1]!; i++) {
    const isTaken = (j: number) => (taken >>> (j - starts[more]!)) & 1
    let at = -1
    let isSame = false
    for (let j = starts[more]!; j < starts[more + 1]! && j - starts[more]! < 31 && !isSame; j++) {
      if (isTaken(j)) continue
      if (ids[i] === ids[j]) isSame = true
      else if (at >= 0 || !areAlike(units, from[i]!, to[i]!, from[j]!, to[j]!)) continue
      at = j
    }
    if (at < 0) continue
    taken |= 1 << (at - starts[more]!)
    if (isSame) same++
    else alike++
  }
  return { same, alike }
}

function areAlike(units: Uint16Array, aFrom: number, aTo: number, bFrom: number, bTo: number): boolean {
  if (aTo - aFrom === 1 || bTo - bFrom === 1) return units[aFrom] === units[bFrom]
  return jaroWinkler(units, aFrom, aTo, bFrom, bTo) >= CLOSE
}
