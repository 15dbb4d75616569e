/** A small square matrix, row by row. */
export type Matrix = readonly Float64Array[]

/** An n × n matrix of zeros. */
export function zeros(n: number): Float64Array[] {
  return Array.from({ length: n }, () => new Float64Array(n))
}

/** The lower triangle L with L·Lᵀ = A, undefined where A is not positive definite. */
export function cholesky(a: Matrix): Float64Array[] | undefined {
  const n = a.length
  const l = zeros(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!
      if (i === j) {
        if (!(sum > 1e-14 * Math.abs(a[i]![i]!))) return undefined
        l[i]![i] = Math.sqrt(sum)
      } else l[i]![j] = sum / l[j]![j]!
    }
  }
  return l
}

/** The x with L·Lᵀ·x = b. */
export function choleskySolve(l: Matrix, b: ArrayLike<number>): Float64Array {
  const n = l.length
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i]![k]! * x[k]!
    x[i]! /= l[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k]![i]! * x[k]!
    x[i]! /= l[i]![i]!
  }
  return x
}

/** The inverse of a positive definite matrix, undefined where it is not. */
export function invertPositive(a: Matrix): Float64Array[] | undefined {
  const l = cholesky(a)
  if (!l) return undefined
  const inverse = a.map((_, i) =>
    choleskySolve(
      l,
      Float64Array.from(a, (_, j) => (i === j ? 1 : 0)),
    ),
  )
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (inverse[i]![j]! + inverse[j]![i]!) / 2
      inverse[i]![j] = mean
      inverse[j]![i] = mean
    }
  }
  return inverse
}

/** The eigenvalues of a symmetric matrix, ascending, and their vectors of length 1, by Jacobi's rotations. */
export function eigen(symmetric: Matrix): { values: Float64Array; vectors: Float64Array[] } {
  const a = symmetric.map((row) => Float64Array.from(row))
  const n = a.length
  const rows = zeros(n).map((row, i) => row.fill(1, i, i + 1))
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = 0; q < p; q++) off += a[p]![q]! ** 2
    let diagonal = 0
    for (let p = 0; p < n; p++) diagonal += a[p]![p]! ** 2
    if (!(off > 1e-32 * diagonal)) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, rows, p, q)
  }
  const order = a.map((_, i) => i).sort((i, j) => a[i]![i]! - a[j]![j]!)
  return {
    values: Float64Array.from(order, (i) => a[i]![i]!),
    vectors: order.map((i) => rows[i]!),
  }
}

/** Turns the plane of p and q so that a[p][q] vanishes; the rows of `vectors` turn along. */
function rotate(a: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const apq = a[p]![q]!
  if (apq === 0) return
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  const n = a.length
  for (let k = 0; k < n; k++) {
    const akp = a[k]![p]!
    const akq = a[k]![q]!
    a[k]![p] = c * akp - s * akq
    a[k]![q] = s * akp + c * akq
  }
  for (let k = 0; k < n; k++) {
    const apk = a[p]![k]!
    const aqk = a[q]![k]!
    a[p]![k] = c * apk - s * aqk
    a[q]![k] = s * apk + c * aqk
    const [vpk, vqk] = [vectors[p]![k]!, vectors[q]![k]!]
    vectors[p]![k] = c * vpk - s * vqk
    vectors[q]![k] = s * vpk + c * vqk
  }
}

/** gᵀ·A·g. */
export function quadraticForm(a: readonly ArrayLike<number>[], g: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) for (let j = 0; j < a.length; j++) sum += g[i]! * a[i]![j]! * g[j]!
  return sum
}
