import type { Atom } from './atoms.js'
import { type Key } from './keys.js'
import { makeTally } from './tally.js'
import type { Matched } from './survey.js'

/** Records that an atom's evenness is estimated from. */
const ASKED = 4000

/** How likely two random records are to agree on each atom. */
function collisions(atoms: readonly Atom[], rows: number): Float64Array {
  const tally = makeTally()
  const step = Math.max(1, rows / ASKED)
  return Float64Array.from(atoms, ({ hashes }) => {
    tally.clear(ASKED)
    let asked = 0
    for (let x = 0; x < rows; x += step) {
      const hash = hashes[Math.floor(x)]!
      if (hash !== 0) tally.add(hash, 1)
      asked++
    }
    let pairs = 0
    for (let i = 0; i < tally.size(); i++) pairs += (tally.countAt(i) * (tally.countAt(i) - 1)) / 2
    return Math.max(pairs, 0.1) / Math.max(1, (asked * (asked - 1)) / 2)
  })
}

/**
 * The `most` keys that promise the most matched pairs for their cost, as if the atoms of a key were independent: a survey of
 * a key reads all records, this reads only the matched pairs.
 */
export function promisingKeys(
  atoms: readonly Atom[],
  keys: readonly Key[],
  rows: number,
  matched: Matched,
  weights: Float64Array,
  most: number,
): number[] {
  if (keys.length <= most) return keys.map((_, key) => key)
  const chance = collisions(atoms, rows)
  const shared = atoms.map((atom) => agreement(atom, matched))
  const ranked = keys.map(({ a, b }, key) => {
    let weight = 0
    const first = shared[a]!
    const second = b < 0 ? first : shared[b]!
    for (let pair = 0; pair < weights.length; pair++)
      weight += first[pair]! & second[pair]! ? weights[pair]! : 0
    const cost = rows * chance[a]! * (b < 0 ? 1 : chance[b]!)
    return { key, worth: weight / (0.1 + cost) }
  })
  ranked.sort((x, y) => y.worth - x.worth || x.key - y.key)
  return ranked
    .slice(0, most)
    .map(({ key }) => key)
    .sort((x, y) => x - y)
}

/** Which of the matched pairs agree on an atom. */
export function agreement({ hashes }: Atom, { a, b }: Matched): Uint8Array {
  return Uint8Array.from(a, (row, pair) => (hashes[row] !== 0 && hashes[row] === hashes[b[pair]!] ? 1 : 0))
}
