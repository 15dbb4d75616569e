/** How many numbers `addMoments` adds to, for so many columns: Σw, Σw·x and the upper triangle of Σw·x·xᵀ. */
export function momentCount(width: number): number {
  return 1 + width + (width * (width + 1)) / 2
}

/** Adds Σw, Σw·x and Σw·x·xᵀ (its upper triangle) of some rows to `sums` from `at` on. */
export function addMoments(
  sums: Float64Array,
  at: number,
  x: Float64Array,
  width: number,
  from: number,
  to: number,
  weights: Float64Array,
): void {
  const whole = to - ((to - from) % 4)
  for (let i = from; i < whole; i += 4) addFour(sums, at, x, width, i, weights)
  for (let i = whole; i < to; i++) {
    const w = weights[i]!
    let k = at
    sums[k++]! += w
    for (let b = 0; b < width; b++) sums[k++]! += w * x[i * width + b]!
    for (let a = 0; a < width; a++) {
      const v = w * x[i * width + a]!
      for (let b = a; b < width; b++) sums[k++]! += v * x[i * width + b]!
    }
  }
}

/** The same of four rows, two rows of the triangle at a time: what is read and written is then used for eight products. */
function addFour(
  sums: Float64Array,
  at: number,
  x: Float64Array,
  width: number,
  i: number,
  weights: Float64Array,
): void {
  const w0 = weights[i]!
  const w1 = weights[i + 1]!
  const w2 = weights[i + 2]!
  const w3 = weights[i + 3]!
  const i0 = i * width
  const i1 = i0 + width
  const i2 = i0 + 2 * width
  const i3 = i0 + 3 * width
  sums[at]! += w0 + w1 + (w2 + w3)
  let k = at + 1
  for (let b = 0; b < width; b++, k++) {
    sums[k]! += w0 * x[i0 + b]! + w1 * x[i1 + b]! + (w2 * x[i2 + b]! + w3 * x[i3 + b]!)
  }
  for (let a = 0; a < width; a += 2) {
    const x0 = x[i0 + a]!
    const x1 = x[i1 + a]!
    const x2 = x[i2 + a]!
    const x3 = x[i3 + a]!
    const v0 = w0 * x0
    const v1 = w1 * x1
    const v2 = w2 * x2
    const v3 = w3 * x3
    sums[k++]! += v0 * x0 + v1 * x1 + (v2 * x2 + v3 * x3)
    if (a + 1 === width) return
    const y0 = x[i0 + a + 1]!
    const y1 = x[i1 + a + 1]!
    const y2 = x[i2 + a + 1]!
    const y3 = x[i3 + a + 1]!
    const u0 = w0 * y0
    const u1 = w1 * y1
    const u2 = w2 * y2
    const u3 = w3 * y3
    sums[k++]! += v0 * y0 + v1 * y1 + (v2 * y2 + v3 * y3)
    let l = k + width - a - 2
    sums[l++]! += u0 * y0 + u1 * y1 + (u2 * y2 + u3 * y3)
    for (let b = a + 2; b < width; b++, k++, l++) {
      const z0 = x[i0 + b]!
      const z1 = x[i1 + b]!
      const z2 = x[i2 + b]!
      const z3 = x[i3 + b]!
      sums[k]! += v0 * z0 + v1 * z1 + (v2 * z2 + v3 * z3)
      sums[l]! += u0 * z0 + u1 * z1 + (u2 * z2 + u3 * z3)
    }
    k = l
  }
}

/** A symmetric matrix from its upper triangle, which starts at `at`. */
export function unpack(packed: Float64Array, at: number, width: number): Float64Array[] {
  const matrix = Array.from({ length: width }, () => new Float64Array(width))
  let k = at
  for (let a = 0; a < width; a++) {
    for (let b = a; b < width; b++, k++) {
      matrix[a]![b] = packed[k]!
      matrix[b]![a] = packed[k]!
    }
  }
  return matrix
}
