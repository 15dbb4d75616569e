import type { Atom } from './atoms.js'
import { BUCKETS, bucketOf, type Key, keyHash, keyHashes } from './keys.js'
import { makeTally } from './tally.js'

/** Pairs that are likely matches, by row. */
export type Matched = { readonly a: Int32Array; readonly b: Int32Array }

/** What a key would cost and bring, by bucket of block sizes. */
export type Survey = {
  /** Pairs of records in the blocks of each bucket. */
  readonly cost: Float64Array
  /** Which of the matched pairs lie in one block, and that block's bucket. */
  readonly covered: Int32Array
  readonly bucket: Uint8Array
}

/** Records that are asked how large their block is. */
const ASKED = 12_000
const MAP_BITS = 19

/**
 * Surveys keys one by one over the same scratch memory. A bucket costs the sum over its records of half of the others in the same block; it
 * is estimated from every so many-th record, which is exact up to 12,000 records.
 */
export function makeSurveyor(atoms: readonly Atom[], rows: number): (key: Key, matched: Matched) => Survey {
  const room = new Int32Array(rows)
  const tally = makeTally()
  const wanted = new Uint8Array(1 << (MAP_BITS - 3))
  const step = Math.max(1, rows / ASKED)
  const ask = (hash: number) => {
    tally.add(hash, 0)
    const bit = hash >>> (32 - MAP_BITS)
    wanted[bit >>> 3]! |= 1 << (bit & 7)
  }
  return (key, matched) => {
    const agreeing = agree(atoms, key, matched)
    const hashes = keyHashes(atoms, key, room)
    tally.clear(ASKED + agreeing.length)
    wanted.fill(0)
    for (let x = 0; x < rows; x += step) if (hashes[Math.floor(x)] !== 0) ask(hashes[Math.floor(x)]!)
    for (const pair of agreeing) ask(hashes[matched.a[pair]!]!)
    for (let i = 0; i < rows; i++) {
      const hash = hashes[i]!
      const bit = hash >>> (32 - MAP_BITS)
      if (((wanted[bit >>> 3]! >>> (bit & 7)) & 1) === 1 && hash !== 0) tally.addKnown(hash)
    }
    const bucketAt = (row: number) => bucketOf(tally.count(hashes[row]!))
    const cost = new Float64Array(BUCKETS.length)
    for (let x = 0; x < rows; x += step) {
      const hash = hashes[Math.floor(x)]!
      const size = hash === 0 ? 0 : tally.count(hash)
      const bucket = bucketOf(size)
      if (bucket >= 0 && bucket < BUCKETS.length) cost[bucket]! += (step * (size - 1)) / 2
    }
    const covered = agreeing.filter((pair) => bucketAt(matched.a[pair]!) < BUCKETS.length)
    const bucket = Uint8Array.from(covered, (pair) => bucketAt(matched.a[pair]!))
    return { cost, covered: Int32Array.from(covered), bucket }
  }
}

/** The matched pairs whose records have the same hash. */
export function agree(atoms: readonly Atom[], key: Key, { a, b }: Matched): number[] {
  const found: number[] = []
  for (let pair = 0; pair < a.length; pair++) {
    const hash = keyHash(atoms, key, a[pair]!)
    if (hash !== 0 && hash === keyHash(atoms, key, b[pair]!)) found.push(pair)
  }
  return found
}
