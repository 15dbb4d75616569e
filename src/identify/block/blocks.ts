import type { Atom } from './atoms.js'
import type { Choice } from './choose.js'
import { BUCKETS, bucketOf, type Key, keyHashes } from './keys.js'
import { makeShared } from '../../parallel/shared.js'
import { type Grouping, groupHashes, makeGrouping } from './groupHashes.js'

/** Who is with whom in the chosen blocks. */
export type Blocks = {
  /** The records of every block, rising; the first of each is written as ~row. */
  readonly members: Int32Array
  /** Where the entries of each record start in `places`; one more than rows. */
  readonly starts: Int32Array
  /** Of each record, its places in `members`. */
  readonly places: Int32Array
}

/** Lays out the chosen blocks; `shared` for threads. */
export function makeBlocks(
  atoms: readonly Atom[],
  keys: readonly Key[],
  choices: readonly Choice[],
  rows: number,
  shared: boolean,
): Blocks {
  const grouping = makeGrouping(rows)
  const lists = choices.map(({ key, buckets }) => blocksOfKey(atoms, keys[key]!, buckets, grouping))
  let total = 0
  for (const list of lists) total += list.length
  const members = makeShared(Int32Array, total, shared)
  const starts = makeShared(Int32Array, rows + 1, shared)
  let end = 0
  for (const list of lists) {
    members.set(list, end)
    end += list.length
  }
  for (const member of members) starts[rowOf(member) + 1]!++
  for (let i = 0; i < rows; i++) starts[i + 1]! += starts[i]!
  const places = makeShared(Int32Array, total, shared)
  const next = starts.slice()
  members.forEach((member, place) => {
    places[next[rowOf(member)]!++] = place
  })
  return { members, starts, places }
}

/** The record of an entry of `members`. */
export function rowOf(member: number): number {
  return member < 0 ? ~member : member
}

/** The records of a key's blocks in the wanted buckets, block after block. */
export function blocksOfKey(
  atoms: readonly Atom[],
  key: Key,
  buckets: number,
  grouping: Grouping,
): Int32Array {
  keyHashes(atoms, key, grouping.hashes)
  return groupHashes(grouping, (size) => {
    const bucket = bucketOf(size)
    return bucket >= 0 && bucket < BUCKETS.length && ((buckets >> bucket) & 1) === 1
  })
}
