import type { Field, FieldKind, Prepared } from '../prepared.js'
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
  /** One a record: a place in `hashes`, −1 where missing. */
  readonly codes: Int32Array
  /** 0 where there is nothing to block on. */
  readonly hashes: Int32Array
}

const WORDY: ReadonlySet<FieldKind> = new Set(['full_name', 'street', 'text', 'city'])
const SORTED: ReadonlySet<FieldKind> = new Set(['surname', 'full_name', 'street', 'text', 'id'])
/** Parts of longer values are made of their beginning. */
const LONGEST = 4000

/** Every way in which these records can be blocked by one field, or by the two names in whichever order. */
export function makeAtoms({ fields, rows }: Prepared): Atom[] {
  const atoms = fields.flatMap((field, f) => fieldAtoms(field, 1 << f))
  const given = fields.findIndex(({ kind }) => kind === 'given_name')
  const surname = fields.findIndex(({ kind }) => kind === 'surname')
  if (given < 0 || surname < 0) return atoms
  return atoms.concat(eitherOrder(fields[given]!, fields[surname]!, (1 << given) | (1 << surname), rows))
}

function fieldAtoms(field: Field, bit: number): Atom[] {
  const { column, kind, list, codes } = field
  const { units, offsets } = list
  const atom = (name: string, hashes: Int32Array, strong = false): Atom => ({
    name: `${column}: ${name}`,
    fields: bit,
    strong,
    codes,
    hashes,
  })
  const made = [atom('whole', mapValues(offsets, units, hashUnits), true)]
  for (const [name, part] of Object.entries(PARTS[kind]))
    made.push(atom(name, mapValues(offsets, units, part)))
  if (WORDY.has(kind)) {
    const { rarest, twoRarest } = rareWords(field)
    made.push(atom('rare word', rarest), atom('two rare words', twoRarest))
  }
  const tiles = SORTED.has(kind) ? sortedTiles(list) : undefined
  if (tiles) made.push(atom('in order', tiles[0]), atom('in order, shifted', tiles[1]))
  return made
}

/** Given name and surname together, whichever is which. */
function eitherOrder(given: Field, surname: Field, bits: number, rows: number): Atom[] {
  const codes = Int32Array.from({ length: rows }, (_, i) =>
    given.codes[i]! < 0 || surname.codes[i]! < 0 ? -1 : i,
  )
  const combine = (part: Part): Int32Array => {
    const ofGiven = mapValues(given.list.offsets, given.list.units, part)
    const ofSurname =
      given.list === surname.list ? ofGiven : mapValues(surname.list.offsets, surname.list.units, part)
    return codes.map((i) =>
      i < 0 ? 0 : joinEitherWay(ofGiven[given.codes[i]!]!, ofSurname[surname.codes[i]!]!),
    )
  }
  const names = `${given.column} and ${surname.column}`
  return [
    { name: `${names}: either order`, fields: bits, strong: true, codes, hashes: combine(hashUnits) },
    { name: `${names}: sounds, either order`, fields: bits, strong: false, codes, hashes: combine(soundex) },
  ]
}

function mapValues(offsets: Int32Array, units: Uint16Array, part: Part): Int32Array {
  const hashes = new Int32Array(offsets.length - 1)
  for (let v = 0; v < hashes.length; v++) {
    const from = offsets[v]!
    hashes[v] = part(units, from, Math.min(offsets[v + 1]!, from + LONGEST))
  }
  return hashes
}
