import type { Input } from '../source.js'
import { type Encoding, findEncoding } from './look.js'

/**
 * The input with the encoding that its text seems to have, where it is not Unicode; each of several files has its own.
 * `isWhole` is false for the beginning of a longer one.
 */
export async function withEncoding(input: Input, isWhole = true): Promise<Input> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const kept: Uint8Array[] = []
  let size = 0
  let isUtf8 = true
  for await (const piece of input.pieces()) {
    if (kept.length === 0 && findEncoding(piece).encoding !== 'utf-8') return input
    isUtf8 &&= isValid(utf8, piece)
    if (isUtf8 && size > 0) continue
    // The first bytes that are not UTF-8 and those after them tell most.
    kept.push(piece.slice())
    size += piece.length
    if (!isUtf8 && size >= ENOUGH) break
  }
  // The last character of a beginning may be cut.
  if (isWhole) isUtf8 &&= isValid(utf8)
  return isUtf8 ? input : { ...input, encoding: legacyEncoding(Buffer.concat(kept)) }
}

const ENOUGH = 1 << 22

function isValid(decoder: TextDecoder, bytes?: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined })
    return true
  } catch {
    return false
  }
}

/**
 * What text that is not UTF-8 is in exports: GB 18030 where bytes above 127 come in pairs and nearly all pairs are
 * everyday Chinese characters or full-width signs, else the encoding of Western Windows.
 */
export function legacyEncoding(bytes: Uint8Array): Encoding {
  let everyday = 0
  let others = 0
  for (let p = 0; p < bytes.length - 1; p++) {
    if (bytes[p]! < 128) continue
    const [lead, trail] = [bytes[p]!, bytes[++p]!]
    const isEveryday = (lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)
    if (isEveryday && trail >= 0xa1) everyday++
    else others++
  }
  return everyday > 4 * others ? 'gb18030' : 'windows-1252'
}
