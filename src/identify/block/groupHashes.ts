/** Scratch memory for grouping, made once for so many rows. */
export type Grouping = {
  readonly hashes: Int32Array
  /** The rows that have a hash, those of one part together. */
  readonly rows: Int32Array
  readonly rowHashes: Int32Array
  readonly slots: Int32Array
  readonly members: Int32Array
  /** A table of the hashes of one part. */
  keys: Int32Array
  counts: Int32Array
}

/** Hashes are grouped part by part, so that the table of a part stays in the cache. */
const PART = 4096
const MOST_PARTS = 1024

export function makeGrouping(rows: number): Grouping {
  return {
    hashes: new Int32Array(rows),
    rows: new Int32Array(rows),
    rowHashes: new Int32Array(rows),
    slots: new Int32Array(rows),
    members: new Int32Array(rows),
    keys: new Int32Array(2 * PART),
    counts: new Int32Array(2 * PART),
  }
}

/**
 * The rows whose hashes are alike, group after group, rows rising; the first of each group is written as ~row. Only
 * groups of a wanted size; rows of hash 0 are in none.
 */
export function groupHashes(
  hashes: Int32Array,
  grouping: Grouping,
  wanted: (size: number) => boolean,
): Int32Array {
  const starts = intoParts(hashes, grouping)
  let end = 0
  for (let part = 0; part + 1 < starts.length; part++) {
    end = groupPart(grouping, starts[part]!, starts[part + 1]!, end, wanted)
  }
  return grouping.members.slice(0, end)
}

/** Sorts rows into parts by their hashes; says where each part starts. */
function intoParts(hashes: Int32Array, { rows, rowHashes }: Grouping): Int32Array {
  let bits = 0
  while (1 << bits < MOST_PARTS && PART << bits < hashes.length) bits++
  // A shift by 32 would be one by 0.
  const partOf = (hash: number) => (Math.imul(hash, 0x9e3779b1) >>> 1) >>> (31 - bits)
  const starts = new Int32Array((1 << bits) + 1)
  for (let i = 0; i < hashes.length; i++) if (hashes[i] !== 0) starts[partOf(hashes[i]!) + 1]!++
  for (let part = 0; part < 1 << bits; part++) starts[part + 1]! += starts[part]!
  const next = starts.slice()
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i]!
    if (hash === 0) continue
    const place = next[partOf(hash)]!++
    rows[place] = i
    rowHashes[place] = hash
  }
  return starts
}

/** Groups the rows of one part behind the members that there are already; says where these then end. */
function groupPart(
  grouping: Grouping,
  from: number,
  to: number,
  end: number,
  wanted: (size: number) => boolean,
): number {
  const { rows, rowHashes, slots, members } = grouping
  let capacity = 16
  while (capacity < 2 * (to - from)) capacity <<= 1
  if (grouping.keys.length < capacity) {
    grouping.keys = new Int32Array(capacity)
    grouping.counts = new Int32Array(capacity)
  }
  const { keys, counts } = grouping
  const mask = capacity - 1
  keys.fill(0, 0, capacity)
  counts.fill(0, 0, capacity)
  for (let i = from; i < to; i++) {
    const hash = rowHashes[i]!
    let slot = (hash ^ (hash >>> 15)) & mask
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask
    keys[slot] = hash
    counts[slot]!++
    slots[i] = slot
  }
  for (let slot = 0; slot < capacity; slot++) {
    const size = counts[slot]!
    if (size === 0) continue
    const isWanted = wanted(size)
    counts[slot] = isWanted ? end : -1
    if (isWanted) end += size
  }
  for (let i = from; i < to; i++) {
    const slot = slots[i]!
    const place = counts[slot]!
    if (place < 0) continue
    // The key has done its work: set to 0 it says that the group has begun.
    members[place] = keys[slot] === 0 ? rows[i]! : ~rows[i]!
    keys[slot] = 0
    counts[slot] = place + 1
  }
  return end
}
