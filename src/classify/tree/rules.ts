import type { Float64, Int32, Table, Utf8 } from '../../table/arrow.js'
import { float64, int32, makeTable, utf8 } from '../../table/build.js'
import { type Condition, conditionOf, inWords, mergeConditions } from './conditions.js'
import { nodeSays, type NodeSays } from './describeNode.js'
import type { TreeState } from './model.js'

/** A tree as rules, the customers that are most sought after first. */
export type RuleColumns = {
  /** The leaf's node: what `predict` with `leaf: true` gives. */
  leaf: Int32
  /** What must hold, in words. */
  rule: Utf8
  /** How many features the rule asks for. */
  conditions: Int32
  /** What is predicted: a class, or a mean. */
  predicted: Utf8 | Float64
  /** Rows learned from that meet the rule. */
  rows: Int32
  /** Their share of all rows, by weight. */
  support: Float64
  /** The share of the class predicted among them; null where a number is predicted. */
  confidence: Float64
  /** How many times the share of that class among all rows that is; for numbers, the mean by the mean of all rows. */
  lift: Float64
}

interface Leaf {
  readonly node: number
  readonly path: readonly Condition[]
  readonly says: NodeSays
  /** What leaves are ordered by: the share of the positive class, that of the predicted one, or the mean. */
  readonly rank: number
}

/** One rule a leaf. */
export function rulesTable(state: TreeState): Table<RuleColumns> {
  const { ensemble, target, rows } = state
  const nodes = ensemble.trees[0]!
  const all = nodeSays(nodes, 0, target, null)
  const leaves = leavesWithPaths(state).sort((a, b) => b.rank - a.rank || a.node - b.node)
  const words = leaves.map(({ path }) => ruleWords(path, state))
  const shares = leaves.map(({ says }) => (says.shares ? says.shares[says.predicted as string]! : NaN))
  const lifts = leaves.map(({ says }, i) => {
    const before = all.shares ? all.shares[says.predicted as string]! : (all.predicted as number)
    const after = says.shares ? shares[i]! : (says.predicted as number)
    return before > 0 ? after / before : NaN
  })
  const columns = new Map<string, any>([
    ['leaf', int32(Int32Array.from(leaves, ({ node }) => node))],
    ['rule', utf8(words)],
    ['conditions', int32(Int32Array.from(leaves, ({ path }) => mergeConditions(path).length))],
    [
      'predicted',
      target.task === 'number'
        ? float64(Float64Array.from(leaves, ({ says }) => says.predicted as number))
        : utf8(leaves.map(({ says }) => says.predicted as string)),
    ],
    ['rows', int32(Int32Array.from(leaves, ({ node }) => rows[node]!))],
    ['support', float64(Float64Array.from(leaves, ({ node }) => nodes.cover[node]! / nodes.cover[0]!))],
    ['confidence', float64(Float64Array.from(shares))],
    ['lift', float64(Float64Array.from(lifts))],
  ])
  return makeTable(columns) as unknown as Table<RuleColumns>
}

/** A path in words; features without missing values at fit are not said to be missing. */
export function ruleWords(path: readonly Condition[], { features, missingValues }: TreeState): string {
  if (path.length === 0) return 'all rows'
  const place = new Map(features.map(({ name }, f) => [name, f]))
  return mergeConditions(path)
    .map((condition) => {
      const f = place.get(condition.feature)!
      return inWords(condition, features[f]!, missingValues[f]! > 0)
    })
    .join(' and ')
}

/** What each leaf's rule asks for, a condition a feature, by the leaf's node. */
export function leafConditions(state: TreeState): ReadonlyMap<number, readonly Condition[]> {
  return new Map(leavesWithPaths(state).map(({ node, path }) => [node, mergeConditions(path)]))
}

function leavesWithPaths(state: TreeState): Leaf[] {
  const { ensemble, target, features, costs } = state
  const nodes = ensemble.trees[0]!
  const leaves: Leaf[] = []
  const open: { node: number; path: readonly Condition[] }[] = [{ node: 0, path: [] }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, path } = next
    if (nodes.feature[node]! < 0) {
      const says = nodeSays(nodes, node, target, costs)
      leaves.push({ node, path, says, rank: rankOf(says, state) })
      continue
    }
    for (const goesLeft of [false, true]) {
      const child = goesLeft ? nodes.left[node]! : nodes.right[node]!
      open.push({ node: child, path: path.concat(conditionOf(nodes, node, goesLeft, features)) })
    }
  }
  return leaves
}

function rankOf({ predicted, shares }: NodeSays, { target }: TreeState): number {
  if (target.task === 'number' || !shares) return predicted as number
  const { classes } = target
  if (classes.length === 2) return shares[classes[1]!]!
  return classes.length - classes.indexOf(predicted as string) + shares[predicted as string]! / 2
}
