/** Scratch memory for grouping, made once for so many rows. */
export type Grouping = {
  readonly hashes: Int32Array
  readonly keys: Int32Array
  readonly counts: Int32Array
  readonly slots: Int32Array
}

export function makeGrouping(rows: number): Grouping {
  let capacity = 1024
  while (capacity < 2 * rows) capacity <<= 1
  return {
    hashes: new Int32Array(rows),
    keys: new Int32Array(capacity),
    counts: new Int32Array(capacity),
    slots: new Int32Array(rows),
  }
}

/**
 * The rows whose hashes are alike, group after group, rows rising; the first of each group is written as ~row. Only
 * groups of a wanted size; rows of hash 0 are in none.
 */
export function groupHashes(
  { hashes, keys, counts, slots }: Grouping,
  wanted: (size: number) => boolean,
): Int32Array {
  const mask = keys.length - 1
  keys.fill(0)
  counts.fill(0)
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i]!
    if (hash === 0) continue
    let slot = (hash ^ (hash >>> 15)) & mask
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask
    keys[slot] = hash
    counts[slot]!++
    slots[i] = slot
  }
  let end = 0
  for (let slot = 0; slot <= mask; slot++) {
    const size = counts[slot]!
    if (size === 0) continue
    const isWanted = wanted(size)
    counts[slot] = isWanted ? end : -1
    if (isWanted) end += size
  }
  const members = new Int32Array(end)
  for (let i = 0; i < hashes.length; i++) {
    if (hashes[i] === 0) continue
    const slot = slots[i]!
    const place = counts[slot]!
    if (place < 0) continue
    // The key has done its work: set to 0 it says that the group has begun.
    members[place] = keys[slot] === 0 ? i : ~i
    keys[slot] = 0
    counts[slot] = place + 1
  }
  return members
}
