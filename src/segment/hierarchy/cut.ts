/** The merges of a hierarchy over the rows of a table; the cluster of merge i is numbered rows + i. */
export interface Tree {
  readonly rows: number
  readonly left: ArrayLike<number>
  readonly right: ArrayLike<number>
}

/**
 * The cluster of each row after the first `merges` merges: numbered from 0 by size, those of equal size by their first row; −1 for rows
 * that are not in the tree.
 */
export function cutTree(
  { rows, left, right }: Tree,
  merges: number,
): { labels: Int32Array; sizes: number[] } {
  const parents = new Int32Array(rows + left.length).fill(-1)
  for (let i = 0; i < merges; i++) {
    parents[left[i]!] = rows + i
    parents[right[i]!] = rows + i
  }
  const inTree = new Uint8Array(rows)
  for (let i = 0; i < left.length; i++) {
    if (left[i]! < rows) inTree[left[i]!] = 1
    if (right[i]! < rows) inTree[right[i]!] = 1
  }
  // A cluster's number is above those of its parts, so that roots are known when their parts ask.
  const roots = new Int32Array(rows + left.length)
  for (let id = roots.length - 1; id >= 0; id--) roots[id] = parents[id]! < 0 ? id : roots[parents[id]!]!
  const found = new Map<number, number>()
  const counts: number[] = []
  const labels = new Int32Array(rows).fill(-1)
  for (let row = 0; row < rows; row++) {
    if (inTree[row] === 0 && left.length > 0) continue
    let label = found.get(roots[row]!)
    if (label === undefined) {
      found.set(roots[row]!, (label = counts.length))
      counts.push(0)
    }
    counts[label]!++
    labels[row] = label
  }
  const order = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b)
  const numbers = new Int32Array(order.length)
  order.forEach((old, now) => (numbers[old] = now))
  for (let row = 0; row < rows; row++) if (labels[row]! >= 0) labels[row] = numbers[labels[row]!]!
  return { labels, sizes: order.map((label) => counts[label]!) }
}
