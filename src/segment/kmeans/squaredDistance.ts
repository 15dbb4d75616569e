/** ‖a − b‖² of two rows of `stride` numbers, an even number. */
export function squaredDistance(
  a: Float64Array,
  p: number,
  b: Float64Array,
  q: number,
  stride: number,
): number {
  let even = 0
  let odd = 0
  for (let j = 0; j < stride; j += 2) {
    const x = a[p + j]! - b[q + j]!
    const y = a[p + j + 1]! - b[q + j + 1]!
    even += x * x
    odd += y * y
  }
  return even + odd
}
