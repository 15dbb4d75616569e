/** Counts hashes: open addressing over typed arrays, used again and again without being made anew. */
export type Tally = {
  /** Forgets everything, and makes room for so many different hashes. */
  readonly clear: (room: number) => void
  /** Adds to the count of a hash, which is not 0. */
  readonly add: (hash: number, count: number) => void
  /** Adds 1 to the count of a hash if it is there. */
  readonly addKnown: (hash: number) => void
  readonly count: (hash: number) => number
  /** How many different hashes there are, and the counts of each in the order in which they came. */
  readonly size: () => number
  readonly countAt: (place: number) => number
}

export function makeTally(): Tally {
  // Hashes and their counts side by side.
  let table = new Int32Array(0)
  /** The slots in use. */
  let used = new Int32Array(0)
  let size = 0
  let mask = -1
  const slotOf = (hash: number): number => {
    // Multiplied, since callers may choose hashes by their lowest bits.
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 7) & mask
    while (table[2 * slot] !== 0 && table[2 * slot] !== hash) slot = (slot + 1) & mask
    return 2 * slot
  }
  return {
    clear: (room) => {
      let capacity = 1024
      while (capacity < 2 * room) capacity <<= 1
      if (2 * capacity > table.length) {
        table = new Int32Array(2 * capacity)
        used = new Int32Array(capacity)
      } else {
        for (let i = 0; i < size; i++) table[used[i]!] = table[used[i]! + 1] = 0
      }
      size = 0
      mask = capacity - 1
    },
    add: (hash, count) => {
      const slot = slotOf(hash)
      if (table[slot] === 0) {
        table[slot] = hash
        used[size++] = slot
      }
      table[slot + 1]! += count
    },
    addKnown: (hash) => {
      const slot = slotOf(hash)
      if (table[slot] === hash) table[slot + 1]!++
    },
    count: (hash) => table[slotOf(hash) + 1]!,
    size: () => size,
    countAt: (place) => table[used[place]! + 1]!,
  }
}
