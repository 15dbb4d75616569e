/*
 * Splitting the rows of a leaf in two lists without a branch: every row is written to both, and the counter moves on in the one
 * where it belongs. `goesLeft` has 1 for the bins that go left. The lists begin at `from`; how many went left is returned.
 */

/** Splits the rows `order[from]` to `order[to - 1]`. */
export function partitionList(
  column: Uint8Array,
  goesLeft: Uint8Array,
  order: Int32Array,
  leftRows: Int32Array,
  rightRows: Int32Array,
  from: number,
  to: number,
): number {
  from |= 0
  to |= 0
  let left = from
  let right = from
  for (let i = from; i < to; i++) {
    const row = order[i]!
    const is = goesLeft[column[row]!]!
    leftRows[left] = row
    rightRows[right] = row
    left += is
    right += is ^ 1
  }
  return left - from
}

/** Splits the rows from `from` to `to` themselves. */
export function partitionRange(
  column: Uint8Array,
  goesLeft: Uint8Array,
  leftRows: Int32Array,
  rightRows: Int32Array,
  from: number,
  to: number,
): number {
  from |= 0
  to |= 0
  let left = from
  let right = from
  for (let row = from; row < to; row++) {
    const is = goesLeft[column[row]!]!
    leftRows[left] = row
    rightRows[right] = row
    left += is
    right += is ^ 1
  }
  return left - from
}

/** Notes the leaf of the rows `order[from]` to `order[to - 1]`. */
export function markRows(
  order: Int32Array,
  leafOf: Uint16Array,
  from: number,
  to: number,
  leaf: number,
): void {
  from |= 0
  to |= 0
  for (let i = from; i < to; i++) leafOf[order[i]!] = leaf
}
