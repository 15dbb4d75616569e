import {
  doubleSlots,
  emptySlots,
  type Ids,
  PARTITION_SHIFT,
  PARTITIONS,
  partitionStarts,
} from './partition.js'
import { borrowScratch } from './scratch.js'

/** Keys of 64 bits and a small tag. */
interface Keys {
  readonly w0: Int32Array
  readonly w1: Int32Array
  readonly tags: Uint8Array | undefined
}

function hashWords(w0: number, w1: number, tag: number): number {
  let h = Math.imul(w0 ^ Math.imul(tag, 0xc2b2ae35), 0x9e3779b1)
  h ^= h >>> 15
  h = Math.imul(h ^ w1, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/**
 * Numbers keys of two 32-bit words (`words[2 * i]`, `words[2 * i + 1]`) and, where given, a tag each.
 * `hashBits` masks the hash: tests make collisions with it.
 *
 * Three passes: count rows a partition, scatter their words there in order, number the keys of each
 * partition in a table that fits the cache.
 */
export function groupWords(words: Int32Array, tags?: Uint8Array, hashBits = -1): Ids {
  const rows = words.length / 2
  const scratch = borrowScratch(14 * rows + 64)
  const home = scratch.uint8(rows)
  const starts = partitionStarts(findHomes(words, tags, home, hashBits))
  const keys = {
    w0: scratch.int32(rows),
    w1: scratch.int32(rows),
    tags: tags && scratch.uint8(rows),
  }
  scatter(words, tags, home, starts, keys)
  // A partition's numbers take the place of its keys' first words, which are read before.
  const numbers = keys.w0
  let limit = 0
  let expected = 0
  let table = emptySlots(expected)
  for (let p = 0; p < PARTITIONS; p++) {
    const from = starts[p]!
    const to = starts[p + 1]!
    table = emptySlots(Math.min(to - from, expected), table)
    const before = limit
    ;({ limit, table } = numberPartition(keys, from, to, limit, table, hashBits))
    expected = Math.ceil((limit - before) * 1.1)
  }
  const ids = inRowOrder(numbers, home, starts)
  scratch.release()
  return { ids, limit }
}

function findHomes(
  words: Int32Array,
  tags: Uint8Array | undefined,
  home: Uint8Array,
  hashBits: number,
): Int32Array {
  const counts = new Int32Array(PARTITIONS)
  for (let i = 0; i < home.length; i++) {
    const h = hashWords(words[2 * i]!, words[2 * i + 1]!, tags ? tags[i]! : 0) & hashBits
    const p = h >>> PARTITION_SHIFT
    home[i] = p
    counts[p]!++
  }
  return counts
}

function scatter(
  words: Int32Array,
  tags: Uint8Array | undefined,
  home: Uint8Array,
  starts: Int32Array,
  keys: Keys,
): void {
  const next = starts.slice()
  const { w0, w1 } = keys
  for (let i = 0; i < home.length; i++) {
    const at = next[home[i]!]!++
    w0[at] = words[2 * i]!
    w1[at] = words[2 * i + 1]!
    if (tags) keys.tags![at] = tags[i]!
  }
}

type Table = ReturnType<typeof emptySlots>

/** Numbers the keys of one partition from `limit` on, into `w0`. */
function numberPartition(
  { w0, w1, tags }: Keys,
  from: number,
  to: number,
  limit: number,
  table: Table,
  hashBits: number,
): { limit: number; table: Table } {
  let { slots, mask } = table
  let room = (mask + 1) >> 1
  for (let i = from; i < to; i++) {
    const a = w0[i]!
    const b = w1[i]!
    const tag = tags ? tags[i]! : 0
    let j = hashWords(a, b, tag) & hashBits & mask
    let number = 0
    while ((number = slots[4 * j + 3]!) !== 0) {
      if (slots[4 * j] === a && slots[4 * j + 1] === b && slots[4 * j + 2] === tag) break
      j = (j + 1) & mask
    }
    if (number === 0) {
      slots[4 * j] = a
      slots[4 * j + 1] = b
      slots[4 * j + 2] = tag
      slots[4 * j + 3] = number = ++limit
      if (--room === 0) {
        const wider = doubleSlots(
          { slots, mask },
          (s, at) => hashWords(s[at]!, s[at + 1]!, s[at + 2]!) & hashBits,
        )
        ;({ slots, mask } = wider)
        room = (mask + 1) >> 2
      }
    }
    w0[i] = number - 1
  }
  return { limit, table: { slots, mask } }
}

/** Numbers by partition back in the order of rows: each partition kept it, so a cursor for each will do. */
export function inRowOrder(numbers: Int32Array, home: Uint8Array, starts: Int32Array): Int32Array {
  const next = starts.slice()
  const ids = new Int32Array(home.length)
  for (let i = 0; i < ids.length; i++) ids[i] = numbers[next[home[i]!]!++]!
  return ids
}
