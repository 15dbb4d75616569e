import { addOpen, emptyGrown, type Grown } from './grow.js'
import type { GrowingNodes } from './nodes.js'

/**
 * The cost of a leaf from which on each node is one: cost-complexity pruning (Breiman, Friedman, Olshen and Stone 1984). Costs are shares
 * of the root's impurity. 0 in leaves. A node below another that is a leaf is gone.
 */
export function leafCosts({ nodes, gains, impurity }: Grown): Float64Array {
  const count = nodes.feature.length
  const parents = parentsOf(nodes)
  const gain = Float64Array.from(gains)
  const leaves = new Int32Array(count)
  for (let n = count - 1; n >= 0; n--) {
    if (nodes.feature[n]! < 0) leaves[n] = 1
    else {
      const [left, right] = [nodes.left[n]!, nodes.right[n]!]
      gain[n]! += gain[left]! + gain[right]!
      leaves[n] = leaves[left]! + leaves[right]!
    }
  }
  const costs = new Float64Array(count)
  const isLeaf = Uint8Array.from(nodes.feature, (feature) => (feature < 0 ? 1 : 0))
  const weight = (n: number) => gain[n]! / (leaves[n]! - 1)
  const heap = makeHeap()
  for (let n = 0; n < count; n++) if (isLeaf[n] === 0) heap.push(weight(n), n)
  let cost = 0
  for (let weakest = heap.pop(); weakest; weakest = heap.pop()) {
    const { node: n, key } = weakest
    if (isLeaf[n] === 1 || isBelowLeaf(n)) continue
    // Pruning below a node only makes it stronger: what is out of date goes back.
    if (weight(n) > key) {
      heap.push(weight(n), n)
      continue
    }
    cost = Math.max(cost, key / impurity)
    costs[n] = cost
    isLeaf[n] = 1
    const [lostGain, lostLeaves] = [gain[n]!, leaves[n]! - 1]
    for (let up = n; up >= 0; up = parents[up]!) {
      gain[up]! -= lostGain
      leaves[up]! -= lostLeaves
    }
  }
  return costs

  function isBelowLeaf(n: number): boolean {
    let isGone = false
    for (let up = parents[n]!; up >= 0 && !isGone; up = parents[up]!) isGone = isLeaf[up] === 1
    if (isGone) costs[n] = Infinity
    return isGone
  }
}

/** The parent of each node, −1 for the root. */
export function parentsOf({
  feature,
  left,
  right,
}: Pick<GrowingNodes, 'feature' | 'left' | 'right'>): Int32Array {
  const parents = new Int32Array(feature.length).fill(-1)
  for (let n = 0; n < feature.length; n++) {
    if (feature[n]! < 0) continue
    parents[left[n]!] = n
    parents[right[n]!] = n
  }
  return parents
}

/** The tree in which nodes whose cost as a leaf is at most `most` are leaves. */
export function pruneTree(grown: Grown, costs: Float64Array, most: number): Grown {
  const { nodes, gains, starts, ends } = grown
  const pruned = emptyGrown(grown.rows, grown.impurity)
  const open = [{ from: 0, parent: -1, isLeft: false }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { from: n, parent, isLeft } = next
    const to = addOpen(pruned, { parent, isLeft, start: starts[n]!, end: ends[n]!, depth: 0 })
    if (nodes.feature[n]! < 0 || costs[n]! <= most) continue
    pruned.gains[to] = gains[n]!
    pruned.bins[to] = grown.bins[n]!
    pruned.isLeft[to] = grown.isLeft[n]
    pruned.nodes.feature[to] = nodes.feature[n]!
    pruned.nodes.threshold[to] = nodes.threshold[n]!
    pruned.nodes.categories[to] = nodes.categories[n]!
    pruned.nodes.missingLeft[to] = nodes.missingLeft[n]!
    open.push(
      { from: nodes.right[n]!, parent: to, isLeft: false },
      { from: nodes.left[n]!, parent: to, isLeft: true },
    )
  }
  return pruned
}

interface Heap {
  readonly push: (key: number, node: number) => void
  readonly pop: () => { key: number; node: number } | undefined
}

/** The least key first; of equal keys the later node, so that what is below goes before what is above. */
function makeHeap(): Heap {
  const keys: number[] = []
  const held: number[] = []
  const before = (a: number, b: number) => keys[a]! < keys[b]! || (keys[a] === keys[b] && held[a]! > held[b]!)
  const swap = (a: number, b: number) => {
    ;[keys[a], keys[b]] = [keys[b]!, keys[a]!]
    ;[held[a], held[b]] = [held[b]!, held[a]!]
  }
  const push = (key: number, node: number) => {
    keys.push(key)
    held.push(node)
    for (let at = keys.length - 1; at > 0 && before(at, (at - 1) >> 1); at = (at - 1) >> 1)
      swap(at, (at - 1) >> 1)
  }
  const pop = () => {
    if (keys.length === 0) return undefined
    const top = { key: keys[0]!, node: held[0]! }
    const [key, node] = [keys.pop()!, held.pop()!]
    if (keys.length === 0) return top
    keys[0] = key
    held[0] = node
    for (let at = 0; ;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < keys.length && before(child, least)) least = child
      if (least === at) return top
      swap(at, least)
      at = least
    }
  }
  return { push, pop }
}
