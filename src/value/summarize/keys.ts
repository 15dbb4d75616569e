import { ENTRY, SHORT } from './keyTable.js'
import type { OwnParts } from './own.js'

/** Where threads say how many bytes the key of each customer has: in the place after its own. */
export interface KeyLengths {
  readonly places: Uint32Array
  readonly lengths: Int32Array
}

/** Where threads write the keys: two words each, or text. */
export interface KeyWriting {
  readonly places: Uint32Array
  readonly words: Int32Array
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
}

export function measureKeys(own: OwnParts, { places, lengths }: KeyLengths): void {
  for (let i = 0; i < places.length; i++) {
    const part = own[places[i]! & 255]
    if (part) lengths[i + 1] = part.keys!.entries[ENTRY * (places[i]! >>> 8) + 2]!
  }
}

export function writeKeys(own: OwnParts, { places, words, offsets, bytes }: KeyWriting): void {
  const view = new DataView(bytes.buffer)
  const areNumbers = words.length > 0
  for (let i = 0; i < places.length; i++) {
    const part = own[places[i]! & 255]
    if (!part) continue
    const { entries, words: long } = part.keys!
    const entry = ENTRY * (places[i]! >>> 8)
    const size = entries[entry + 2]!
    if (areNumbers) {
      words[2 * i] = entries[entry]!
      words[2 * i + 1] = entries[entry + 1]!
    } else if (size > SHORT) writeKey(view, offsets[i]!, long, entries[entry + 1]!, size)
    else writeShort(view, offsets[i]!, entries[entry]!, entries[entry + 1]!, size)
  }
}

/** Four bytes a word, the last four overlapping. */
function writeKey(out: DataView, at: number, words: Int32Array, start: number, bytes: number): void {
  const size = (bytes + 3) >>> 2
  for (let k = 0; k < size - 1; k++) out.setInt32(at + 4 * k, words[start + k]!, true)
  out.setInt32(at + bytes - 4, words[start + size - 1]!, true)
}

function writeShort(out: DataView, at: number, first: number, last: number, bytes: number): void {
  if (bytes >= 4) {
    out.setInt32(at, first, true)
    out.setInt32(at + bytes - 4, last, true)
    return
  }
  for (let k = 0; k < bytes; k++) {
    // The second of two bytes is in the middle and at the end.
    out.setUint8(at + k, (first >>> (8 * k)) & 255)
  }
}
