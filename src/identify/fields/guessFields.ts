import type { FieldKind } from '../prepared.js'
import { type Guess, guessKind, say } from './guess.js'

/** A comparison has room for so many fields. */
export const MOST_FIELDS = 10

/** In which order fields tell persons apart, where there are too many. */
const TELLING: readonly FieldKind[] = [
  'id', 'email', 'surname', 'given_name', 'full_name', 'date_of_birth', 'phone', 'street', 'postcode', 'street_number', 'city', 'text', 'exact',
] // prettier-ignore

/** Which columns tell of persons, and what they hold: those left out are among them, without kind. */
export function guessFields(
  columns: readonly string[],
  labelsOf: (column: string) => readonly string[],
  noRows = false,
): Guess[] {
  const guesses = withoutRepeats(columns.map((column) => guessKind(column, labelsOf(column), noRows)))
  const chosen = guesses.filter(({ kind }) => kind !== undefined)
  const ranked = chosen.toSorted((a, b) => TELLING.indexOf(a.kind!) - TELLING.indexOf(b.kind!))
  const room = new Set(roomFor(ranked))
  return guesses.map((guess) => {
    if (guess.kind === undefined || room.has(guess)) return guess
    return {
      column: guess.column,
      why: `${say(guess.kind)}, but others of the ${MOST_FIELDS} fields say more`,
    }
  })
}

/** A full name counts for two fields where it is split, for none where it only fills gaps. */
function roomFor(ranked: readonly Guess[]): Guess[] {
  const isSplit = !ranked.some(({ kind }) => kind === 'given_name' || kind === 'surname')
  let left = MOST_FIELDS
  return ranked.filter(({ kind }) => (left -= kind === 'full_name' ? (isSplit ? 2 : 0) : 1) >= 0)
}

/** Parts of an address: of several addresses, such as those for bills and for parcels, one is used, since they are mostly the same. */
const ADDRESS: ReadonlySet<FieldKind> = new Set(['street', 'street_number', 'postcode', 'city'])

/** The same evidence is not counted twice. */
function withoutRepeats(guesses: readonly Guess[]): Guess[] {
  const has = (kind: FieldKind) => guesses.some((guess) => guess.kind === kind)
  const place = guesses.find(({ kind }) => kind === 'postcode' || kind === 'city')
  let given = 0
  let surname = 0
  let full = 0
  const places = new Map<FieldKind, string>()
  return guesses.map((guess) => {
    const { column, kind } = guess
    if (kind !== undefined && ADDRESS.has(kind)) {
      const other = places.get(kind)
      if (other !== undefined) return { column, why: `'${other}' holds the address` }
      places.set(kind, column)
    }
    if (kind === 'given_name' && given++ > 0) return { column, why: 'another column holds given names' }
    if (kind === 'surname' && surname++ > 0) return { column, why: 'another column holds surnames' }
    if (kind === 'full_name') {
      if (full++ > 0) return { column, why: 'another column holds full names' }
      if (has('given_name') && has('surname')) {
        return { ...guess, why: `${guess.why}; used where given name and surname are both missing` }
      }
      // 'name' beside 'surname'.
      if (has('surname')) return { column, kind: 'given_name', why: 'by its name, beside a surname' }
      if (has('given_name')) return { column, kind: 'surname', why: 'by its name, beside a given name' }
    }
    if (kind === 'exact' && place !== undefined && /country|land/i.test(column)) {
      return { column, why: `it follows from '${place.column}'` }
    }
    return guess
  })
}
