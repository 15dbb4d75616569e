import { hashUnits, joinEitherWay, joinHashes } from '../block/hash.js'
import { type Part, PARTS } from '../block/parts.js'
import { soundex } from '../block/phonetic.js'
import type { Field, FieldKind, Prepared, ValueList } from '../prepared.js'

/** What records are found by: those that have the same hash under it may be one person. A record may have several, as words. */
export type IndexAtom = {
  /** Of the atoms of one group the most telling one that two records share counts: groups are the fields, and pairs of fields. */
  readonly group: number
  /** Calls back with each hash of each record, 0 left out. */
  readonly each: (prepared: Prepared, tell: (row: number, hash: number) => void) => void
  /** Whether any of the records that have a hash will do, where these are too many: they are all the same. */
  readonly alike?: boolean
}

const WORDY: ReadonlySet<FieldKind> = new Set(['full_name', 'street', 'text', 'city'])
const MOST_WORDS = 6
const SPACE = 32
/** Parts of longer values are made of their beginning. */
const LONGEST = 4000

/** The parts that are looked up together with one of another field, where they are too common alone. */
const COARSE: { readonly [Kind in FieldKind]?: readonly string[] } = {
  given_name: ['sound'],
  surname: ['sound'],
  full_name: ['sounds', 'last word'],
  date_of_birth: ['year and month', 'year and day', 'month and day'],
  phone: ['last 4'],
  street: ['first 5'],
  street_number: ['whole'],
  postcode: ['whole', 'first 3'],
  city: ['whole'],
  id: ['first half', 'second half'],
  text: ['first 5'],
  number: ['whole'],
  exact: ['whole'],
}

/** Every atom of records with these fields. */
export function indexAtoms(fields: readonly Pick<Field, 'kind'>[]): IndexAtom[] {
  const atoms: IndexAtom[] = []
  fields.forEach(({ kind }, f) => {
    atoms.push(partAtom(f, hashUnits), ...Object.values(PARTS[kind]).map((part) => partAtom(f, part)))
    if (WORDY.has(kind)) atoms.push(wordAtom(f))
  })
  const given = fields.findIndex(({ kind }) => kind === 'given_name')
  const surname = fields.findIndex(({ kind }) => kind === 'surname')
  const pairs = fields.length
  if (given >= 0 && surname >= 0) {
    for (const part of [hashUnits, soundex])
      atoms.push(pairAtom(pairs, [given, part], [surname, part], joinEitherWay))
  }
  const coarse = fields.flatMap(({ kind }, f) =>
    (COARSE[kind] ?? []).map((name) => [f, partOf(kind, name)] as const),
  )
  coarse.forEach((one, i) => {
    for (const other of coarse.slice(i + 1))
      if (one[0] !== other[0]) atoms.push(pairAtom(pairs, one, other, joinHashes))
  })
  return [...atoms, recordAtom(pairs + 1)]
}

/** The whole record. */
function recordAtom(group: number): IndexAtom {
  return {
    group,
    alike: true,
    each({ fields, rows }, tell) {
      const hashes = fields.map((field) => valueHashes(field, hashUnits))
      for (let row = 0; row < rows; row++) {
        let hash = 1
        fields.forEach(({ codes }, f) => {
          hash = joinHashes(hash, codes[row]! < 0 ? 1 : hashes[f]![codes[row]!]!)
        })
        tell(row, hash)
      }
    },
  }
}

function partOf(kind: FieldKind, name: string): Part {
  return name === 'whole' ? hashUnits : PARTS[kind][name]!
}

function partAtom(f: number, part: Part): IndexAtom {
  return {
    group: f,
    each({ fields }, tell) {
      const hashes = valueHashes(fields[f]!, part)
      fields[f]!.codes.forEach((code, row) => {
        if (code >= 0 && hashes[code] !== 0) tell(row, hashes[code]!)
      })
    },
  }
}

function pairAtom(
  group: number,
  [f, part]: readonly [number, Part],
  [g, other]: readonly [number, Part],
  join: (a: number, b: number) => number,
): IndexAtom {
  return {
    group,
    each({ fields, rows }, tell) {
      const [first, second] = [fields[f]!, fields[g]!]
      const [firstHashes, secondHashes] = [valueHashes(first, part), valueHashes(second, other)]
      for (let row = 0; row < rows; row++) {
        const [a, b] = [first.codes[row]!, second.codes[row]!]
        if (a < 0 || b < 0) continue
        const hash = join(firstHashes[a]!, secondHashes[b]!)
        if (hash !== 0) tell(row, hash)
      }
    },
  }
}

/** Each of the first words of a value. */
function wordAtom(f: number): IndexAtom {
  return {
    group: f,
    each({ fields }, tell) {
      const { codes, list } = fields[f]!
      const { units, offsets } = list
      codes.forEach((code, row) => {
        if (code < 0) return
        const end = Math.min(offsets[code + 1]!, offsets[code]! + LONGEST)
        let words = 0
        for (let start = offsets[code]!; start < end && words < MOST_WORDS; start++) {
          let stop = start
          while (stop < end && units[stop] !== SPACE) stop++
          if (stop > start) {
            tell(row, hashUnits(units, start, stop))
            words++
          }
          start = stop
        }
      })
    },
  }
}

/** Hashes of values by their list and part: several atoms ask for the same. */
const known = new WeakMap<ValueList, Map<Part, Int32Array>>()

function valueHashes({ list }: Field, part: Part): Int32Array {
  let own = known.get(list)
  if (own === undefined) known.set(list, (own = new Map()))
  let hashes = own.get(part)
  if (hashes === undefined) own.set(part, (hashes = hashValues(list, part)))
  return hashes
}

function hashValues({ units, offsets }: ValueList, part: Part): Int32Array {
  const hashes = new Int32Array(offsets.length - 1)
  for (let v = 0; v < hashes.length; v++) {
    const from = offsets[v]!
    hashes[v] = part(units, from, Math.min(offsets[v + 1]!, from + LONGEST))
  }
  return hashes
}
