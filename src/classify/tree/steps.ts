import { binOf } from '../../learn/cuts.js'
import type { Feature } from '../../learn/features.js'
import { toShared } from '../../parallel/shared.js'
import type { CompiledTrees } from './score.js'

/** Trees whose nodes are asked without a branch: no guess of a side can be wrong, and four rows are walked at once. */
interface Steps {
  /** Four numbers a node: where its column begins, what is asked, how, and the left child, which the right one follows. */
  readonly nodes: Int32Array
  readonly roots: Int32Array
  readonly value: Float64Array
  readonly columns: readonly StepColumn[]
}

/** The same with the rows, ready to be added up. */
export interface StepPlan extends Steps {
  readonly kind: 'steps'
  readonly features: readonly Feature[]
  /** Numbers a leaf says. */
  readonly width: number
}

/** A feature as nodes ask for it: a number by its place among the thresholds, with missing values on either side, or a label. */
interface StepColumn {
  readonly feature: number
  readonly missingLeft: boolean
  /** The thresholds, ascending; undefined for a category. */
  readonly cuts: Float64Array | undefined
}

/** Rows that are walked tree by tree; a multiple of four. */
const BLOCK = 256
/** Labels, missing among them, that fit a word's bits. */
const MOST_LABELS = 32
/** Fewer trees are walked faster than numbers are placed among thresholds. */
const FEW_TREES = 30

/** Makes ready to add the trees up; undefined where another way is needed. `shared`: on memory that threads share. */
export function planSteps(
  trees: CompiledTrees,
  features: readonly Feature[],
  shared: boolean,
): StepPlan | undefined {
  const isWide = features.some((feature) => 'codes' in feature && feature.info.labels.length >= MOST_LABELS)
  if (isWide || trees.roots.length < FEW_TREES) return undefined
  const own = shared ? features.map(shareFeature) : features
  return { kind: 'steps', ...layOut(trees, features), features: own, width: trees.width }
}

function shareFeature(feature: Feature): Feature {
  return 'values' in feature
    ? { info: feature.info, values: toShared(feature.values) }
    : { info: feature.info, codes: toShared(feature.codes) }
}

/** What adds to the sums, a list an output, what the trees say of the rows from one to another. */
export function stepAdder(
  { nodes, roots, value, columns, features, width }: StepPlan,
  sums: readonly Float64Array[],
): (from: number, to: number) => void {
  const codes = new Int32Array(Math.max(1, columns.length) * BLOCK)
  const leaves = new Int32Array(BLOCK)
  return (from, to) => {
    for (let start = from; start < to; start += BLOCK) {
      const count = Math.min(BLOCK, to - start)
      columns.forEach((column, c) =>
        fillCodes(column, features[column.feature]!, start, count, codes, c * BLOCK),
      )
      for (let t = 0; t < roots.length; t++) {
        walkFour(nodes, roots[t]!, codes, count, leaves)
        for (let k = 0; k < width; k++) {
          const into = sums[width === sums.length ? k : t % sums.length]!
          for (let i = 0; i < count; i++) into[start + i]! += value[leaves[i]! * width + k]!
        }
      }
    }
  }
}

/** Walks four rows at once until none of them moves; rows past the last are walked too, and not looked at. */
function walkFour(
  nodes: Int32Array,
  root: number,
  codes: Int32Array,
  count: number,
  leaves: Int32Array,
): void {
  for (let i = 0; i < count; i += 4) {
    let [a, b, c, d] = [root, root, root, root]
    for (let moved = 1; moved !== 0;) {
      const a1 = step(nodes, a, codes, i)
      const b1 = step(nodes, b, codes, i + 1)
      const c1 = step(nodes, c, codes, i + 2)
      const d1 = step(nodes, d, codes, i + 3)
      moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1)
      a = a1
      b = b1
      c = c1
      d = d1
    }
    leaves[i] = a
    leaves[i + 1] = b
    leaves[i + 2] = c
    leaves[i + 3] = d
  }
}

/**
 * The next node. For a number `how` is −1 and the sign of `what − code` says which side; for a label `how` is 0 and the
 * label's bit of `what` does. A leaf comes back to itself.
 */
function step(nodes: Int32Array, n: number, codes: Int32Array, i: number): number {
  const o = n << 2
  const how = nodes[o + 2]!
  const code = codes[nodes[o]! + i]!
  const right = ((nodes[o + 1]! - (code & how)) >>> (code | (how & 31))) & 1
  return nodes[o + 3]! + right
}

function fillCodes(
  { cuts, missingLeft }: StepColumn,
  feature: Feature,
  start: number,
  count: number,
  codes: Int32Array,
  at: number,
): void {
  if ('values' in feature && cuts) {
    const { values } = feature
    const missing = missingLeft ? 0 : cuts.length
    for (let i = 0; i < count; i++) {
      const v = values[start + i]!
      codes[at + i] = Number.isNaN(v) ? missing : binOf(v, cuts)
    }
  } else if ('codes' in feature) {
    const missing = feature.info.labels.length
    for (let i = 0; i < count; i++) {
      const code = feature.codes[start + i]!
      codes[at + i] = code < 0 ? missing : code
    }
  }
}

function layOut(trees: CompiledTrees, features: readonly Feature[]): Steps {
  const { feature, threshold, missingLeft, set, sets, left, right, width } = trees
  const cuts = thresholdsOf(trees, features.length)
  const columns: StepColumn[] = []
  const places = new Map<number, number>()
  const placeOf = (n: number): number => {
    const f = feature[n]!
    const isLeft = set[n]! < 0 && missingLeft[n] === 1
    const key = 2 * f + (isLeft ? 1 : 0)
    let place = places.get(key)
    if (place === undefined) {
      place = columns.length
      places.set(key, place)
      columns.push({ feature: f, missingLeft: isLeft, cuts: set[n]! < 0 ? cuts[f]! : undefined })
    }
    return place
  }
  const nodes = new Int32Array(4 * feature.length)
  const value = new Float64Array(trees.value.length)
  const roots = new Int32Array(trees.roots.length)
  /** By new number: the old one. Children get neighbouring numbers. */
  const old = new Int32Array(feature.length)
  let next = 0
  trees.roots.forEach((root, t) => {
    roots[t] = next
    old[next++] = root
    for (let n = roots[t]!; n < next; n++) {
      const o = old[n]!
      for (let k = 0; k < width; k++) value[n * width + k] = trees.value[o * width + k]!
      const f = feature[o]!
      if (f < 0) {
        nodes[4 * n + 3] = n
        continue
      }
      const isNumber = set[o]! < 0
      const info = features[f]!.info
      const labels = info.kind === 'category' ? info.labels.length : 0
      nodes[4 * n] = placeOf(o) * BLOCK
      nodes[4 * n + 1] = isNumber ? binOf(threshold[o]!, cuts[f]!) : rightLabels(sets, set[o]!, labels)
      nodes[4 * n + 2] = isNumber ? -1 : 0
      nodes[4 * n + 3] = next
      old[next++] = left[o]!
      old[next++] = right[o]!
    }
  })
  return { nodes, roots, value, columns }
}

/** By feature the different thresholds, ascending. */
function thresholdsOf({ feature, threshold, set }: CompiledTrees, features: number): Float64Array[] {
  const lists: number[][] = Array.from({ length: features }, () => [])
  for (let n = 0; n < feature.length; n++) {
    if (feature[n]! >= 0 && set[n]! < 0) lists[feature[n]!]!.push(threshold[n]!)
  }
  return lists.map((list) => {
    const sorted = Float64Array.from(list).sort()
    return sorted.filter((v, i) => i === 0 || v !== sorted[i - 1])
  })
}

/** A bit for each label that goes right, and one for missing values after them. */
function rightLabels(sets: Uint8Array, from: number, labels: number): number {
  let bits = 0
  for (let label = 0; label <= labels; label++) if (sets[from + label] === 0) bits |= 1 << label
  return bits
}
