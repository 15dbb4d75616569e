import type { Feature, FeatureInfo } from '../../learn/features.js'
import type { PredictOptions } from '../../learn/predictions.js'
import type { FeatureRows } from '../../learn/predictor.js'
import { checkInteger } from '../../options.js'
import { planMasks } from './masks.js'
import type { Ensemble } from './nodes.js'
import { planSteps } from './steps.js'
import { sumByTeam } from './sumByTeam.js'

/** What `predict` of trees can be told. */
export interface EnsemblePredictOptions extends PredictOptions {
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

/** What scores the rows that an ensemble's model predicts; the trees are laid out when they are first needed. */
export function ensembleScorer(
  ensemble: Ensemble,
  infos: readonly FeatureInfo[],
): (rows: FeatureRows, options: EnsemblePredictOptions, who: string) => Float64Array[] {
  let compiled: CompiledTrees | undefined
  return ({ features, rows }, { threads = 1 }, who) => {
    checkInteger(who, 'threads', threads, 1, 256)
    compiled ??= compileTrees(ensemble, infos)
    return scoreRows(compiled, features, rows, threads)
  }
}

/** Trees in typed arrays, one after the other, ready to be walked. */
export interface CompiledTrees {
  readonly width: number
  readonly base: Float64Array
  readonly scale: number
  /** The root of each tree. */
  readonly roots: Int32Array
  /** −1 in leaves. */
  readonly feature: Int32Array
  readonly threshold: Float64Array
  /** Where the node's set of labels begins in `sets`, a byte a label, the last one for missing values; −1: none. */
  readonly set: Int32Array
  /** 1: goes left. */
  readonly sets: Uint8Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
}

/** Lays trees out for walking. */
export function compileTrees(
  { trees, width, base, scale }: Ensemble,
  infos: readonly FeatureInfo[],
): CompiledTrees {
  const count = trees.reduce((sum, { feature }) => sum + feature.length, 0)
  const compiled = {
    width,
    base: Float64Array.from(base),
    scale,
    roots: new Int32Array(trees.length),
    feature: new Int32Array(count),
    threshold: new Float64Array(count),
    set: new Int32Array(count).fill(-1),
    missingLeft: new Uint8Array(count),
    left: new Int32Array(count),
    right: new Int32Array(count),
    value: new Float64Array(count * width),
  }
  const sizes = infos.map((info) => (info.kind === 'category' ? info.labels.length + 1 : 0))
  let bytes = 0
  let at = 0
  trees.forEach((tree, t) => {
    compiled.roots[t] = at
    for (let n = 0; n < tree.feature.length; n++) {
      compiled.feature[at + n] = tree.feature[n]!
      compiled.threshold[at + n] = tree.threshold[n]!
      compiled.missingLeft[at + n] = tree.missingLeft[n]!
      compiled.left[at + n] = at + tree.left[n]!
      compiled.right[at + n] = at + tree.right[n]!
      if (tree.categories[n]) {
        compiled.set[at + n] = bytes
        bytes += sizes[tree.feature[n]!]!
      }
    }
    for (let v = 0; v < tree.value.length; v++) compiled.value[at * width + v] = tree.value[v]!
    at += tree.feature.length
  })
  const sets = new Uint8Array(bytes)
  at = 0
  for (const { categories, feature, missingLeft } of trees) {
    categories.forEach((labels, n) => {
      if (!labels) return
      const from = compiled.set[at + n]!
      for (const label of labels) sets[from + label] = 1
      sets[from + sizes[feature[n]!]! - 1] = missingLeft[n]!
    })
    at += feature.length
  }
  return { ...compiled, sets }
}

/** A value a row: the number, or the number of its label; one past the last label where that is missing. */
function plainColumns(features: readonly Feature[]): (Float64Array | Int32Array)[] {
  return features.map((feature) => {
    if ('values' in feature) return feature.values
    const missing = feature.info.labels.length
    return feature.codes.map((code) => (code < 0 ? missing : code))
  })
}

/**
 * What the trees say about each row: one list an output, the same for any number of `threads`. `features` are those that the trees' numbers
 * mean, in that order.
 */
export function scoreRows(
  trees: CompiledTrees,
  features: readonly Feature[],
  rows: number,
  threads: number = 1,
): Float64Array[] {
  const { base, scale, roots } = trees
  const hired = rows * roots.length < FEW_WALKS ? 1 : threads
  const plan =
    rows < FEW_ROWS
      ? undefined
      : (planMasks(trees, features, rows, hired > 1) ?? planSteps(trees, features, hired > 1))
  const scores = plan ? sumByTeam(plan, rows, base.length, hired) : sumByWalking(trees, features, rows)
  scores.forEach((sums, k) => {
    for (let i = 0; i < rows; i++) sums[i] = base[k]! + scale * sums[i]!
  })
  return scores
}

/** Masks and steps take a while to make. */
const FEW_ROWS = 2000
/** Below so many rows times trees a second thread takes longer to be told than the work. */
const FEW_WALKS = 500_000

function sumByWalking(trees: CompiledTrees, features: readonly Feature[], rows: number): Float64Array[] {
  const { roots, width, base, value } = trees
  const columns = plainColumns(features)
  const outputs = base.length
  const scores = Array.from(base, () => new Float64Array(rows))
  const leaves = new Int32Array(Math.min(rows, BLOCK))
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(rows, start + BLOCK)
    for (let t = 0; t < roots.length; t++) {
      walk(trees, columns, roots[t]!, start, end, leaves)
      for (let k = 0; k < width; k++) {
        const sums = scores[width === outputs ? k : t % outputs]!
        for (let i = start; i < end; i++) sums[i]! += value[leaves[i - start]! * width + k]!
      }
    }
  }
  return scores
}

/** The leaf of one tree that each row comes to, as a node's number within that tree. */
export function leavesOf(
  trees: CompiledTrees,
  features: readonly Feature[],
  rows: number,
  tree: number = 0,
): Int32Array {
  const leaves = new Int32Array(rows)
  const root = trees.roots[tree]!
  walk(trees, plainColumns(features), root, 0, rows, leaves)
  for (let i = 0; i < rows; i++) leaves[i]! -= root
  return leaves
}

/** Rows that are walked tree by tree, so that they stay in the cache. */
const BLOCK = 1024

function walk(
  { feature, threshold, set, sets, missingLeft, left, right }: CompiledTrees,
  columns: readonly (Float64Array | Int32Array)[],
  root: number,
  start: number,
  end: number,
  leaves: Int32Array,
): void {
  for (let i = start; i < end; i++) {
    let n = root
    for (let f = feature[n]!; f >= 0; f = feature[n]!) {
      const x = columns[f]![i]!
      const from = set[n]!
      const goesLeft =
        from >= 0 ? sets[from + x] === 1 : x <= threshold[n]! || (missingLeft[n] === 1 && Number.isNaN(x))
      n = goesLeft ? left[n]! : right[n]!
    }
    leaves[i - start] = n
  }
}
