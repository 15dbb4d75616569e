import { CELLS } from './memory.js'
import type { Records } from './records.js'

/** Rows whose gradients are gathered together, before their bins are counted. */
const TILE = 64
const tile = new Float64Array(TILE)

/*
 * A histogram has CELLS cells a feature; each holds the sum of the packed gradients of the rows in that bin. These are integers, so the
 * order in which they are added does not matter. Bounds are forced to integers, else the loops would count in doubles.
 */

/** Adds the rows from `from` to `to`. */
export function countRange(records: Records, from: number, to: number, histogram: Float64Array): void {
  const { words, doubles, stride, width } = records
  countRangeIn(words, doubles, stride >> 2, from, to, histogram, width * CELLS)
}

function countRangeIn(
  words: Uint32Array,
  doubles: Float64Array,
  stride: number,
  from: number,
  to: number,
  histogram: Float64Array,
  cells: number,
): void {
  from |= 0
  to |= 0
  const half = stride >> 1
  for (let i = from; i < to; i++) {
    const packed = doubles[i * half + half - 1]!
    let at = i * stride
    for (let h = 0; h < cells; h += 4 * CELLS) {
      const four = words[at++]!
      histogram[h + (four & 255)]! += packed
      histogram[h + CELLS + ((four >>> 8) & 255)]! += packed
      histogram[h + 2 * CELLS + ((four >>> 16) & 255)]! += packed
      histogram[h + 3 * CELLS + (four >>> 24)]! += packed
    }
  }
}

/** Adds the rows `list[from]` to `list[to - 1]`. */
export function countList(
  records: Records,
  list: Int32Array,
  from: number,
  to: number,
  histogram: Float64Array,
): void {
  const { words, doubles, stride, width } = records
  countListIn(words, doubles, stride >> 2, list, from, to, histogram, width * CELLS, tile)
}

/** Gradients of a tile are gathered first, in a loop of few instructions, so that the waiting for memory overlaps. */
function countListIn(
  words: Uint32Array,
  doubles: Float64Array,
  stride: number,
  list: Int32Array,
  from: number,
  to: number,
  histogram: Float64Array,
  cells: number,
  gathered: Float64Array,
): void {
  from |= 0
  to |= 0
  const half = stride >> 1
  for (let start = from; start < to; start += TILE) {
    const end = Math.min(to, start + TILE)
    for (let i = start, k = 0; i < end; i++, k++) gathered[k] = doubles[list[i]! * half + half - 1]!
    for (let i = start, k = 0; i < end; i++, k++) {
      const packed = gathered[k]!
      let at = list[i]! * stride
      for (let h = 0; h < cells; h += 4 * CELLS) {
        const four = words[at++]!
        histogram[h + (four & 255)]! += packed
        histogram[h + CELLS + ((four >>> 8) & 255)]! += packed
        histogram[h + 2 * CELLS + ((four >>> 16) & 255)]! += packed
        histogram[h + 3 * CELLS + (four >>> 24)]! += packed
      }
    }
  }
}

/** Adds up the threads' parts of one feature's cells, [from, to). */
export function mergeParts(
  parts: readonly Float64Array[],
  count: number,
  from: number,
  to: number,
  into: Float64Array,
): void {
  const first = parts[0]!
  for (let c = from; c < to; c++) {
    let sum = first[c]!
    for (let t = 1; t < count; t++) sum += parts[t]![c]!
    into[c] = sum
  }
}

/** What is left for one child when the other's cells are taken from the parent's. */
export function subtractCells(parent: Float64Array, child: Float64Array, from: number, to: number): void {
  from |= 0
  to |= 0
  for (let c = from; c < to; c++) parent[c]! -= child[c]!
}
