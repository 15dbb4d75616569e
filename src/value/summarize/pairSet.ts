/** A growing set of pairs of whole numbers, the first below 2²¹, the second below 2³²; 16 to 32 bytes a pair. */
export interface PairSet {
  slots: Float64Array
  size: number
}

export function makePairSet(): PairSet {
  return { slots: new Float64Array(1024).fill(-1), size: 0 }
}

/** Adds a pair; true where it is new. */
export function addPair(set: PairSet, first: number, second: number): boolean {
  const { slots } = set
  const mask = slots.length - 1
  const key = first * 4294967296 + second
  let j = hashPair(first, second) & mask
  for (;;) {
    const known = slots[j]!
    if (known === key) return false
    if (known === -1) break
    j = (j + 1) & mask
  }
  slots[j] = key
  if (2 * ++set.size > slots.length) enlarge(set)
  return true
}

function hashPair(first: number, second: number): number {
  let h = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)
  h ^= h >>> 15
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 13)
}

function enlarge(set: PairSet): void {
  const slots = new Float64Array(2 * set.slots.length).fill(-1)
  const mask = slots.length - 1
  for (const key of set.slots) {
    if (key === -1) continue
    const first = Math.floor(key / 4294967296)
    let j = hashPair(first, key - first * 4294967296) & mask
    while (slots[j] !== -1) j = (j + 1) & mask
    slots[j] = key
  }
  set.slots = slots
}
