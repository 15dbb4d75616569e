import type { StreamKeys } from '../../table/streamKeys.js'
import { groupBytes, groupShort, type KeyTable, makeKeyTable } from './keyTable.js'
import type { Chunk } from '../../table/orders/input.js'
import { count, scatter } from './partition.js'
import { makeScratch } from './scratch.js'

/**
 * Numbers keys that come in batches: equal keys have equal numbers in all of them. Memory is linear in distinct
 * keys: some 50 bytes each, and their length.
 */
export function makeNumberer(): (keys: StreamKeys) => Int32Array {
  let table: KeyTable | undefined
  return ({ kind, chunks }) => {
    table ??= makeKeyTable()
    const parts = chunks.map(asChunk)
    const rows = parts.reduce((sum, part) => sum + part.rows, 0)
    const words = chunks.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)
    // In one partition rows stay where they are.
    const shape = { bits: 0, threads: 1, orders: false, days: false }
    const scratch = makeScratch(shape, kind, rows, Math.ceil(words / 4) + rows)
    const time = { lowDay: 0, highDay: 0, isOrdered: true }
    const block = { keys: kind, chunks: parts, rows, firstRow: 0, ...time, scratch }
    count(block, shape, 0)
    scatter(block, shape, 0)
    const numbers = new Int32Array(rows)
    if (kind === 'short') groupShort(table, scratch.cells, 0, numbers)
    else groupBytes(table, scratch.cells, 0, numbers)
    return numbers
  }
}

function asChunk({ offsets, bytes, integers }: StreamKeys['chunks'][number]): Chunk {
  const rows = offsets ? offsets.length - 1 : integers!.length / 2
  // Times and amounts do not matter.
  const zeros = new Float64Array(rows)
  return { rows, offsets, bytes, integers, ticks: zeros, amounts: zeros }
}
