import type { Setup } from './kernel.js'
import type { Keys } from '../../table/orders/input.js'
import { CELLS } from './hash.js'
import { type Scratch, widthOf } from './partition.js'

/** What the last summary used; held weakly, so that the garbage collector takes it when nobody asks again. */
let kept: { readonly shape: string; readonly scratches: WeakRef<Scratch[]> } | undefined

/** The last summary's memory where its rows had the same shape: fresh pages cost a third of a millisecond a megabyte. */
export function borrowScratches(setup: Setup): Scratch[] {
  const found = kept?.shape === shapeOf(setup) ? kept.scratches.deref() : undefined
  kept = undefined
  return found ?? []
}

/** Leaves memory to the next summary. */
export function giveBack(scratches: Scratch[], setup: Setup): void {
  kept = { shape: shapeOf(setup), scratches: new WeakRef(scratches) }
}

function shapeOf({ keys, bits, threads, orders, days }: Setup): string {
  return [keys, bits, threads, orders, days].join()
}

/**
 * Hands out memory that nobody needs any more, as long as it lasts: it is there already. What would
 * use little of a buffer, and keep all of it, gets memory of its own. It is not zeros.
 */
export function lendMemory(buffers: readonly ArrayBufferLike[], shared: boolean): (bytes: number) => Memory {
  const free = [...new Set(buffers)].map((buffer) => ({ buffer, used: 0 }))
  return (bytes) => {
    const found = free.find(
      ({ buffer, used }) => used + bytes <= buffer.byteLength && (used > 0 || 4 * bytes >= buffer.byteLength),
    )
    if (!found) return { buffer: shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes), start: 0 }
    const start = found.used
    found.used += (bytes + 7) & ~7
    return { buffer: found.buffer, start }
  }
}

/** Memory from `start` on. */
export interface Memory {
  readonly buffer: ArrayBufferLike
  readonly start: number
}

type Shape = Pick<Setup, 'bits' | 'threads' | 'orders' | 'days'>

/**
 * Memory for blocks of up to `rows` rows and `words` key words, shared where several threads work: `old`, if
 * that is large enough. What is needed only while a block is moved is taken from `other`.
 */
export function makeScratch(
  { bits, threads, orders, days }: Shape,
  keys: Keys,
  rows: number,
  words: number,
  old?: Scratch,
  other?: Scratch,
): Scratch {
  const width = widthOf(keys)
  // Short keys are among the values.
  const cells = keys === 'short' ? 0 : keys === 'codes' ? rows : CELLS * rows + words
  if (old && old.width === width && old.rows >= rows && old.cells.length >= cells) return old
  const Memory = threads > 1 ? SharedArrayBuffer : ArrayBuffer
  const int32 = (length: number) => new Int32Array(new Memory(4 * length))
  const hashed = keys === 'codes' ? 0 : rows
  const values = new Float64Array(new Memory(8 * width * rows))
  const lent = other && other.rows >= rows ? other : undefined
  return {
    rows,
    hash: lent?.hash ?? int32(hashed),
    cells: keys === 'short' ? new Int32Array(values.buffer) : int32(cells),
    values,
    width,
    days: int32(days ? rows : 0),
    orders: int32(orders ? rows : 0),
    histogram: int32(threads << bits),
    starts: int32((1 << bits) + 1),
    cellHistogram: int32(threads << bits),
    cellStarts: int32((1 << bits) + 1),
  }
}
