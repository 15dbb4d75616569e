import type { Atom } from '../block/atoms.js'
import type { Blocks } from '../block/blocks.js'
import { makeNear } from '../block/near.js'
import type { Mixture } from '../link/mixture.js'
import type { Prepared } from '../prepared.js'
import { firstTwins } from './twins.js'

/** Records to compare with all others. */
export type ScanOrder = {
  readonly blocks: Blocks
  readonly records: Int32Array
  readonly mixture: Mixture
  readonly aliases: readonly (Int32Array | undefined)[] | undefined
}

/** How many matches a record is expected to have, among those that share a block with it and among the others. */
export type Scan = { readonly reached: number; readonly missed: number }

/** Pairs that may be matches, as they were met: the place of the one among those looked for, the other, the log-odds. */
export type Hits = { readonly place: number[]; readonly other: number[]; readonly score: number[] }

/** Log-odds below which nothing is counted. */
export const LOWEST = -9

/** Agreement in a whole value counts for two fields. */
const WHOLE = 1 << 30

/** Others that are looked at together, so that what is marked stays in the cache. */
const TOGETHER = 32

/**
 * Compares records with all of some others that agree with them in some part of two fields, or in a whole value: whoever agrees in less is no
 * match, and looking for agreement takes a fraction of comparing, since records of one hash are found at once. Of equal others only the first is met.
 */
export function makeScanner(
  prepared: Prepared,
  atoms: readonly Atom[],
  records: Int32Array,
  scoreOf: (a: number, b: number) => number,
): (from: number, to: number) => Hits {
  const markers = atoms.map((atom) => markerOf(atom, records))
  const agreeing = new Int32Array(TOGETHER * records.length)
  const firsts = firstTwins(prepared)
  const { source } = prepared
  return (from, to) => {
    const hits: Hits = { place: [], other: [], score: [] }
    for (let start = from; start < to; start += TOGETHER) {
      const end = Math.min(to, start + TOGETHER)
      agreeing.fill(0)
      for (const mark of markers) mark(start, end, agreeing)
      for (let other = start; other < end; other++) {
        if (firsts[other] !== other) continue
        let at = (other - start) * records.length
        for (let place = 0; place < records.length; place++, at++) {
          const fields = agreeing[at]!
          if ((fields & (fields - 1)) === 0) continue
          const row = records[place]!
          if (other === row && firsts[other + 1] !== other) continue
          if (source !== undefined && source[row]! >= 0 && source[other] === source[row]) continue
          const score = other < row ? scoreOf(other, row) : scoreOf(row, other)
          if (score < LOWEST) continue
          hits.place.push(place)
          hits.other.push(other)
          hits.score.push(score)
        }
      }
    }
    return hits
  }
}

type Marker = (start: number, end: number, agreeing: Int32Array) => void

/** Marks which of the records some others agree with in one atom, those of each other side by side. */
function markerOf({ hashes, fields, strong }: Atom, records: Int32Array): Marker {
  const count = records.length
  const bits = strong ? fields | WHOLE : fields
  let capacity = 64
  while (capacity < 4 * count) capacity <<= 1
  const mask = capacity - 1
  const keys = new Int32Array(capacity)
  // The last record of each hash, and of each record the one of the same hash before it.
  const last = new Int32Array(capacity).fill(-1)
  const before = new Int32Array(count)
  records.forEach((row, place) => {
    const hash = hashes[row]!
    if (hash === 0) return
    let slot = hash & mask
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask
    keys[slot] = hash
    before[place] = last[slot]!
    last[slot] = place
  })
  return (start, end, agreeing) => {
    for (let other = start, at = 0; other < end; other++, at += count) {
      const hash = hashes[other]!
      if (hash === 0) continue
      let slot = hash & mask
      while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask
      for (let place = last[slot]!; place >= 0; place = before[place]!) agreeing[at + place]! |= bits
    }
  }
}

/** The probability that two records of these log-odds are one person. */
export type PairChance = (a: number, b: number, score: number) => number

/**
 * What each record is expected to have, all that was met being added up in the order of the others. `sizes` has how many records equal
 * each, itself included: those are held together without being compared.
 */
export function addUp(
  { blocks, records }: ScanOrder,
  source: Int32Array | undefined,
  sizes: Int32Array,
  parts: readonly Hits[],
  chance: PairChance,
): Scan[] {
  const found = Array.from(records, (): [other: number, score: number][] => [])
  for (const { place, other, score } of parts) {
    place.forEach((at, i) => found[at]!.push([other[i]!, score[i]!]))
  }
  const near = makeNear(blocks, source)
  return found.map((hits, at) => {
    const row = records[at]!
    const around = new Set(near.found.subarray(0, near.around(row)))
    let reached = 0
    let missed = 0
    for (const [other, score] of hits) {
      const expected = (other === row ? sizes[other]! - 1 : sizes[other]!) * chance(row, other, score)
      if (other === row || around.has(other)) reached += expected
      else missed += expected
    }
    return { reached, missed }
  })
}
