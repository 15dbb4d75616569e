import type { DataType, Vector } from '../../table/arrow.js'
import { numbersFromWords, textsFromBytes } from '../../table/streamKeys.js'
import { ENTRY, SHORT } from './keyTable.js'
import type { Order } from './order.js'

/** The customers' column from the keys that the partitions have kept. */
export function keyColumn(type: DataType, kind: 'short' | 'bytes', order: Order): Vector {
  return kind === 'short' ? numbersFromWords(type, keyWords(order)) : textColumn(type, order)
}

function keyWords({ parts, places }: Order): Int32Array {
  const words = new Int32Array(2 * places.length)
  places.forEach((place, i) => {
    const { entries } = parts[place & 255]!.keys!
    words[2 * i] = entries[ENTRY * (place >>> 8)]!
    words[2 * i + 1] = entries[ENTRY * (place >>> 8) + 1]!
  })
  return words
}

function textColumn(type: DataType, { parts, places }: Order): Vector {
  const offsets = new Int32Array(places.length + 1)
  places.forEach((place, i) => {
    offsets[i + 1] = offsets[i]! + parts[place & 255]!.keys!.entries[ENTRY * (place >>> 8) + 2]!
  })
  const bytes = new Uint8Array(offsets[places.length]!)
  const view = new DataView(bytes.buffer)
  places.forEach((place, i) => {
    const { entries, words } = parts[place & 255]!.keys!
    const entry = ENTRY * (place >>> 8)
    const size = entries[entry + 2]!
    if (size > SHORT) writeKey(view, offsets[i]!, words, entries[entry + 1]!, size)
    else writeShort(view, offsets[i]!, entries[entry]!, entries[entry + 1]!, size)
  })
  return textsFromBytes(type, offsets, bytes)
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
