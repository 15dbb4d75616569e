import type { Near } from '../block/near.js'

/** All pairs of the blocks by the rows of the given order, sorted. */
export function pairsInRows(near: Near, rowOf: Int32Array): { a: Int32Array; b: Int32Array } {
  const rows = rowOf.length
  const starts = new Int32Array(rows + 1)
  let total = 0
  for (let i = 0; i < rows; i++) {
    const count = near.before(i)
    total += count
    for (let k = 0; k < count; k++) starts[Math.min(rowOf[i]!, rowOf[near.found[k]!]!) + 1]!++
  }
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!
  const a = new Int32Array(total)
  const b = new Int32Array(total)
  const next = starts.slice()
  for (let i = 0; i < rows; i++) {
    const count = near.before(i)
    for (let k = 0; k < count; k++) {
      const [x, y] = [rowOf[i]!, rowOf[near.found[k]!]!]
      const first = Math.min(x, y)
      a[next[first]!] = first
      b[next[first]!++] = Math.max(x, y)
    }
  }
  for (let row = 0; row < rows; row++) b.subarray(starts[row], starts[row + 1]).sort()
  return { a, b }
}
