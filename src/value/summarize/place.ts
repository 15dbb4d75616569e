import { CELLS, shortWord } from './hash.js'
import { type Move, putRow, wholeTick } from './move.js'
import { packRow, type Scratch } from './partition.js'

/*
 * Loops that decide where each row goes, `next` being where the next row of each partition goes, and move its key
 * and what it says there; `row` is the row of the block that the first is.
 */

export function placeCodes(
  codes: Int32Array,
  rows: number,
  bits: number,
  next: Int32Array,
  { cells }: Scratch,
  { isWhole, words, doubles, amounts, values }: Move,
): void {
  const mask = (1 << bits) - 1
  for (let i = 0; i < rows; i++) {
    const code = codes[i]!
    const place = next[code & mask]!++
    cells[place] = code >>> bits
    putRow(values, 2 * place, isWhole ? wholeTick(words, i) : doubles[i]!, amounts[i]!)
  }
}

export function placeIntegers(
  integers: Int32Array,
  rows: number,
  mask: number,
  next: Int32Array,
  { hash, cells }: Scratch,
  row: number,
  { isWhole, words, doubles, amounts, values }: Move,
): void {
  for (let i = 0; i < rows; i++) {
    const h = hash[i + row]!
    const place = next[(h >>> 24) & mask]!++
    const cell = 8 * place
    cells[cell] = h
    cells[cell + 1] = integers[2 * i]!
    cells[cell + 2] = integers[2 * i + 1]!
    cells[cell + 3] = packRow(8, i + row)
    putRow(values, 4 * place + 2, isWhole ? wholeTick(words, i) : doubles[i]!, amounts[i]!)
  }
}

/** Keys of up to eight bytes as two words, which overlap where there are less. */
export function placeShort(
  offsets: Int32Array,
  bytes: DataView,
  rows: number,
  mask: number,
  next: Int32Array,
  { hash, cells }: Scratch,
  row: number,
  { isWhole, words, doubles, amounts, values }: Move,
): void {
  for (let i = 0; i < rows; i++) {
    const h = hash[i + row]!
    const place = next[(h >>> 24) & mask]!++
    const at = offsets[i]!
    const size = offsets[i + 1]! - at
    let first = 0
    let last = 0
    if (size >= 4) {
      first = bytes.getInt32(at, true)
      last = bytes.getInt32(at + size - 4, true)
    } else if (size > 0) first = last = shortWord(bytes, at, size)
    const cell = 8 * place
    cells[cell] = h
    cells[cell + 1] = first
    cells[cell + 2] = last
    cells[cell + 3] = packRow(size, i + row)
    putRow(values, 4 * place + 2, isWhole ? wholeTick(words, i) : doubles[i]!, amounts[i]!)
  }
}

/** Keys of any length: their words follow each other, `nextCell` being where the next row of each partition begins. */
export function placeBytes(
  offsets: Int32Array,
  bytes: DataView,
  rows: number,
  mask: number,
  next: Int32Array,
  nextCell: Int32Array,
  { hash, cells }: Scratch,
  row: number,
  { isWhole, words, doubles, amounts, values }: Move,
): void {
  for (let i = 0; i < rows; i++) {
    const h = hash[i + row]!
    const partition = (h >>> 24) & mask
    let at = offsets[i]!
    let cell = nextCell[partition]!
    const size = offsets[i + 1]! - at
    cells[cell] = h
    cells[cell + 1] = size
    cells[cell + 2] = i + row
    cell += CELLS
    if (size >= 4) {
      const last = at + size - 4
      for (; at < last; at += 4) cells[cell++] = bytes.getInt32(at, true)
      cells[cell++] = bytes.getInt32(last, true)
    } else cells[cell++] = size > 0 ? shortWord(bytes, at, size) : 0
    nextCell[partition] = cell
    const place = next[partition]!++
    putRow(values, 2 * place, isWhole ? wholeTick(words, i) : doubles[i]!, amounts[i]!)
  }
}
