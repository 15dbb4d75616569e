type Numbers = Int32Array | Uint32Array | Float64Array | Float32Array | Uint16Array | Uint8Array

interface NumbersKind<A extends Numbers> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike): A
}

/** The array itself where it lies in shared memory, else a copy that does. */
export function toShared<A extends Numbers>(array: A): A {
  if (isShared(array.buffer)) return array
  const copy = makeShared(array.constructor as unknown as NumbersKind<A>, array.length)
  copy.set(array as any)
  return copy
}

/** An array of zeros in memory that threads share; `shared` false: in memory of this thread alone. */
export function makeShared<A extends Numbers>(Kind: NumbersKind<A>, length: number, shared = true): A {
  const bytes = length * Kind.BYTES_PER_ELEMENT
  return new Kind(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
}

/** Whether threads share that memory. */
export function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer
}
