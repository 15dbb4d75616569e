import { fitTree } from '../../classify/fitTree.js'
import type { Table } from '../../table/arrow.js'
import { toRows } from '../../table/toRows.js'

/** The tree that rules are read from. */
export type SurrogateTree = ReturnType<typeof fitTree>

/** What a leaf costs, from the shortest rules to the most exact ones. */
const COSTS = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const
/** How much agreement shorter rules may cost where the one that is wanted can't be had. */
const SLACK = 0.01

/** What the tree is asked for. */
export interface Surrogate {
  /** The column of segments. */
  readonly by: string
  readonly features: readonly string[]
  readonly maxConditions: number
  readonly agreement: number
  readonly minLeaf: number
  /** The segments' names. */
  readonly segments: readonly string[]
}

/**
 * The smallest tree that puts as many rows into their segment as is wanted, or nearly as many as any can, and has a rule for each segment that the largest one
 * has a rule for. A feature may be asked twice on the way to a leaf, so a tree may be deeper than its rules have conditions.
 */
export function smallestTree(table: Table<any>, wanted: Surrogate): SurrogateTree {
  const { by, features, maxConditions, minLeaf, segments, agreement } = wanted
  const positive = segments.length === 2 ? { positive: segments[1]! } : {}
  const fit = (maxDepth: number, prune: number) =>
    fitTree(table, { target: by, features, maxDepth, minLeaf, prune, ...positive })
  let depth = maxConditions
  let whole = fit(depth, 0)
  while (
    depth < 2 * maxConditions &&
    !(whole.fit.accuracy! >= agreement && namedBy(whole) === segments.length)
  ) {
    const deeper = fit(depth + 1, 0)
    if (toRows(deeper.rules()).some(({ conditions }) => conditions! > maxConditions)) break
    depth++
    whole = deeper
  }
  const least = Math.min(agreement, whole.fit.accuracy! - SLACK)
  const named = namedBy(whole)
  for (const cost of COSTS) {
    const tree = fit(depth, cost)
    if (tree.fit.accuracy! >= least && namedBy(tree) === named) return tree
  }
  return whole
}

/** How many segments have a rule. */
function namedBy(tree: SurrogateTree): number {
  return new Set(toRows(tree.rules()).map(({ predicted }) => predicted)).size
}
