/**
 * The bins of all features of a row side by side, and after them its gradient: one row, one line of the cache, which is what makes
 * histograms fast. The last 8 bytes of a record hold gradient and hessian as one number, see `quantize.ts`.
 */
export interface Records {
  /** Bins of a row: the features, filled up to a multiple of four. */
  readonly width: number
  /** Bytes from one record to the next. */
  readonly stride: number
  readonly bytes: Uint8Array
  readonly words: Uint32Array
  readonly doubles: Float64Array
}

const PAGE = 65536

/** Room for that many records. */
export function makeRecords(rows: number, width: number, shared: boolean): Records {
  const stride = ((width + 7) & ~7) + 8
  const buffer = alignedBuffer(rows * stride, shared)
  return {
    width,
    stride,
    bytes: new Uint8Array(buffer, 0, rows * stride),
    words: new Uint32Array(buffer, 0, (rows * stride) >> 2),
    doubles: new Float64Array(buffer, 0, (rows * stride) >> 3),
  }
}

/**
 * Zeros that begin where a page does: what an engine allocates for an array begins 16 bytes later, so that half of the records
 * would lie in two cache lines each. Small ones are in a near cache anyway.
 */
function alignedBuffer(bytes: number, shared: boolean): ArrayBufferLike {
  const plain = () => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
  const pages = Math.ceil(bytes / PAGE)
  const Memory = (globalThis as any).WebAssembly?.Memory
  if (pages < 16 || pages > 65_000 || !Memory) return plain()
  try {
    return new Memory({ initial: pages, maximum: pages, shared }).buffer
  } catch {
    return plain()
  }
}

/** Writes the bins of some rows; cells that fill up a record differ, since adding to one cell over and over is slow. */
export function fillRecords(
  { bytes, stride, width }: Records,
  columns: readonly Uint8Array[],
  from: number,
  to: number,
): void {
  for (let f = 0; f < width; f++) {
    const column = columns[f]
    if (column) copyColumn(bytes, stride, f, column, from, to)
    else for (let i = from; i < to; i++) bytes[i * stride + f] = i
  }
}

function copyColumn(
  bytes: Uint8Array,
  stride: number,
  f: number,
  column: Uint8Array,
  from: number,
  to: number,
): void {
  from |= 0
  to |= 0
  for (let i = from, at = from * stride + f; i < to; i++, at += stride) bytes[at] = column[i]!
}
