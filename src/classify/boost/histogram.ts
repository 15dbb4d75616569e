import { CELLS } from './memory.js'
import type { Records } from './records.js'

/*
 * A histogram has CELLS cells a feature; each holds the sum of the packed gradients of the rows in that bin. These are integers, so the
 * order in which they are added does not matter. Rows are counted a tile at a time: first it is noted where their records are and what
 * their gradients are, in a loop of few instructions, so that the waiting for memory overlaps; then eight features at a time are counted,
 * each at a fixed place of a view of their cells. With places that are computed, or a constant or array that is not handed over, it
 * takes up to twice as long; hence 256 for CELLS, and so many parameters.
 */

const TILE = 64
const tileGradients = new Float64Array(TILE)
const tilePlaces = new Int32Array(TILE)

/** Adds the rows from `from` to `to`. */
export function countRange(records: Records, from: number, to: number, histogram: Float64Array): void {
  const { doubles, stride } = records
  const views = viewsOf(histogram)
  for (let start = from; start < to; start += TILE) {
    const end = Math.min(to, start + TILE)
    noteRange(doubles, stride >> 3, start, end, tileGradients, tilePlaces)
    countTile(records, end - start, views, 0, views.length)
  }
}

/** Adds the rows `list[from]` to `list[to - 1]`, by eights of features from one up to another. */
export function countList(
  records: Records,
  list: Int32Array,
  from: number,
  to: number,
  histogram: Float64Array,
  first: number,
  last: number,
): void {
  const { doubles, stride } = records
  const views = viewsOf(histogram)
  for (let start = from; start < to; start += TILE) {
    const end = Math.min(to, start + TILE)
    noteList(doubles, stride >> 3, list, start, end, tileGradients, tilePlaces)
    countTile(records, end - start, views, first, last)
  }
}

function noteRange(
  doubles: Float64Array,
  stride: number,
  from: number,
  to: number,
  gradients: Float64Array,
  places: Int32Array,
): void {
  from |= 0
  to |= 0
  for (let row = from, k = 0; row < to; row++, k++) {
    gradients[k] = doubles[row * stride + stride - 1]!
    places[k] = 2 * row * stride
  }
}

function noteList(
  doubles: Float64Array,
  stride: number,
  list: Int32Array,
  from: number,
  to: number,
  gradients: Float64Array,
  places: Int32Array,
): void {
  from |= 0
  to |= 0
  for (let i = from, k = 0; i < to; i++, k++) {
    const record = list[i]! * stride
    gradients[k] = doubles[record + stride - 1]!
    places[k] = 2 * record
  }
}

function countTile(
  { words, width }: Records,
  rows: number,
  views: readonly Float64Array[],
  first: number,
  last: number,
): void {
  for (let e = first; e < last; e++) {
    if (8 * e + 8 <= width) countEight(words, 2 * e, rows, views[e]!, tileGradients, tilePlaces)
    else countFour(words, 2 * e, rows, views[e]!, tileGradients, tilePlaces)
  }
}

/** Counts a tile by the eight features whose bins begin at a word of each record. */
function countEight(
  words: Uint32Array,
  word: number,
  rows: number,
  cells: Float64Array,
  gradients: Float64Array,
  places: Int32Array,
): void {
  rows |= 0
  word |= 0
  for (let k = 0; k < rows; k++) {
    const packed = gradients[k]!
    const at = places[k]! + word
    const a = words[at]!
    const b = words[at + 1]!
    cells[a & 255]! += packed
    cells[256 | ((a >>> 8) & 255)]! += packed
    cells[512 | ((a >>> 16) & 255)]! += packed
    cells[768 | (a >>> 24)]! += packed
    cells[1024 | (b & 255)]! += packed
    cells[1280 | ((b >>> 8) & 255)]! += packed
    cells[1536 | ((b >>> 16) & 255)]! += packed
    cells[1792 | (b >>> 24)]! += packed
  }
}

/** The same for the last four. */
function countFour(
  words: Uint32Array,
  word: number,
  rows: number,
  cells: Float64Array,
  gradients: Float64Array,
  places: Int32Array,
): void {
  rows |= 0
  word |= 0
  for (let k = 0; k < rows; k++) {
    const packed = gradients[k]!
    const a = words[places[k]! + word]!
    cells[a & 255]! += packed
    cells[256 | ((a >>> 8) & 255)]! += packed
    cells[512 | ((a >>> 16) & 255)]! += packed
    cells[768 | (a >>> 24)]! += packed
  }
}

const known = new WeakMap<Float64Array, readonly Float64Array[]>()

/** Views of eight features' cells each. */
function viewsOf(histogram: Float64Array): readonly Float64Array[] {
  let views = known.get(histogram)
  if (views === undefined) {
    const size = 8 * CELLS
    views = Array.from({ length: Math.ceil(histogram.length / size) }, (_, e) =>
      histogram.subarray(e * size, (e + 1) * size),
    )
    known.set(histogram, views)
  }
  return views
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
