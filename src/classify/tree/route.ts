import type { TreeColumns } from './columns.js'
import type { Grown } from './grow.js'

/** The leaf that each of some rows comes to, among them rows that the tree did not learn from. */
export function routeRows(
  columns: TreeColumns,
  { nodes, bins: lastLeft, isLeft }: Grown,
  rows: Int32Array,
): Int32Array {
  const { cells, stride, bins, kinds } = columns
  const feature = Int32Array.from(nodes.feature)
  const left = Int32Array.from(nodes.left)
  const right = Int32Array.from(nodes.right)
  const last = Int32Array.from(lastLeft)
  const missingLeft = Uint8Array.from(nodes.missingLeft)
  const missing = Int32Array.from(bins)
  const values = kinds.map((kind) => ('order' in kind ? kind.values : undefined))
  const leaves = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    let n = 0
    for (let f = feature[n]!; f >= 0; f = feature[n]!) {
      const bin = cells[row * stride + f]!
      let goesLeft: boolean
      if (last[n]! >= 0) goesLeft = bin === missing[f]! ? missingLeft[n] === 1 : bin <= last[n]!
      else if (isLeft[n]) goesLeft = isLeft[n]![bin] === 1
      else {
        const value = values[f]![row]!
        goesLeft = Number.isNaN(value) ? missingLeft[n] === 1 : value <= nodes.threshold[n]!
      }
      n = goesLeft ? left[n]! : right[n]!
    }
    leaves[i] = n
  }
  return leaves
}
