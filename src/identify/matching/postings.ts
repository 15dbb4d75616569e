import type { Prepared } from '../prepared.js'
import type { IndexAtom } from './indexAtoms.js'

/** The records that have a hash under an atom. Of lists of more than `LARGEST` nothing is kept, or the beginning where all are alike. */
export type Postings = {
  /** How many records have it; 0 where it is too common or unknown. */
  readonly count: (hash: number) => number
  readonly visit: (hash: number, see: (slot: number) => void) => void
  readonly add: (slot: number, hash: number) => void
}

/** Longer lists are too common to look through. */
export const LARGEST = 2048

/** Makes the lists of one atom: sorted by hash, and beside them what was added since. */
export function makePostings(atom: IndexAtom, prepared: Prepared): Postings {
  const { hashes, slots } = sortedEntries(atom, prepared)
  const added = new Map<number, number[]>()
  const first = (hash: number): number => {
    let low = 0
    let high = hashes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (hashes[middle]! < hash >>> 0) low = middle + 1
      else high = middle
    }
    return low
  }
  const countSorted = (hash: number): number => {
    const start = first(hash)
    let end = start
    while (end < hashes.length && hashes[end] === hash >>> 0) end++
    return end - start
  }
  return {
    count(hash) {
      const all = countSorted(hash) + (added.get(hash)?.length ?? 0)
      return all <= LARGEST ? all : atom.alike ? LARGEST : 0
    },
    visit(hash, see) {
      for (let at = first(hash); at < hashes.length && hashes[at] === hash >>> 0; at++) see(slots[at]!)
      for (const slot of added.get(hash) ?? []) see(slot)
    },
    add(slot, hash) {
      const known = added.get(hash)
      if (known && atom.alike && known.length >= LARGEST) return
      if (known) known.push(slot)
      else added.set(hash, [slot])
    },
  }
}

/** Hashes in order with their records, without those that are too common. */
function sortedEntries(atom: IndexAtom, prepared: Prepared): Entries {
  let hashes = new Uint32Array(Math.max(16, prepared.rows))
  let slots = new Int32Array(hashes.length)
  let count = 0
  atom.each(prepared, (row, hash) => {
    if (count === hashes.length) {
      hashes = grown(hashes, new Uint32Array(2 * count))
      slots = grown(slots, new Int32Array(2 * count))
    }
    hashes[count] = hash
    slots[count++] = row
  })
  const sorted = sortByHash(hashes.subarray(0, count), slots.subarray(0, count))
  let kept = 0
  for (let start = 0; start < count;) {
    let end = start
    while (end < count && sorted.hashes[end] === sorted.hashes[start]) end++
    const last = end - start <= LARGEST ? end : atom.alike ? start + LARGEST : start
    sorted.hashes.copyWithin(kept, start, last)
    sorted.slots.copyWithin(kept, start, last)
    kept += last - start
    start = end
  }
  return { hashes: sorted.hashes.slice(0, kept), slots: sorted.slots.slice(0, kept) }
}

function grown<T extends Uint32Array | Int32Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}

type Entries = { readonly hashes: Uint32Array; readonly slots: Int32Array }

/** A stable radix sort by eleven bits, which moves the slots along, so that memory is read in order. What is given is overwritten. */
function sortByHash(hashes: Uint32Array, slots: Int32Array): Entries {
  let from: Entries = { hashes, slots }
  let to: Entries = { hashes: new Uint32Array(hashes.length), slots: new Int32Array(hashes.length) }
  for (let shift = 0; shift < 32; shift += 11) {
    const starts = new Int32Array(2049)
    for (const hash of from.hashes) starts[((hash >>> shift) & 2047) + 1]!++
    for (let b = 0; b < 2048; b++) starts[b + 1]! += starts[b]!
    moveEntries(from, to, shift, starts)
    ;[from, to] = [to, from]
  }
  return from
}

function moveEntries(from: Entries, to: Entries, shift: number, starts: Int32Array): void {
  const { hashes, slots } = from
  const { hashes: hashesTo, slots: slotsTo } = to
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i]!
    const place = starts[(hash >>> shift) & 2047]!++
    hashesTo[place] = hash
    slotsTo[place] = slots[i]!
  }
}
