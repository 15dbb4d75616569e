const one = new Float64Array(1)
const bits = new BigInt64Array(one.buffer)

/** The least double above a finite one. */
export function nextAbove(x: number): number {
  if (x === 0) return Number.MIN_VALUE
  one[0] = x
  bits[0]! += x > 0 ? 1n : -1n
  return one[0]!
}

/** The greatest double below a finite one. */
export function nextBelow(x: number): number {
  return -nextAbove(-x)
}
