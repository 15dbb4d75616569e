/** What might be merged next, the highest mean first; among equals, the clusters that come first in the order of records. */
export interface Heap {
  readonly push: (mean: number, a: number, b: number, stamp: number) => void
  /** Takes the first into `top`; false where there is none. */
  readonly pop: () => boolean
  readonly top: { mean: number; a: number; b: number; stamp: number }
}

type Entry = { mean: number; a: number; b: number; stamp: number }

/** A binary heap. */
export function makeHeap(): Heap {
  const entries: Entry[] = []
  const top: Entry = { mean: 0, a: 0, b: 0, stamp: 0 }
  return {
    top,
    push(mean, a, b, stamp) {
      const entry = a < b ? { mean, a, b, stamp } : { mean, a: b, b: a, stamp }
      let i = entries.length
      entries.push(entry)
      for (let parent = (i - 1) >> 1; i > 0 && comesFirst(entry, entries[parent]!); parent = (i - 1) >> 1) {
        entries[i] = entries[parent]!
        i = parent
      }
      entries[i] = entry
    },
    pop() {
      if (entries.length === 0) return false
      Object.assign(top, entries[0]!)
      const last = entries.pop()!
      if (entries.length > 0) sink(entries, last)
      return true
    },
  }
}

function sink(entries: Entry[], entry: Entry): void {
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= entries.length) break
    if (child + 1 < entries.length && comesFirst(entries[child + 1]!, entries[child]!)) child++
    if (!comesFirst(entries[child]!, entry)) break
    entries[i] = entries[child]!
    i = child
  }
  entries[i] = entry
}

function comesFirst(x: Entry, y: Entry): boolean {
  if (x.mean !== y.mean) return x.mean > y.mean
  return x.a !== y.a ? x.a < y.a : x.b < y.b
}
