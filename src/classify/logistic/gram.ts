import type { Design } from '../encode/design.js'

/** Rows at a time: few enough that a block of twenty columns stays near the processor. */
export const BLOCK = 512

/** Scratch memory for `addGram`. */
export function gramScratch(design: Design): Float64Array[] {
  return design.dense.map(() => new Float64Array(BLOCK))
}

/**
 * Adds Σ vᵢ·xᵢ·xᵢᵀ over the rows from `start` to `end` to `sums`, a square of (width + 2)² numbers. An entry may land on either side
 * of the diagonal: `symmetric` puts them together.
 */
export function addGram(
  { width, dense, denseAt, slots }: Design,
  start: number,
  end: number,
  v: Float64Array,
  scratch: readonly Float64Array[],
  sums: Float64Array,
): void {
  const size = width + 2
  const rows = end - start
  sums[0]! += total(v, rows)
  for (let a = 0; a < dense.length; a++) {
    const weighted = scratch[a]!
    multiply(v, dense[a]!, start, rows, weighted)
    const at = denseAt[a]! * size
    sums[at]! += total(weighted, rows)
    addProducts(weighted, dense, denseAt, a, start, rows, sums, at)
  }
  for (let s = 0; s < slots.length; s++) {
    const slot = slots[s]!
    scatter(v, slot, start, rows, size, 0, sums)
    for (let a = 0; a < dense.length; a++) scatter(scratch[a]!, slot, start, rows, size, denseAt[a]!, sums)
    for (let t = 0; t < s; t++) scatterPairs(v, slot, slots[t]!, start, rows, size, sums)
    scatterPairs(v, slot, slot, start, rows, size, sums)
  }
}

function total(v: Float64Array, rows: number): number {
  let sum = 0
  for (let i = 0; i < rows; i++) sum += v[i]!
  return sum
}

function multiply(v: Float64Array, x: Float64Array, start: number, rows: number, out: Float64Array): void {
  for (let i = 0; i < rows; i++) out[i] = v[i]! * x[start + i]!
}

/** Products with the columns up to `last`, four at a time so that each value is loaded once for four. */
function addProducts(
  weighted: Float64Array,
  dense: readonly Float64Array[],
  denseAt: readonly number[],
  last: number,
  start: number,
  rows: number,
  sums: Float64Array,
  at: number,
): void {
  let b = 0
  for (; b + 3 <= last; b += 4) {
    const [x0, x1, x2, x3] = [dense[b]!, dense[b + 1]!, dense[b + 2]!, dense[b + 3]!]
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    for (let i = 0; i < rows; i++) {
      const w = weighted[i]!
      s0 += w * x0[start + i]!
      s1 += w * x1[start + i]!
      s2 += w * x2[start + i]!
      s3 += w * x3[start + i]!
    }
    sums[at + denseAt[b]!]! += s0
    sums[at + denseAt[b + 1]!]! += s1
    sums[at + denseAt[b + 2]!]! += s2
    sums[at + denseAt[b + 3]!]! += s3
  }
  for (; b <= last; b++) {
    const x = dense[b]!
    let sum = 0
    for (let i = 0; i < rows; i++) sum += weighted[i]! * x[start + i]!
    sums[at + denseAt[b]!]! += sum
  }
}

function scatter(
  v: Float64Array,
  slot: Int32Array,
  start: number,
  rows: number,
  size: number,
  column: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < rows; i++) sums[slot[start + i]! * size + column]! += v[i]!
}

function scatterPairs(
  v: Float64Array,
  one: Int32Array,
  other: Int32Array,
  start: number,
  rows: number,
  size: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < rows; i++) sums[one[start + i]! * size + other[start + i]!]! += v[i]!
}

/** The symmetric matrix of columns 0 to `width`, whichever side of the diagonal its entries landed on. */
export function symmetric(sums: Float64Array, width: number): Float64Array[] {
  const size = width + 2
  return Array.from({ length: width + 1 }, (_, j) =>
    Float64Array.from({ length: width + 1 }, (_, k) =>
      j === k ? sums[j * size + j]! : sums[j * size + k]! + sums[k * size + j]!,
    ),
  )
}
