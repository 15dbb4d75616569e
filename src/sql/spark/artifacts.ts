/** How many bytes of an artifact Spark Connect takes at once. */
const PIECE = 32 * 1024

/** A part of an upload that the server keeps under the hash of its bytes. */
export interface Artifact {
  readonly hash: string
  readonly data: Uint8Array
}

export async function artifactOf(data: Uint8Array<ArrayBuffer>): Promise<Artifact> {
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', data))
  return { hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), data }
}

/** The messages that upload one artifact, in their order. */
export function* artifactMessages({ hash, data }: Artifact): Generator<object> {
  const name = `cache/${hash}`
  const piece = (from: number) => {
    const part = data.subarray(from, from + PIECE)
    return { data: part, crc: crc32(part) }
  }
  if (data.length <= PIECE) {
    yield { batch: { artifacts: [{ name, data: piece(0) }] } }
    return
  }
  const numChunks = Math.ceil(data.length / PIECE)
  yield { beginChunk: { name, totalBytes: data.length, numChunks, initialChunk: piece(0) } }
  for (let from = PIECE; from < data.length; from += PIECE) yield { chunk: piece(from) }
}

const remainders: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1
  return byte
})

/** The cyclic redundancy check of zlib and IEEE 802.3. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (let i = 0; i < bytes.length; i++) crc = remainders[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}
