/** Beyond this, scratch memory is not kept for the next call. */
const MOST_KEPT = 512 * 1024 * 1024

let kept: WeakRef<ArrayBuffer> | undefined

/**
 * Working memory that is handed from one call to the next, since fresh pages cost a third of a millisecond a
 * megabyte. It is held weakly: the garbage collector takes it when nobody asks again. What is in it is
 * whatever the last user left.
 */
export interface Scratch {
  readonly int32: (length: number) => Int32Array
  readonly uint8: (length: number) => Uint8Array
  /** Gives the memory back; arrays made from it must not be used any more. */
  readonly release: () => void
}

/** Scratch memory for arrays of `bytes` in all; each array is rounded up to eight bytes. */
export function borrowScratch(bytes: number): Scratch {
  const found = kept?.deref()
  kept = undefined
  const buffer = found && found.byteLength >= bytes ? found : new ArrayBuffer(bytes)
  let used = 0
  const place = (size: number): number => {
    const at = used
    used += (size + 7) & ~7
    return at
  }
  return {
    int32: (length) => new Int32Array(buffer, place(4 * length), length),
    uint8: (length) => new Uint8Array(buffer, place(length), length),
    release: () => {
      if (buffer.byteLength <= MOST_KEPT) kept = new WeakRef(buffer)
    },
  }
}
