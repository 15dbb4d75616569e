import { brief } from '../../print.js'
import { type CostMatrix, thresholdOf } from '../../learn/predictions.js'
import type { TargetInfo } from '../../learn/target.js'
import type { TreeNodes } from './nodes.js'

/** What a node says of its rows. */
export interface NodeSays {
  /** The class that is predicted there, or the mean. */
  readonly predicted: string | number
  /** The share of each class, by label; undefined where a number is predicted. */
  readonly shares: { readonly [label: string]: number } | undefined
}

/** What a node says, by the costs of decisions if there are any. */
export function nodeSays(
  nodes: TreeNodes,
  node: number,
  target: TargetInfo,
  costs: CostMatrix | null,
): NodeSays {
  if (target.task === 'number') return { predicted: nodes.value[node]!, shares: undefined }
  const { classes } = target
  const width = classes.length === 2 ? 1 : classes.length
  const value = nodes.value.slice(node * width, (node + 1) * width)
  const shares = width === 1 ? [1 - value[0]!, value[0]!] : value
  const named = Object.fromEntries(classes.map((label, c) => [label, shares[c]!]))
  return { predicted: classes[decideNode(shares, costs)]!, shares: Object.freeze(named) }
}

function decideNode(shares: readonly number[], costs: CostMatrix | null): number {
  if (shares.length === 2) return shares[1]! >= thresholdOf(costs) ? 1 : 0
  if (!costs) return shares.indexOf(Math.max(...shares))
  const expected = shares.map((_, j) => costs.reduce((sum, row, i) => sum + shares[i]! * row[j]!, 0))
  return expected.indexOf(Math.min(...expected))
}

/** 0.4267 is 42.7 %. */
export function percent(share: number): string {
  return `${(100 * share).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`
}

/** What a node says in words: `Yes 42.7 %`, or the mean. */
export function sayWords(says: NodeSays, target: TargetInfo): string {
  if (target.task === 'number' || !says.shares) return `mean ${brief(says.predicted as number)}`
  const { classes } = target
  const label = classes.length === 2 ? classes[1]! : (says.predicted as string)
  return `${label} ${percent(says.shares[label]!)}`
}
