import type { TreeColumns } from './columns.js'
import { SLOT } from './histogram.js'
import type { Split } from './split.js'

/** Moves rows to the left and the right of splits, in their order. */
export interface Parter {
  /** The rows by value of each feature that has an order, parted like the rows. */
  readonly orders: readonly (Int32Array | undefined)[]
  /** Parts a node's stretch; where the right side begins. */
  readonly part: (split: Split, start: number, end: number) => number
}

/** Parts `rows`, and the orders with them. */
export function makeParter(columns: TreeColumns, rows: Int32Array): Parter {
  const { kinds, cells, stride } = columns
  const orders = kinds.map((kind) => ('order' in kind ? ordered(kind.order, rows, columns.rows) : undefined))
  const sorted = orders.filter((order) => order !== undefined)
  const spare = new Int32Array(rows.length)
  const table = new Uint8Array(SLOT)
  // By row: 1 goes left.
  const side = new Uint8Array(sorted.length > 0 ? columns.rows : 0)
  const part = (split: Split, start: number, end: number): number => {
    const order = orders[split.feature]
    if (order) {
      markOrdered(order, split, start, end, side)
      for (const other of sorted) if (other !== order) partMarked(other, side, spare, start, end)
      partMarked(order, side, spare, start, end)
      return partMarked(rows, side, spare, start, end)
    }
    const { feature, bin, missingLeft } = split
    // The bin of missing values is the last one, and right of any cut.
    if (sorted.length === 0 && bin >= 0 && missingLeft !== true) {
      return partNumber(rows, cells, stride, feature, bin, spare, start, end)
    }
    const isLeft = binsOnLeft(split, columns.bins[feature]!, table)
    if (sorted.length === 0) return partBinned(rows, cells, stride, feature, isLeft, spare, start, end)
    for (let i = start; i < end; i++) side[rows[i]!] = isLeft[cells[rows[i]! * stride + split.feature]!]!
    for (const other of sorted) partMarked(other, side, spare, start, end)
    return partMarked(rows, side, spare, start, end)
  }
  return { orders, part }
}

/** Those rows in that order. */
function ordered(order: Int32Array, rows: Int32Array, all: number): Int32Array {
  if (rows.length === all) return order.slice()
  const isUsed = new Uint8Array(all)
  for (let i = 0; i < rows.length; i++) isUsed[rows[i]!] = 1
  return order.filter((row) => isUsed[row] === 1)
}

/** 1 for each bin that goes left, that of missing values among them. */
function binsOnLeft({ bin, sides, missingLeft }: Split, bins: number, table: Uint8Array): Uint8Array {
  if (bin < 0) return sides
  table.fill(0, bin + 1, bins + 1).fill(1, 0, bin + 1)
  table[bins] = missingLeft ? 1 : 0
  return table
}

function markOrdered(
  order: Int32Array,
  { end: last, present, missingLeft }: Split,
  start: number,
  end: number,
  side: Uint8Array,
): void {
  for (let i = start; i < last; i++) side[order[i]!] = 1
  for (let i = last; i < present; i++) side[order[i]!] = 0
  const missing = missingLeft ? 1 : 0
  for (let i = present; i < end; i++) side[order[i]!] = missing
}

// Without branches, since sides follow no pattern: each row is written to both, and one of them advances.

function partMarked(
  rows: Int32Array,
  side: Uint8Array,
  spare: Int32Array,
  start: number,
  end: number,
): number {
  const e = end | 0
  let [left, right] = [start | 0, 0]
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    const goesLeft = side[row]!
    rows[left] = row
    spare[right] = row
    left += goesLeft
    right += 1 - goesLeft
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i]!
  return left
}

function partBinned(
  rows: Int32Array,
  cells: Uint8Array,
  stride: number,
  feature: number,
  isLeft: Uint8Array,
  spare: Int32Array,
  start: number,
  end: number,
): number {
  const e = end | 0
  let [left, right] = [start | 0, 0]
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    const goesLeft = isLeft[cells[row * stride + feature]!]!
    rows[left] = row
    spare[right] = row
    left += goesLeft
    right += 1 - goesLeft
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i]!
  return left
}

function partNumber(
  rows: Int32Array,
  cells: Uint8Array,
  stride: number,
  feature: number,
  bin: number,
  spare: Int32Array,
  start: number,
  end: number,
): number {
  const e = end | 0
  let [left, right] = [start | 0, 0]
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    const goesLeft = (cells[row * stride + feature]! - bin - 1) >>> 31
    rows[left] = row
    spare[right] = row
    left += goesLeft
    right += 1 - goesLeft
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i]!
  return left
}
