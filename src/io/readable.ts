import { Readable } from 'node:stream'

/** Pieces of bytes as a stream of Node's, for clients of databases that take nothing else. */
export function readable(pieces: Iterable<Uint8Array>): Readable {
  return Readable.from(pieces, { objectMode: false })
}
