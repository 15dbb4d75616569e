import { makeShared } from '../../parallel/shared.js'
import type { Chunk } from '../../table/orders/input.js'

/**
 * Customers that have codes, numbered in each partition by first appearance: what is known of them then lies in the
 * order in which the answer is put together.
 */
export interface Numbering {
  /** What threads must know. */
  readonly own: {
    /** By partition and `code >>> bits`, `stride` for each partition, the customer's number in it. */
    readonly numbers: Int32Array
    readonly stride: number
    /** How many customers each partition has. */
    readonly sizes: Int32Array
  }
  /** As in `Order`: customers by first appearance, and the rows of that. */
  readonly places: Uint32Array
  readonly firstRows: Int32Array
}

/** Numbers codes below `limit`, whose lowest `bits` bits are the partition; `shared` where threads read that. */
export function numberCodes(
  chunks: readonly Chunk[],
  limit: number,
  bits: number,
  shared: boolean,
): Numbering {
  const stride = Math.ceil(limit / (1 << bits))
  const numbers = makeShared(Int32Array, stride << bits, shared)
  const own = { numbers, stride, sizes: new Int32Array(1 << bits) }
  const places = makeShared(Uint32Array, limit, shared)
  const firstRows = new Int32Array(limit)
  const seen = new Int32Array((limit >>> 5) + 1)
  let size = 0
  let start = 0
  for (const { codes, rows } of chunks) {
    size = addCodes(codes!, seen, { own, places, firstRows }, bits, size, start)
    start += rows
  }
  return { own, places: places.subarray(0, size), firstRows: firstRows.subarray(0, size) }
}

/** Numbers what is new of a chunk that begins at row `start`; how many customers there are then. */
function addCodes(
  codes: Int32Array,
  seen: Int32Array,
  { own: { numbers, stride, sizes }, places, firstRows }: Numbering,
  bits: number,
  size: number,
  start: number,
): number {
  const mask = (1 << bits) - 1
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    const word = seen[code >>> 5]!
    if (((word >>> (code & 31)) & 1) === 1) continue
    seen[code >>> 5] = word | (1 << (code & 31))
    const partition = code & mask
    const number = sizes[partition]!++
    numbers[partition * stride + (code >>> bits)] = number
    places[size] = number * 256 + partition
    firstRows[size++] = start + i
  }
  return size
}
