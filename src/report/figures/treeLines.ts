import { conditionOf } from '../../classify/tree/conditions.js'
import { nodeSays } from '../../classify/tree/describeNode.js'
import type { TreeModel } from '../../classify/tree/model.js'
import type { DrawnCondition } from '../words/treeWords.js'

/** A node of a tree as a line of a drawing. */
export interface TreeLine {
  readonly depth: number
  /** The line of the node above; −1 for the root. */
  readonly above: number
  readonly feature: string | null
  readonly drawn: DrawnCondition | null
  /** Whether there is more below that is not drawn. */
  readonly goesOn: boolean
  readonly isLeaf: boolean
  /** The class whose share it is; null where it is a mean. */
  readonly label: string | null
  /** The share of the class, or the mean. */
  readonly value: number
  readonly rows: number
}

/** The nodes of a tree down to a depth, each before those below it. */
export function treeLines(
  { ensemble, target, costs, features, rows, missingValues }: TreeModel,
  depth: number,
): TreeLine[] {
  const nodes = ensemble.trees[0]!
  const lines: TreeLine[] = []
  const open = [{ node: 0, level: 0, above: -1, drawn: null as DrawnCondition | null }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, level, above, drawn } = next
    const { predicted, shares } = nodeSays(nodes, node, target, costs)
    const isTwo = target.task === 'classes' && target.classes.length === 2
    const label = target.task === 'number' ? null : isTwo ? target.classes[1]! : (predicted as string)
    const isLeaf = nodes.feature[node]! < 0
    const place = lines.length
    lines.push({
      depth: level,
      above,
      feature: drawn && drawn.condition.feature,
      drawn,
      goesOn: !isLeaf && level === depth,
      isLeaf,
      label,
      value: label === null ? (predicted as number) : shares![label]!,
      rows: rows[node]!,
    })
    if (isLeaf || level === depth) continue
    const f = nodes.feature[node]!
    const [left, right] = [true, false].map((goesLeft) => conditionOf(nodes, node, goesLeft, features))
    const sawMissing = missingValues[f]! > 0
    const below = (condition: DrawnCondition['condition'], other: DrawnCondition['condition']) => ({
      condition,
      others: 'labels' in other ? other.labels : [],
      sawMissing,
    })
    open.push({ node: nodes.right[node]!, level: level + 1, above: place, drawn: below(right!, left!) })
    open.push({ node: nodes.left[node]!, level: level + 1, above: place, drawn: below(left!, right!) })
  }
  return lines
}
