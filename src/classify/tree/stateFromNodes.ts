import type { TargetInfo } from '../../learn/target.js'
import type { TreeState } from './model.js'
import type { TreeNodes } from './nodes.js'

/** A tree that was learned elsewhere from numbers without missing values: what its leaves say and cover tells the rest. */
export function stateFromNodes(
  leaves: TreeNodes,
  rows: readonly number[],
  features: readonly string[],
  target: TargetInfo,
): TreeState {
  const width = target.task === 'classes' && target.classes.length > 2 ? target.classes.length : 1
  const nodes = Object.freeze({ ...leaves, value: Object.freeze(sayAll(leaves, width)) })
  const gains = Array.from(features, () => 0)
  const all = nodes.cover[0]!
  let [loss, right, deepest] = [0, 0, 0]
  const depths = new Int32Array(nodes.feature.length)
  nodes.feature.forEach((f, n) => {
    const [left, other] = [nodes.left[n]!, nodes.right[n]!]
    deepest = Math.max(deepest, depths[n]!)
    if (f >= 0) {
      const gain = pureness(nodes, left, target) + pureness(nodes, other, target) - pureness(nodes, n, target)
      gains[f]! += Math.max(0, gain) / all
      depths[left] = depths[other] = depths[n]! + 1
      return
    }
    const shares = sharesOf(nodes, n, target)
    right += nodes.cover[n]! * Math.max(...shares)
    for (const share of shares) if (share > 0) loss -= nodes.cover[n]! * share * Math.log(share)
  })
  const isClasses = target.task === 'classes'
  const rootShares = sharesOf(nodes, 0, target)
  return {
    kind: 'tree',
    version: 1,
    target,
    features: Object.freeze(features.map((name) => Object.freeze({ name, kind: 'number' as const }))),
    criterion: isClasses ? 'gini' : 'variance',
    ensemble: Object.freeze({
      trees: Object.freeze([nodes]),
      width,
      base: Object.freeze(Array.from({ length: width }, () => 0)),
      scale: 1,
    }),
    rows: Object.freeze([...rows]),
    missingValues: Object.freeze(Array.from(features, () => 0)),
    gains: Object.freeze(gains),
    costs: null,
    fit: Object.freeze({
      rows: rows[0]!,
      missing: 0,
      weightless: 0,
      leakage: Object.freeze([]),
      leaves: nodes.feature.filter((f) => f < 0).length,
      depth: deepest,
      impurity: isClasses ? 1 - rootShares.reduce((sum, share) => sum + share * share, 0) : 0,
      logLoss: isClasses ? loss / all : null,
      accuracy: isClasses ? right / all : null,
      r2: null,
      prune: 0,
      pruneSteps: null,
      warnings: Object.freeze([]),
    }),
  }
}

/** What each node says: inner ones the mean of their leaves. */
function sayAll({ feature, left, right, cover, value }: TreeNodes, width: number): number[] {
  const said = [...value]
  for (let n = feature.length - 1; n >= 0; n--) {
    if (feature[n]! < 0) continue
    const [l, r] = [left[n]!, right[n]!]
    for (let k = 0; k < width; k++) {
      const sum = cover[l]! * said[l * width + k]! + cover[r]! * said[r * width + k]!
      said[n * width + k] = cover[n]! > 0 ? sum / cover[n]! : 0
    }
  }
  return said
}

function sharesOf({ value }: TreeNodes, n: number, target: TargetInfo): number[] {
  if (target.task === 'number') return [value[n]!]
  const { length } = target.classes
  return length === 2 ? [1 - value[n]!, value[n]!] : value.slice(n * length, (n + 1) * length)
}

/** Squares of what a node says, by its rows: their sum grows by what a split takes from Gini or variance. */
function pureness(nodes: TreeNodes, n: number, target: TargetInfo): number {
  return nodes.cover[n]! * sharesOf(nodes, n, target).reduce((sum, share) => sum + share * share, 0)
}
