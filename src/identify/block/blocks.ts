import { makeShared } from '../../parallel/shared.js'
import type { Atom } from './atoms.js'
import { type Grouping, groupHashes } from './groupHashes.js'
import { BUCKETS, bucketOf, type Key, keyHashes } from './keys.js'

/** Who is with whom in the chosen blocks. */
export type Blocks = {
  /** The records of every block, rising; the first of each is written as ~row. */
  readonly members: Int32Array
  /** Where the entries of each record start in `places`; one more than rows. */
  readonly starts: Int32Array
  /** Of each record, its places in `members`. */
  readonly places: Int32Array
}

/** The records of a key's blocks in the wanted buckets, block after block, as `Blocks` has them. */
export function blocksOfKey(
  atoms: readonly Atom[],
  key: Key,
  buckets: number,
  grouping: Grouping,
): Int32Array {
  return groupHashes(keyHashes(atoms, key, grouping.hashes), grouping, (size) => {
    const bucket = bucketOf(size)
    return bucket >= 0 && bucket < BUCKETS.length && ((buckets >> bucket) & 1) === 1
  })
}

/** One block of all records. */
export function oneBlock(rows: number, shared: boolean): Blocks {
  const members = Int32Array.from({ length: rows }, (_, i) => i)
  if (rows > 0) members[0] = ~0
  return layOutBlocks([members], rows, shared)
}

/** Makes blocks of those of several keys; `shared` for threads. */
export function layOutBlocks(lists: readonly Int32Array[], rows: number, shared: boolean): Blocks {
  let total = 0
  for (const list of lists) total += list.length
  const members = makeShared(Int32Array, total, shared)
  const starts = makeShared(Int32Array, rows + 1, shared)
  let end = 0
  for (const list of lists) {
    members.set(list, end)
    end += list.length
  }
  for (let place = 0; place < total; place++) starts[rowOf(members[place]!) + 1]!++
  for (let i = 0; i < rows; i++) starts[i + 1]! += starts[i]!
  const places = makeShared(Int32Array, total, shared)
  const next = starts.slice()
  for (let place = 0; place < total; place++) places[next[rowOf(members[place]!)]!++] = place
  return { members, starts, places }
}

/** The record of an entry of `members`. */
function rowOf(member: number): number {
  return member < 0 ? ~member : member
}
