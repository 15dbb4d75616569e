import type { HierarchyModel } from '../../segment/hierarchy/model.js'
import { cutTree } from '../../segment/hierarchy/cut.js'

/** A cluster at the foot of a dendrogram that is cut off there. */
export interface DendrogramLeaf {
  readonly customers: number
  /** The cluster of the model that it is part of; −1 where it holds several. */
  readonly cluster: number
}

/** Where a branch begins: at which height, at which place among the leaves. */
export interface DendrogramBranch {
  readonly height: number
  readonly place: number
  /** As of leaves. */
  readonly cluster: number
}

/** Two branches that come together. */
export interface DendrogramJoint extends DendrogramBranch {
  readonly sides: readonly [DendrogramBranch, DendrogramBranch]
}

/** A dendrogram without what lies below its last leaves. */
export interface Dendrogram {
  readonly leaves: readonly DendrogramLeaf[]
  readonly joints: readonly DendrogramJoint[]
  /** Where it is cut into the model's clusters. */
  readonly cut: number
  readonly k: number
}

/** The upper part of a hierarchy, of so many leaves at most; larger branches first. */
export function dendrogramOf(model: HierarchyModel, most: number): Dendrogram {
  const { merges, fit, k } = model
  const rows = fit.tableRows
  const total = merges.height.length
  const kept = Math.min(total, most - 1)
  const first = total - kept
  const clusterOf = clustersOf(model)
  const leaves: DendrogramLeaf[] = []
  const joints: DendrogramJoint[] = []
  const sizeOf = (id: number) => (id < rows ? 1 : merges.size[id - rows]!)
  const stand = (id: number): DendrogramBranch => {
    const merge = id - rows
    const cluster = clusterOf(id)
    if (merge < first) {
      leaves.push({ customers: sizeOf(id), cluster })
      return { height: merge < 0 ? 0 : merges.height[merge]!, cluster, place: leaves.length - 1 }
    }
    const sides = [merges.left[merge]!, merges.right[merge]!].toSorted((a, b) => sizeOf(b) - sizeOf(a))
    const [a, b] = [stand(sides[0]!), stand(sides[1]!)]
    const joint = {
      height: merges.height[merge]!,
      place: (a.place + b.place) / 2,
      cluster,
      sides: [a, b] as const,
    }
    joints.push(joint)
    return joint
  }
  if (total > 0) stand(rows + total - 1)
  const above = merges.height[total - k + 1] ?? merges.height[total - 1] ?? 0
  return { leaves, joints, cut: ((merges.height[total - k] ?? 0) + above) / 2, k }
}

/** Which of the model's clusters a branch is part of, −1 where it holds several. */
function clustersOf({ merges, fit, k }: HierarchyModel): (id: number) => number {
  const rows = fit.tableRows
  const total = merges.height.length
  const { labels } = cutTree({ rows, ...merges }, fit.rows - k)
  return (id) => {
    if (id - rows >= total - k + 1) return -1
    // Below the cut any row tells which cluster the branch is part of.
    let row = id
    while (row >= rows) row = merges.left[row - rows]!
    return labels[row]!
  }
}
