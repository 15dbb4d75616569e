import type { FeatureInfo } from '../../learn/features.js'
import type { TreeNodes } from '../tree/nodes.js'

/**
 * One tree, as SHAP values see it: a leaf is a set of conditions, one a feature that its path asks for, however often it does. Whether a
 * row meets them is looked up by bin.
 */
export interface ShapTree {
  /** The features that the tree asks for. */
  readonly features: readonly AskedFeature[]
  readonly leaves: readonly ShapLeaf[]
  /** The mean of what the tree says, by the rows at fit. */
  readonly mean: number
}

/** A feature that a tree asks for. */
export interface AskedFeature {
  readonly feature: number
  /** The thresholds that the tree has for it, ascending; undefined for a category. */
  readonly cuts: Float64Array | undefined
  /** Words of 32 leaves, `words` a bin, missing values last: a bit for each leaf whose condition is met there. */
  readonly met: Int32Array
}

/** A leaf and its conditions. */
export interface ShapLeaf {
  readonly value: number
  /** By condition, which of the asked features it is of. */
  readonly asked: Int32Array
  /** By condition, the share of rows at fit that met it: of those that met the conditions before. */
  readonly ratios: Float64Array
}

/** Takes a tree apart; what leaves say is the output's number `k` of `width`. */
export function pathsOf(tree: TreeNodes, infos: readonly FeatureInfo[], width: number, k: number): ShapTree {
  const asked = [...new Set(tree.feature.filter((f) => f >= 0))]
  const placeOf = new Map(asked.map((f, a) => [f, a]))
  const count = tree.feature.reduce((sum, f) => sum + (f < 0 ? 1 : 0), 0)
  const words = Math.ceil(count / 32)
  const features = asked.map((feature) => askFeature(tree, infos[feature]!, feature, words))
  const leaves: ShapLeaf[] = []
  let mean = 0
  walkDown(tree, (node, ratios, ways) => {
    const leaf = leaves.length
    const conditions = [...ratios.keys()]
    const value = tree.value[node * width + k]!
    leaves.push({
      value,
      asked: Int32Array.from(conditions, (f) => placeOf.get(f)!),
      ratios: Float64Array.from(ratios.values()),
    })
    mean += value * [...ratios.values()].reduce((product, ratio) => product * ratio, 1)
    for (const f of conditions) markMet(tree, features[placeOf.get(f)!]!, ways, leaf, words)
  })
  return { features, leaves, mean }
}

/** A step on a path: a node, and which way it went. */
type Way = readonly [node: number, isLeft: boolean]

/** Visits all leaves with the shares of rows by feature, and the steps on their paths. */
function walkDown(
  { feature, left, right, cover }: TreeNodes,
  visit: (node: number, ratios: ReadonlyMap<number, number>, ways: readonly Way[]) => void,
): void {
  const open: { node: number; ratios: Map<number, number>; ways: Way[] }[] = [
    { node: 0, ratios: new Map(), ways: [] },
  ]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, ratios, ways } = at
    const f = feature[node]!
    if (f < 0) {
      visit(node, ratios, ways)
      continue
    }
    const both = cover[left[node]!]! + cover[right[node]!]!
    for (const isLeft of [false, true]) {
      const child = isLeft ? left[node]! : right[node]!
      const share = both > 0 ? cover[child]! / both : 0.5
      const next = new Map(ratios).set(f, (ratios.get(f) ?? 1) * share)
      open.push({ node: child, ratios: next, ways: [...ways, [node, isLeft]] })
    }
  }
}

function askFeature(tree: TreeNodes, info: FeatureInfo, feature: number, words: number): AskedFeature {
  if (info.kind === 'category')
    return { feature, cuts: undefined, met: new Int32Array((info.labels.length + 1) * words) }
  const thresholds = new Set<number>()
  tree.feature.forEach((f, n) => f === feature && thresholds.add(tree.threshold[n]!))
  const cuts = Float64Array.from(thresholds).sort()
  return { feature, cuts, met: new Int32Array((cuts.length + 2) * words) }
}

/** Sets a leaf's bit in the bins that go its way at every node that asks for the feature. */
function markMet(
  tree: TreeNodes,
  { feature, cuts, met }: AskedFeature,
  ways: readonly Way[],
  leaf: number,
  words: number,
): void {
  const own = ways.filter(([node]) => tree.feature[node] === feature)
  const bins = met.length / words
  for (let bin = 0; bin < bins; bin++) {
    const isMet = own.every(([node, isLeft]) => goesLeft(tree, node, bin, bins - 1, cuts) === isLeft)
    if (isMet) met[bin * words + (leaf >> 5)]! |= 1 << (leaf & 31)
  }
}

function goesLeft(
  { categories, threshold, missingLeft }: TreeNodes,
  node: number,
  bin: number,
  missing: number,
  cuts: Float64Array | undefined,
): boolean {
  if (bin === missing) return missingLeft[node] === 1
  if (cuts === undefined) return categories[node]!.includes(bin)
  return bin < cuts.length && cuts[bin]! <= threshold[node]!
}
