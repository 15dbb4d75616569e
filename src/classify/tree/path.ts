import { ClienteleError } from '../../error.js'
import { describe } from '../../table/adopt.js'
import type { FeatureInfo } from '../../learn/features.js'
import { type Condition, conditionOf, inWords } from './conditions.js'
import { nodeSays, type NodeSays } from './describeNode.js'
import type { TreeState } from './model.js'

/** A node that a row passes, and why it came there. */
export interface PathStep extends NodeSays {
  readonly node: number
  /** What the row meets, in words; null at the root. */
  readonly why: string | null
  readonly condition: Condition | null
  /** The row's own value of that feature; null where missing. */
  readonly value: string | number | null
  /** Rows learned from that came here. */
  readonly rows: number
  /** Their share of all, by weight. */
  readonly support: number
}

const WHO = 'tree.path'

/** The nodes that a row passes from the root to its leaf. */
export function pathOf(state: TreeState, row: unknown): readonly PathStep[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: got ${describe(row)}, but needs one row as an object by column, such as toRows(table)[0].`,
    )
  }
  const { ensemble, features, missingValues } = state
  const nodes = ensemble.trees[0]!
  const steps = [step(state, 0, null, null, null)]
  for (let node = 0; nodes.feature[node]! >= 0;) {
    const f = nodes.feature[node]!
    const info = features[f]!
    const value = valueOf(row as { [name: string]: unknown }, info)
    const goesLeft =
      value === null
        ? nodes.missingLeft[node] === 1
        : info.kind === 'number'
          ? (value as number) <= nodes.threshold[node]!
          : nodes.categories[node]!.includes(info.labels.indexOf(value as string))
    const condition = conditionOf(nodes, node, goesLeft, features)
    node = goesLeft ? nodes.left[node]! : nodes.right[node]!
    const why = inWords(condition, info, missingValues[f]! > 0 || value === null)
    steps.push(step(state, node, condition, why, value))
  }
  return Object.freeze(steps)
}

function step(
  { ensemble, rows, target, costs }: TreeState,
  node: number,
  condition: Condition | null,
  why: string | null,
  value: string | number | null,
): PathStep {
  const nodes = ensemble.trees[0]!
  const support = nodes.cover[node]! / nodes.cover[0]!
  const says = nodeSays(nodes, node, target, costs)
  return Object.freeze({ node, why, condition, value, rows: rows[node]!, support, ...says })
}

/** The row's value of a feature: null where it is missing or a label that the tree has not learned. */
function valueOf(row: { [name: string]: unknown }, info: FeatureInfo): string | number | null {
  const given = row[info.name]
  if (given === undefined && !(info.name in row)) {
    throw new ClienteleError(
      'column-missing',
      `${WHO}: the row has no '${info.name}', which the tree asks for; give it, or null where it is not known.`,
    )
  }
  if (given === null || given === undefined) return null
  if (info.kind === 'category') {
    const label = String(given)
    return info.labels.includes(label) ? label : null
  }
  const value = typeof given === 'bigint' ? Number(given) : given
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  throw new ClienteleError(
    'value-invalid',
    `${WHO}: '${info.name}' is ${describe(given)}, but the tree learned from numbers; give a number, or null.`,
  )
}
