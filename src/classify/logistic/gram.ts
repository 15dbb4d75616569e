import type { Design } from '../../learn/encode/design.js'

/** Rows at a time: few enough that a block of twenty columns stays near the processor. */
export const BLOCK = 512

/** Scratch memory for `addGram`. */
export function gramScratch(design: Design): Float64Array[] {
  return design.dense.map(() => new Float64Array(BLOCK))
}

/**
 * Adds Σ vᵢ·xᵢ·xᵢᵀ over the rows from `start` to `end` to `sums`, two squares of (width + 2)² numbers. An entry may land in either, and
 * on either side of the diagonal: `symmetric` puts them together.
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
    multiply(v, dense[a]!, start, rows, scratch[a]!)
    sums[denseAt[a]! * size]! += total(scratch[a]!, rows)
  }
  addProducts(scratch, dense, denseAt, start, rows, size, sums)
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

/** Products of all pairs, of two columns by four at a time, so that each value is loaded once for several. */
function addProducts(
  weighted: readonly Float64Array[],
  dense: readonly Float64Array[],
  denseAt: readonly number[],
  start: number,
  rows: number,
  size: number,
  sums: Float64Array,
): void {
  for (let a = 0; a < dense.length; a += 2) {
    const one = denseAt[a]! * size
    const isPair = a + 1 < dense.length
    let b = 0
    // The last four that are wholly in the triangle.
    const last = isPair ? a - 3 : -1
    for (; b <= last; b += 4) {
      const found = eightDots(weighted[a]!, weighted[a + 1]!, dense, b, start, rows)
      for (let k = 0; k < 4; k++) {
        sums[one + denseAt[b + k]!]! += found[k]!
        sums[denseAt[a + 1]! * size + denseAt[b + k]!]! += found[4 + k]!
      }
    }
    for (let c = b; c <= a; c++) sums[one + denseAt[c]!]! += dot(weighted[a]!, dense[c]!, start, rows)
    if (!isPair) continue
    const other = denseAt[a + 1]! * size
    for (let c = b; c <= a + 1; c++)
      sums[other + denseAt[c]!]! += dot(weighted[a + 1]!, dense[c]!, start, rows)
  }
}

function dot(v: Float64Array, x: Float64Array, start: number, rows: number): number {
  let sum = 0
  for (let i = 0; i < rows; i++) sum += v[i]! * x[start + i]!
  return sum
}

const eight = new Float64Array(8)

function eightDots(
  v: Float64Array,
  w: Float64Array,
  dense: readonly Float64Array[],
  b: number,
  start: number,
  rows: number,
): Float64Array {
  const [x0, x1, x2, x3] = [dense[b]!, dense[b + 1]!, dense[b + 2]!, dense[b + 3]!]
  let [v0, v1, v2, v3] = [0, 0, 0, 0]
  let [w0, w1, w2, w3] = [0, 0, 0, 0]
  for (let i = 0; i < rows; i++) {
    const p = v[i]!
    const q = w[i]!
    const a = x0[start + i]!
    v0 += p * a
    w0 += q * a
    const c = x1[start + i]!
    v1 += p * c
    w1 += q * c
    const d = x2[start + i]!
    v2 += p * d
    w2 += q * d
    const e = x3[start + i]!
    v3 += p * e
    w3 += q * e
  }
  eight.set([v0, v1, v2, v3, w0, w1, w2, w3])
  return eight
}

/** Every other row goes to the second half of the sums, so that an addition need not wait for the one before it. */
function scatter(
  v: Float64Array,
  slot: Int32Array,
  start: number,
  rows: number,
  size: number,
  column: number,
  sums: Float64Array,
): void {
  const second = size * size + column
  const even = rows - (rows & 1)
  for (let i = 0; i < even; i += 2) {
    sums[slot[start + i]! * size + column]! += v[i]!
    sums[second + slot[start + i + 1]! * size]! += v[i + 1]!
  }
  if (even < rows) sums[slot[start + even]! * size + column]! += v[even]!
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
  const second = size * size
  const even = rows - (rows & 1)
  for (let i = 0; i < even; i += 2) {
    sums[one[start + i]! * size + other[start + i]!]! += v[i]!
    sums[second + one[start + i + 1]! * size + other[start + i + 1]!]! += v[i + 1]!
  }
  if (even < rows) sums[one[start + even]! * size + other[start + even]!]! += v[even]!
}

/** Memory for the sums of a design. */
export function gramSums({ width }: Design): Float64Array {
  return new Float64Array(2 * (width + 2) ** 2)
}

/** The symmetric matrix of columns 0 to `width`, whichever half and side of the diagonal its entries landed on. */
export function symmetric(sums: Float64Array, width: number): Float64Array[] {
  const size = width + 2
  const at = (j: number, k: number) => sums[j * size + k]! + sums[size * size + j * size + k]!
  return Array.from({ length: width + 1 }, (_, j) => {
    const row = new Float64Array(width + 1)
    for (let k = 0; k <= width; k++) row[k] = j === k ? at(j, j) : at(j, k) + at(k, j)
    return row
  })
}
