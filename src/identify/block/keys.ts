import type { Atom } from './atoms.js'
import { joinHashes, scramble } from './hash.js'

/** What records must share to be proposed as a pair: an atom, or two atoms of different fields. */
export type Key = {
  readonly a: number
  /** −1: no second atom. */
  readonly b: number
  readonly name: string
  readonly fields: number
  readonly strong: boolean
}

/** Blocks are told apart by size: bucket b has those of more than `BUCKETS[b - 1]` and at most `BUCKETS[b]` records. */
export const BUCKETS: readonly number[] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
/** Larger blocks are never used. */
export const LARGEST = 1024

/** The bucket of blocks of that size: −1 for a single record, `BUCKETS.length` where it is too large. */
export function bucketOf(size: number): number {
  return size < 2 ? -1 : size > LARGEST ? BUCKETS.length : Math.max(0, 31 - Math.clz32(size - 1))
}

/** All atoms, and all pairs of atoms of different fields. */
export function makeKeys(atoms: readonly Atom[]): Key[] {
  const keys: Key[] = atoms.map(({ name, fields, strong }, a) => ({ a, b: -1, name, fields, strong }))
  atoms.forEach((first, a) => {
    for (let b = a + 1; b < atoms.length; b++) {
      const second = atoms[b]!
      if ((first.fields & second.fields) !== 0) continue
      const name = `${first.name} and ${second.name}`
      const fields = first.fields | second.fields
      keys.push({ a, b, name, fields, strong: first.strong && second.strong })
    }
  })
  return keys
}

/** The hash of one record under a key, 0 where it has none. */
export function keyHash(atoms: readonly Atom[], { a, b }: Key, row: number): number {
  const first = atoms[a]!.hashes[row]!
  return b < 0 ? first : joinHashes(first, atoms[b]!.hashes[row]!)
}

/** The hash of every record under a key; of a key of one atom these are the atom's own. */
export function keyHashes(atoms: readonly Atom[], { a, b }: Key, out: Int32Array): Int32Array {
  const { hashes } = atoms[a]!
  if (b < 0) return hashes
  const others = atoms[b]!.hashes
  for (let i = 0; i < out.length; i++) out[i] = joined(hashes[i]!, others[i]!)
  return out
}

/** `joinHashes`, where the compiler sees it. */
export function joined(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return scramble(Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15)) || 1
}
