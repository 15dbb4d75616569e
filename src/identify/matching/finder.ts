import type { Prepared } from '../prepared.js'
import { type IndexAtom, indexAtoms } from './indexAtoms.js'
import { LARGEST, makePostings, type Postings } from './postings.js'

/** Finds the records that may be the same person as another, the likeliest first. */
export type Finder = {
  /** Slots of at most `most` records for each record that is asked about. */
  readonly find: (asked: Prepared, most: number, isAlive: (slot: number) => boolean) => Int32Array[]
  readonly add: (prepared: Prepared, start: number) => void
}

/** So many entries of lists are looked through for each group, the shortest lists first. */
const MOST_ENTRIES = 2 * LARGEST

type List = {
  readonly postings: Postings
  readonly hash: number
  readonly group: number
  readonly count: number
}

export function makeFinder(prepared: Prepared): Finder {
  const atoms = indexAtoms(prepared.fields)
  const postings = atoms.map((atom) => makePostings(atom, prepared))
  let size = prepared.rows
  let scores = new Float32Array(size)
  /** By slot: the last group that it was met in, counted on over all that was asked. */
  let met = new Float64Array(size)
  let stamp = 0
  const gather = (lists: readonly List[], isAlive: (slot: number) => boolean): number[] => {
    const found: number[] = []
    const first = stamp + 1
    let group = -1
    let entries = 0
    for (const list of lists) {
      if (list.group !== group) {
        group = list.group
        entries = 0
        stamp++
      }
      entries += list.count
      if (entries > MOST_ENTRIES) continue
      const weight = Math.log(size / list.count + 1)
      list.postings.visit(list.hash, (slot) => {
        if (met[slot] === stamp || !isAlive(slot)) return
        if (met[slot]! < first) {
          found.push(slot)
          scores[slot] = 0
        }
        met[slot] = stamp
        scores[slot]! += weight
      })
    }
    return found
  }
  return {
    find(asked, most, isAlive) {
      return listsOf(atoms, postings, asked).map((lists) => {
        const found = highest(gather(lists, isAlive), scores, most)
        found.sort((x, y) => scores[y]! - scores[x]! || x - y)
        return Int32Array.from(found.slice(0, most))
      })
    },
    add(more, start) {
      atoms.forEach((atom, a) => atom.each(more, (row, hash) => postings[a]!.add(start + row, hash)))
      size = start + more.rows
      if (size <= scores.length) return
      const room = Math.ceil(1.25 * size) + 64
      scores = new Float32Array(room)
      const larger = new Float64Array(room)
      larger.set(met)
      met = larger
    },
  }
}

/** Those with so many of the highest scores, and with scores equal to the last of these. */
function highest(slots: number[], scores: Float32Array, most: number): number[] {
  if (slots.length <= most) return slots
  // The highest scores met so far, the least of them first: few of the many that follow are above it.
  const heap = Float32Array.from(slots.slice(0, most), (slot) => scores[slot]!).sort()
  for (let i = most; i < slots.length; i++) {
    const score = scores[slots[i]!]!
    if (score > heap[0]!) replaceLeast(heap, score)
  }
  const least = heap[0]!
  return slots.filter((slot) => scores[slot]! >= least)
}

/** Puts another in the place of a heap's least, which comes first. */
function replaceLeast(heap: Float32Array, value: number): void {
  let place = 0
  for (let child = 1; child < heap.length; child = 2 * place + 1) {
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= value) break
    heap[place] = heap[child]!
    place = child
  }
  heap[place] = value
}

/** The lists that each record is in, group by group, in each the shortest first. */
function listsOf(atoms: readonly IndexAtom[], postings: readonly Postings[], asked: Prepared): List[][] {
  const lists = Array.from({ length: asked.rows }, (): List[] => [])
  atoms.forEach((atom, a) =>
    atom.each(asked, (row, hash) => {
      const count = postings[a]!.count(hash)
      if (count > 0) lists[row]!.push({ postings: postings[a]!, hash, group: atom.group, count })
    }),
  )
  for (const own of lists) own.sort((x, y) => x.group - y.group || x.count - y.count)
  return lists
}
