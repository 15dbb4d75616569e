/** The array itself where it lies in shared memory, else a copy that does. */
export function toShared<A extends Int32Array | Uint32Array | Float64Array | Uint8Array>(array: A): A {
  if (isShared(array.buffer)) return array
  const copy = makeShared(array.constructor as new (buffer: SharedArrayBuffer) => A, array.byteLength)
  copy.set(array as any)
  return copy
}

function makeShared<A>(Kind: new (buffer: SharedArrayBuffer) => A, bytes: number): A {
  return new Kind(new SharedArrayBuffer(bytes))
}

function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer
}
