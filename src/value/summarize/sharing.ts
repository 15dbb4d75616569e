import type { Chunk } from '../../table/orders/input.js'

type Numbers = Int32Array | Float64Array | Uint8Array

/**
 * Copies the rows of one block after the other to memory that threads see, always the same: fresh pages take
 * longer than the copying. What was shared before must not be used any more.
 */
export function makeSharing(): (chunks: readonly Chunk[]) => Chunk[] {
  let memory = new SharedArrayBuffer(0)
  return (chunks) => {
    const needed = chunks.reduce((sum, chunk) => sum + bytesOf(chunk), 0)
    if (memory.byteLength < needed) memory = new SharedArrayBuffer(needed)
    let used = 0
    const share = <A extends Numbers | undefined>(array: A): A => {
      if (array === undefined || array.buffer instanceof SharedArrayBuffer) return array
      const Kind = array.constructor as Float64ArrayConstructor
      const copy = new Kind(memory, used, array.length)
      copy.set(array)
      used += rounded(array.byteLength)
      return copy as Numbers as A
    }
    return chunks.map((chunk) => {
      const { rows, codes, integers, ticks, amounts, days, orders } = chunk
      return {
        rows,
        codes: share(codes),
        integers: share(integers),
        ticks: share(ticks),
        amounts: share(amounts),
        days: share(days),
        orders: share(orders),
        ...shareText(chunk, share),
      }
    })
  }
}

/** Only the bytes of the rows there are; offsets count from their start. */
function shareText(
  { offsets, bytes }: Chunk,
  share: <A extends Numbers>(array: A) => A,
): Pick<Chunk, 'offsets' | 'bytes'> {
  if (!offsets || !bytes) return {}
  const own = share(bytes.subarray(offsets[0], offsets.at(-1)))
  const first = offsets[0]!
  // What is shared already is not ours to change.
  const counted = share(offsets.buffer instanceof SharedArrayBuffer ? Int32Array.from(offsets) : offsets)
  for (let i = 0; i < counted.length; i++) counted[i]! -= first
  return { offsets: counted, bytes: own }
}

function bytesOf({ rows, offsets, codes, integers, ticks, days, orders }: Chunk): number {
  const text = offsets ? rounded(offsets.byteLength) + rounded(offsets.at(-1)! - offsets[0]!) : 0
  const others = [codes, integers, ticks, days, orders]
  return others.reduce((sum, array) => sum + rounded(array?.byteLength ?? 0), text + 8 * rows)
}

/** Each array begins at a multiple of eight bytes. */
function rounded(bytes: number): number {
  return (bytes + 7) & ~7
}
