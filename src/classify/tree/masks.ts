import { fillBins } from '../bins/fillBins.js'
import type { Feature } from '../../learn/features.js'
import type { CompiledTrees } from './score.js'
import { makeShared } from '../../parallel/shared.js'

/**
 * Small trees as bit masks, after QuickScorer (Lucchese et al. 2015): a leaf is a bit, and a table by tree, feature and bin has the leaves
 * that a row in that bin may still come to. What is left when the tables of all features are combined is the row's leaf; nothing
 * is walked and nothing branches, so many rows are scored at once.
 */
export interface MaskPlan {
  readonly kind: 'masks'
  /** CELLS masks by tree and feature, one after the other; the first ones let every leaf pass. */
  readonly tables: Int32Array
  readonly trees: readonly MaskTree[]
  /** By feature the bin of each row: how many of the trees' thresholds are below it, or its label. */
  readonly columns: readonly Uint8Array[]
}

interface MaskTree {
  /** The features that the tree asks for, filled up to a multiple of four, and where their tables begin. */
  readonly features: Int32Array
  readonly tables: Int32Array
  /** The bits of all its leaves, and what these say, from the left. */
  readonly all: number
  readonly values: Float64Array
}

/** Bins of a feature, missing ones among them. */
const CELLS = 256
const MOST_LEAVES = 32
/** Values are at most this, so a threshold there is passed by all. */
const ABOVE_ALL = 1e100
/** Makes ready to add the trees up; undefined where they are too large for masks. `shared`: on memory that threads share. */
export function planMasks(
  trees: CompiledTrees,
  features: readonly Feature[],
  rows: number,
  shared: boolean,
): MaskPlan | undefined {
  const masks = makeMasks(trees, features)
  if (masks === undefined) return undefined
  const columns = features.map((feature, f) => {
    const column = makeShared(Uint8Array, rows, shared)
    binColumn(feature, masks.cuts[f], column)
    return column
  })
  return { kind: 'masks', tables: masks.tables, trees: masks.trees, columns }
}

/** What adds to the sums, a list an output, what the trees say of the rows from one to another: a block, so that they stay in the cache. */
export function maskAdder(
  { tables, trees, columns }: MaskPlan,
  sums: readonly Float64Array[],
): (from: number, to: number) => void {
  let left = new Int32Array(0)
  return (from, to) => {
    if (left.length < to - from) left = new Int32Array(to - from)
    trees.forEach((tree, t) => addTree(tree, tables, columns, left, sums[t % sums.length]!, from, to))
  }
}

function binColumn(feature: Feature, cuts: Float64Array | undefined, out: Uint8Array): void {
  if ('values' in feature) {
    fillBins(feature.values, cuts!, out)
    return
  }
  const { codes, info } = feature
  for (let i = 0; i < out.length; i++) out[i] = codes[i]! < 0 ? info.labels.length : codes[i]!
}

function addTree(
  { features, tables, all, values }: MaskTree,
  cells: Int32Array,
  columns: readonly Uint8Array[],
  left: Int32Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  left.fill(all)
  for (let k = 0; k < features.length; k += 4) {
    maskRows(
      left,
      cells,
      columns[features[k]!]!,
      tables[k]!,
      columns[features[k + 1]!]!,
      tables[k + 1]!,
      columns[features[k + 2]!]!,
      tables[k + 2]!,
      columns[features[k + 3]!]!,
      tables[k + 3]!,
      from,
      to,
    )
  }
  addLeaves(left, values, sums, from, to)
}

/** Leaves of each row only what four features let pass. */
function maskRows(
  left: Int32Array,
  cells: Int32Array,
  a: Uint8Array,
  aTable: number,
  b: Uint8Array,
  bTable: number,
  c: Uint8Array,
  cTable: number,
  d: Uint8Array,
  dTable: number,
  from: number,
  to: number,
): void {
  from |= 0
  to |= 0
  for (let i = from, k = 0; i < to; i++, k++) {
    left[k]! &=
      cells[aTable + a[i]!]! & cells[bTable + b[i]!]! & cells[cTable + c[i]!]! & cells[dTable + d[i]!]!
  }
}

/** Adds what the one leaf that is left says. */
function addLeaves(
  left: Int32Array,
  values: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  from |= 0
  to |= 0
  for (let i = from, k = 0; i < to; i++, k++) sums[i]! += values[31 - Math.clz32(left[k]!)]!
}

/** By numeric feature the thresholds that any tree has, ascending; undefined for categories. */
type Cuts = readonly (Float64Array | undefined)[]

/** The masks of all trees; undefined where one has too many leaves, or a feature too many bins. */
function makeMasks(
  trees: CompiledTrees,
  features: readonly Feature[],
): (Omit<MaskPlan, 'kind' | 'columns'> & { readonly cuts: Cuts }) | undefined {
  const { roots, width } = trees
  if (width !== 1) return undefined
  const cuts = features.map((feature, f) => ('values' in feature ? thresholdsOf(trees, f) : undefined))
  const isTooFine = features.some((feature, f) =>
    'values' in feature ? cuts[f]!.length > CELLS - 2 : feature.info.labels.length > CELLS - 1,
  )
  if (isTooFine) return undefined
  const cells: number[][] = [Array(CELLS).fill(-1)]
  const made: MaskTree[] = []
  for (const root of roots) {
    const tree = makeTree(trees, root, features, cuts, cells)
    if (tree === undefined) return undefined
    made.push(tree)
  }
  const tables = new Int32Array(cells.length * CELLS)
  cells.forEach((own, k) => tables.set(own, k * CELLS))
  return { cuts, tables, trees: made }
}

function thresholdsOf({ feature, threshold, set }: CompiledTrees, f: number): Float64Array {
  const found = new Set<number>()
  for (let n = 0; n < feature.length; n++) {
    if (feature[n] === f && set[n]! < 0 && threshold[n]! < ABOVE_ALL) found.add(threshold[n]!)
  }
  return Float64Array.from(found).sort()
}

/** One tree's masks, appended to `cells`. */
function makeTree(
  trees: CompiledTrees,
  root: number,
  features: readonly Feature[],
  cuts: Cuts,
  cells: number[][],
): MaskTree | undefined {
  const { feature, left, right, value } = trees
  const tableOf = new Map<number, number>()
  const values: number[] = []
  /** The leaves below a node, as bits; masks out the leaves that each answer to its question rules out. */
  const visit = (n: number): number => {
    const f = feature[n]!
    if (f < 0) {
      values.push(value[n]!)
      return 1 << (values.length - 1)
    }
    const lefts = visit(left[n]!)
    const rights = visit(right[n]!)
    if (!tableOf.has(f)) tableOf.set(f, cells.push(Array(CELLS).fill(-1)) - 1)
    const own = cells[tableOf.get(f)!]!
    for (let bin = 0; bin < CELLS; bin++)
      own[bin]! &= goesLeft(trees, n, bin, features[f]!, cuts[f]) ? ~rights : ~lefts
    return lefts | rights
  }
  if (countLeaves(trees, root) > MOST_LEAVES) return undefined
  const all = visit(root)
  const asked = [...tableOf.keys()]
  const tables = [...tableOf.values()]
  for (; asked.length % 4 > 0; tables.push(0)) asked.push(asked[0]!)
  return {
    features: Int32Array.from(asked),
    tables: Int32Array.from(tables, (table) => table * CELLS),
    all,
    values: Float64Array.from(values),
  }
}

function countLeaves({ feature, left, right }: CompiledTrees, root: number): number {
  const open = [root]
  let leaves = 0
  for (let n = open.pop(); n !== undefined && leaves <= MOST_LEAVES; n = open.pop()) {
    if (feature[n]! < 0) leaves++
    else open.push(left[n]!, right[n]!)
  }
  return leaves
}

/** Which way rows of a bin go at a node. */
function goesLeft(
  { set, sets, threshold, missingLeft }: CompiledTrees,
  n: number,
  bin: number,
  feature: Feature,
  cuts: Float64Array | undefined,
): boolean {
  if ('codes' in feature) return bin <= feature.info.labels.length && sets[set[n]! + bin] === 1
  if (bin > cuts!.length) return missingLeft[n] === 1
  // The last bin is above all thresholds but those that all values pass.
  return bin < cuts!.length ? cuts![bin]! <= threshold[n]! : threshold[n]! >= ABOVE_ALL
}
