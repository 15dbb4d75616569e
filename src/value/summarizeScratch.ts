import type { Setup } from './summarizeKernel.js'
import type { Scratch } from './summarizePartition.js'

/** Memory for blocks of up to `rows` rows and `words` key words, shared where several threads work. */
export function makeScratch(
  { keys, bits, threads, orders, days }: Setup,
  rows: number,
  words: number,
): Scratch {
  const partitions = 1 << bits
  const Memory = threads > 1 ? SharedArrayBuffer : ArrayBuffer
  const int32 = (length: number) => new Int32Array(new Memory(4 * length))
  const float64 = (length: number) => new Float64Array(new Memory(8 * length))
  const hashed = keys === 'codes' ? 0 : rows
  return {
    rows,
    hash: int32(hashed),
    target: int32(rows),
    movedHash: int32(hashed),
    key: int32(rows),
    second: int32(keys === 'short' ? rows : 0),
    length: int32(hashed),
    row: int32(rows),
    ticks: float64(rows),
    amounts: float64(rows),
    days: int32(days ? rows : 0),
    orders: int32(orders ? rows : 0),
    words: int32(words),
    histogram: int32(threads * partitions),
    wordHistogram: int32(threads * partitions),
    starts: int32(partitions + 1),
  }
}
