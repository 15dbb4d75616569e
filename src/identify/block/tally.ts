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
  let keys = new Int32Array(0)
  let counts = new Int32Array(0)
  /** The slots in use. */
  let used = new Int32Array(0)
  let size = 0
  let mask = -1
  const slotOf = (hash: number): number => {
    // Multiplied, since callers may choose hashes by their lowest bits.
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 7) & mask
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }
  return {
    clear: (room) => {
      let capacity = 1024
      while (capacity < 2 * room) capacity <<= 1
      if (capacity > keys.length) {
        keys = new Int32Array(capacity)
        counts = new Int32Array(capacity)
        used = new Int32Array(capacity)
      } else {
        for (let i = 0; i < size; i++) keys[used[i]!] = counts[used[i]!] = 0
      }
      size = 0
      mask = capacity - 1
    },
    add: (hash, count) => {
      const slot = slotOf(hash)
      if (keys[slot] === 0) {
        keys[slot] = hash
        used[size++] = slot
      }
      counts[slot]! += count
    },
    addKnown: (hash) => {
      const slot = slotOf(hash)
      if (keys[slot] === hash) counts[slot]!++
    },
    count: (hash) => counts[slotOf(hash)]!,
    size: () => size,
    countAt: (place) => counts[used[place]!]!,
  }
}
