import type { BinnedFeature } from '../bins/binnedMatrix.js'
import { emptyNodes, freezeNodes, type GrowingNodes, type TreeNodes } from '../tree/nodes.js'
import type { FittedTree } from './thread.js'

/** Above every value that is learned from. */
const ABOVE_ALL = 1e100

/** A fitted tree in the form that all trees have: thresholds instead of bins, labels instead of categories' bins. */
export function toNodes(
  { splits, leaves, values, covers }: FittedTree,
  features: readonly BinnedFeature[],
): TreeNodes {
  const count = 2 * splits.length + 1
  const nodes = emptyNodes()
  nodes.feature = Array(count).fill(-1)
  nodes.threshold = Array(count).fill(0)
  nodes.categories = Array(count).fill(null)
  for (const part of ['missingLeft', 'left', 'right', 'cover', 'value'] as const)
    nodes[part] = Array(count).fill(0)
  leaves.forEach(({ node }, l) => {
    // JSON has no −0.
    nodes.value[node] = values[l]! + 0
    nodes.cover[node] = covers[l]!
  })
  for (const split of splits) setSplit(nodes, split, features[split.feature]!)
  // Children come after their parents.
  for (let s = splits.length - 1; s >= 0; s--) {
    const { node, leftNode } = splits[s]!
    nodes.cover[node] = nodes.cover[leftNode]! + nodes.cover[leftNode + 1]!
  }
  return freezeNodes(nodes)
}

function setSplit(
  nodes: GrowingNodes,
  { node, feature, at, missingLeft, leftNode, goesLeft }: FittedTree['splits'][number],
  binned: BinnedFeature,
): void {
  nodes.feature[node] = feature
  nodes.left[node] = leftNode
  nodes.right[node] = leftNode + 1
  if ('cuts' in binned) {
    nodes.threshold[node] = binned.cuts[at] ?? ABOVE_ALL
    nodes.missingLeft[node] = missingLeft
  } else {
    const labels = Array.from(binned.binOfLabel.keys())
    nodes.categories[node] = labels.filter((label) => goesLeft[binned.binOfLabel[label]!] === 1)
    nodes.missingLeft[node] = goesLeft[binned.bins]!
  }
}
