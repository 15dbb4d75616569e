import { makeShared } from '../../parallel/shared.js'
import type { Field, FieldKind, Prepared, ValueList } from '../prepared.js'
import { hashUnits, joinEitherWay } from './hash.js'
import { sortedTiles } from './neighbours.js'
import { type Part, PARTS } from './parts.js'
import { soundex } from './phonetic.js'
import { rareWords } from './words.js'

/** One way to tell records apart: those that are alike in it have the same hash. */
export type Atom = {
  readonly name: string
  /** The fields that it reads, one bit each. */
  readonly fields: number
  /** Whether it is a whole value, so that agreeing on it says much. */
  readonly strong: boolean
  /** One a record; 0 where there is nothing to block on. Side by side, since every key reads all of them. */
  readonly hashes: Int32Array
}

const WORDY: ReadonlySet<FieldKind> = new Set(['full_name', 'street', 'text', 'city'])
const SORTED: ReadonlySet<FieldKind> = new Set(['surname', 'full_name', 'street', 'text', 'id'])
/** Parts of longer values are made of their beginning. */
const LONGEST = 4000

/** Every way in which these records can be blocked by one field, or by the two names in whichever order; `shared` for threads. */
export function makeAtoms({ fields, rows }: Prepared, shared: boolean): Atom[] {
  const atoms = fields.flatMap((field, f) => fieldAtoms(field, 1 << f, shared))
  const given = fields.findIndex(({ kind }) => kind === 'given_name')
  const surname = fields.findIndex(({ kind }) => kind === 'surname')
  if (given < 0 || surname < 0) return atoms
  const bits = (1 << given) | (1 << surname)
  return atoms.concat(eitherOrder(fields[given]!, fields[surname]!, bits, rows, shared))
}

function fieldAtoms(field: Field, bit: number, shared: boolean): Atom[] {
  const { column, kind, list, codes } = field
  const atom = (name: string, ofValues: Int32Array, strong = false): Atom => {
    const hashes = makeShared(Int32Array, codes.length, shared)
    for (let i = 0; i < codes.length; i++) hashes[i] = codes[i]! < 0 ? 0 : ofValues[codes[i]!]!
    return { name: `${column}: ${name}`, fields: bit, strong, hashes }
  }
  const made = [atom('whole', mapValues(list, hashUnits), true)]
  for (const [name, part] of Object.entries(PARTS[kind])) made.push(atom(name, mapValues(list, part)))
  if (WORDY.has(kind)) {
    const { rarest, twoRarest } = rareWords(field)
    made.push(atom('rare word', rarest), atom('two rare words', twoRarest))
  }
  const tiles = SORTED.has(kind) ? sortedTiles(list) : undefined
  if (tiles) made.push(atom('in order', tiles[0]), atom('in order, shifted', tiles[1]))
  return made
}

/** Given name and surname together, whichever is which. */
function eitherOrder(given: Field, surname: Field, fields: number, rows: number, shared: boolean): Atom[] {
  const combine = (part: Part): Int32Array => {
    const ofGiven = mapValues(given.list, part)
    const ofSurname = given.list === surname.list ? ofGiven : mapValues(surname.list, part)
    const hashes = makeShared(Int32Array, rows, shared)
    for (let i = 0; i < rows; i++) {
      const [one, other] = [given.codes[i]!, surname.codes[i]!]
      hashes[i] = one < 0 || other < 0 ? 0 : joinEitherWay(ofGiven[one]!, ofSurname[other]!)
    }
    return hashes
  }
  const names = `${given.column} and ${surname.column}`
  return [
    { name: `${names}: either order`, fields, strong: true, hashes: combine(hashUnits) },
    { name: `${names}: sounds, either order`, fields, strong: false, hashes: combine(soundex) },
  ]
}

function mapValues({ offsets, units }: ValueList, part: Part): Int32Array {
  const hashes = new Int32Array(offsets.length - 1)
  for (let v = 0; v < hashes.length; v++) {
    const from = offsets[v]!
    hashes[v] = part(units, from, Math.min(offsets[v + 1]!, from + LONGEST))
  }
  return hashes
}
