import type { Atom } from './atoms.js'
import { BUCKETS, bucketOf, joined, type Key, keyHash } from './keys.js'
import { agreement } from './promising.js'
import { makeTally } from './tally.js'

/** Pairs that are likely matches, by row. */
export type Matched = { readonly a: Int32Array; readonly b: Int32Array }

/** What a key would cost and bring, by bucket of block sizes. */
export type Survey = {
  /** Pairs of records in the blocks of each bucket, and after these of all blocks that are too large. */
  readonly cost: Float64Array
  /** Which of the matched pairs lie in one block, and that block's bucket. */
  readonly covered: Int32Array
  readonly bucket: Uint8Array
}

/** Records that are asked how large their block is. */
const ASKED = 12_000
/** Hashes are first looked for by so many bits. */
const MAP_BITS = 19

/**
 * Surveys keys one by one over the same scratch memory; `known` is what a key costs where that is known from an earlier survey. A bucket costs the sum over its records of half of the others in the same block; it
 * is estimated from every so many-th record, which is exact up to 12,000 records.
 */
export function makeSurveyor(
  atoms: readonly Atom[],
  rows: number,
  { a, b }: Matched,
): (key: Key, known?: Float64Array) => Survey {
  const step = Math.max(1, rows / ASKED)
  const asked: number[] = []
  for (let x = 0; x < rows; x += step) asked.push(Math.floor(x))
  const askedHashes = new Int32Array(asked.length)
  const shared = atoms.map((atom) => agreement(atom, { a, b }))
  const agreeing = new Int32Array(a.length)
  const agreeingHashes = new Int32Array(a.length)
  const tally = makeTally()
  // The beginnings of the hashes that were asked for, one bit each.
  const wanted = new Uint8Array(1 << (MAP_BITS - 3))
  const ask = (hash: number) => {
    if (hash === 0) return
    tally.add(hash, 0)
    const bit = hash >>> (32 - MAP_BITS)
    wanted[bit >>> 3]! |= 1 << (bit & 7)
  }
  return (key, known) => {
    const [first, second] = [shared[key.a]!, shared[key.b < 0 ? key.a : key.b]!]
    let count = 0
    for (let pair = 0; pair < a.length; pair++) {
      if ((first[pair]! & second[pair]!) === 0) continue
      agreeing[count] = pair
      agreeingHashes[count++] = keyHash(atoms, key, a[pair]!)
    }
    tally.clear(count + (known ? 0 : asked.length))
    wanted.fill(0)
    if (!known) asked.forEach((row, i) => ask((askedHashes[i] = keyHash(atoms, key, row))))
    for (let i = 0; i < count; i++) ask(agreeingHashes[i]!)
    countBlocks(key)
    const cost = known ?? costOf(askedHashes)
    const covered = new Int32Array(count)
    const buckets = new Uint8Array(count)
    let reached = 0
    for (let i = 0; i < count; i++) {
      const bucket = bucketOf(tally.count(agreeingHashes[i]!))
      if (bucket >= BUCKETS.length) continue
      covered[reached] = agreeing[i]!
      buckets[reached++] = bucket
    }
    return { cost, covered: covered.slice(0, reached), bucket: buckets.slice(0, reached) }
  }

  function costOf(hashes: Int32Array): Float64Array {
    const cost = new Float64Array(BUCKETS.length + 1)
    for (const hash of hashes) {
      const size = hash === 0 ? 0 : tally.count(hash)
      const bucket = bucketOf(size)
      if (bucket >= 0) cost[bucket]! += (step * (size - 1)) / 2
    }
    return cost
  }

  /** Counts the records of all blocks that were asked for. */
  function countBlocks(key: Key): void {
    const { hashes } = atoms[key.a]!
    const others = key.b < 0 ? undefined : atoms[key.b]!.hashes
    for (let i = 0; i < rows; i++) {
      const hash = others ? joined(hashes[i]!, others[i]!) : hashes[i]!
      const bit = hash >>> (32 - MAP_BITS)
      if (((wanted[bit >>> 3]! >>> (bit & 7)) & 1) === 1 && hash !== 0) tally.addKnown(hash)
    }
  }
}
