import { isUtf8 } from 'node:buffer'
import { ClienteleError } from '../../error.js'
import { type Encoding, findEncoding, notText } from './look.js'
import { seal, SLACK } from './scan.js'
import type { Input } from '../source.js'

/** The longest record that is read: what is longer is a file without newlines or with an open quote. */
export const limits: { recordBytes: number } = { recordBytes: 1 << 26 }

/** Bytes of text that were not in the encoding that was assumed. */
export class NotUtf8 extends Error {}

/** An input's text as UTF-8 without a byte order mark. */
export async function* textPieces(
  input: Input,
  said: Encoding | undefined,
  who: string,
): AsyncGenerator<Uint8Array> {
  const encoding = said ?? input.encoding
  let decoder: TextDecoder | undefined
  let started = false
  const encoder = new TextEncoder()
  for await (const piece of input.pieces()) {
    let bytes = piece
    if (!started) {
      started = true
      const found = findEncoding(piece)
      if (found.mark > 0 && (said === undefined || said === found.encoding))
        bytes = piece.subarray(found.mark)
      const from = encoding ?? found.encoding
      if (from !== 'utf-8') decoder = new TextDecoder(from, { fatal: true, ignoreBOM: true })
    }
    yield decoder ? encoder.encode(decode(decoder, bytes, input, who)) : bytes
  }
  if (decoder) yield encoder.encode(decode(decoder, undefined, input, who))
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, input: Input, who: string): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (error) {
    throw new ClienteleError(
      'file-malformed',
      `${who}: ${input.name} is not valid ${decoder.encoding}; it is cut off, or another encoding should be said (encoding: 'windows-1252').`,
      { cause: error },
    )
  }
}

/** A stretch of a file in memory: the reader moves `from` behind the last whole record that it took. */
export interface Region {
  bytes: Uint8Array
  view: DataView
  from: number
  end: number
  final: boolean
  /** Where in the file's text the first byte of `bytes` is. */
  base: number
}

/**
 * The file as overlapping stretches: what the reader left of one is at the start of the next. Where it could take
 * nothing, the next is twice as long, so that a long record costs no more than its length.
 */
export async function* regions(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Region> {
  const bytes = new Uint8Array((1 << 12) + SLACK)
  const region = { bytes, view: new DataView(bytes.buffer), from: 0, end: 0, final: false, base: 0 }
  let enough = 1
  for await (const piece of pieces) {
    makeRoom(region, piece.length)
    region.bytes.set(piece, region.end)
    region.end += piece.length
    if (region.end < enough && region.end <= limits.recordBytes) continue
    seal(region.bytes, region.end)
    yield region
    enough = region.from === 0 ? 2 * region.end : 1
  }
  region.final = true
  seal(region.bytes, region.end)
  yield region
}

/** Moves what is left to the front and makes room for more behind it. */
function makeRoom(region: Region, more: number): void {
  const { from, end } = region
  const left = end - from
  if (left + more + SLACK > region.bytes.length) {
    const larger = new Uint8Array(Math.max(2 * region.bytes.length, left + more + SLACK))
    larger.set(region.bytes.subarray(from, end))
    region.bytes = larger
    region.view = new DataView(larger.buffer)
  } else if (from > 0) region.bytes.copyWithin(0, from, end)
  region.base += from
  region.from = 0
  region.end = left
}

/** An error unless the bytes are UTF-8 text. */
export function checkText(bytes: Uint8Array, input: Input, who: string): void {
  if (!isUtf8(bytes)) throw new NotUtf8()
  // A Buffer's search is many times faster than a typed array's.
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(0)) throw notText(who, input.name)
}

/** The line, counted from 1, in which that byte of an input's text stands. */
export async function lineOf(
  input: Input,
  encoding: Encoding | undefined,
  offset: number,
  who: string,
): Promise<number> {
  let line = 1
  let at = 0
  let last = 0
  for await (const piece of textPieces(input, encoding, who)) {
    for (let i = 0; i < piece.length && at < offset; i++, at++) {
      const b = piece[i]!
      if (b === 13 || (b === 10 && last !== 13)) line++
      last = b
    }
    if (at >= offset) break
  }
  return line
}
