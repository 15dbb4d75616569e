import type { Blocks } from './blocks.js'

/** The records that share a block with one record, each once. */
export type Near = {
  /** How many earlier records there are; they stand in `found`. */
  readonly before: (row: number) => number
  /** The same of all others, earlier and later. */
  readonly around: (row: number) => number
  readonly found: Int32Array
}

/** Reads blocks record by record, without those of the same source where records come from sources. */
export function makeNear({ members, starts, places }: Blocks, source?: Int32Array): Near {
  const rows = starts.length - 1
  const found = new Int32Array(rows)
  // The search in which a record was found last.
  const stamp = new Int32Array(rows)
  let search = 0
  const take = (other: number, row: number, count: number): number => {
    if (stamp[other] === search) return count
    stamp[other] = search
    if (source !== undefined && source[other]! >= 0 && source[other] === source[row]) return count
    found[count] = other
    return count + 1
  }
  const before = (row: number): number => {
    let count = 0
    search++
    for (let p = starts[row]!, end = starts[row + 1]!; p < end; p++) {
      for (let place = places[p]!; members[place]! >= 0;) {
        const member = members[--place]!
        count = take(member < 0 ? ~member : member, row, count)
      }
    }
    return count
  }
  const around = (row: number): number => {
    let count = before(row)
    for (let p = starts[row]!, end = starts[row + 1]!; p < end; p++) {
      for (let place = places[p]! + 1; place < members.length && members[place]! >= 0; place++) {
        count = take(members[place]!, row, count)
      }
    }
    return count
  }
  return { before, around, found }
}
