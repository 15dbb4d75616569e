/** Rows are dealt to 64 partitions by the top bits of their hash, so that each one's table fits the L2 cache. */
export const PARTITIONS = 64
export const PARTITION_SHIFT = 26

/** Numbers of groups, row by row: equal keys have equal numbers below `limit`, not all of which need occur. */
export interface Ids {
  readonly ids: Int32Array
  readonly limit: number
}

/** Where each partition begins when rows are laid out one partition after another. */
export function partitionStarts(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length + 1)
  for (let p = 0; p < counts.length; p++) starts[p + 1] = starts[p]! + counts[p]!
  return starts
}

/**
 * An open-addressing table of four integers a slot, the last of which is the key's number plus one: 0 is an
 * empty slot. It is emptied for each partition and doubled when half full.
 */
export interface Slots {
  readonly slots: Int32Array
  readonly mask: number
}

/** An empty table for about that many keys; `old` is used again where it is large enough. */
export function emptySlots(keys: number, old?: Slots): Slots {
  const capacity = 2 ** Math.max(8, Math.ceil(Math.log2(2 * keys + 1)))
  if (!old || old.slots.length < 4 * capacity) {
    return { slots: new Int32Array(4 * capacity), mask: capacity - 1 }
  }
  old.slots.fill(0, 0, 4 * capacity)
  return { slots: old.slots, mask: capacity - 1 }
}

/** The same keys in a table of twice the size; `hash` gives that of the slot that begins at `at`. */
export function doubleSlots({ slots, mask }: Slots, hash: (slots: Int32Array, at: number) => number): Slots {
  const wider = 2 * mask + 1
  const target = new Int32Array(4 * (wider + 1))
  for (let at = 0; at < 4 * (mask + 1); at += 4) {
    if (slots[at + 3] === 0) continue
    let j = hash(slots, at) & wider
    while (target[4 * j + 3] !== 0) j = (j + 1) & wider
    for (let k = 0; k < 4; k++) target[4 * j + k] = slots[at + k]!
  }
  return { slots: target, mask: wider }
}
