import { type Chooser, makeChooser } from './chooser.js'
import type { TreeColumns } from './columns.js'
import { purity } from './cut.js'
import { addLeaf, emptyNodes, type GrowingNodes } from './nodes.js'
import { makeParter } from './part.js'
import type { Response } from './response.js'
import { runWidth, totalOf } from './runs.js'
import type { Split } from './split.js'

/** How far a tree grows. */
export interface GrowPlan {
  readonly maxDepth: number
  /** The fewest rows on either side of a split. */
  readonly minLeaf: number
  /** The least gain of a split, as a share of the root's impurity. */
  readonly minGain: number
  readonly entropy: boolean
}

/** A tree whose nodes do not say anything yet. */
export interface Grown {
  readonly nodes: GrowingNodes
  /** By how much each node's split makes the rows purer, in units of the response; 0 in leaves. */
  readonly gains: number[]
  /** How impure the root is, in the same unit. */
  readonly impurity: number
  /** The rows, leaf by leaf, and which stretch of them each node has. */
  readonly rows: Int32Array
  readonly starts: number[]
  readonly ends: number[]
  /** By node: the last bin of a number that goes left, and for categories 1 for each bin that does, with that of missing values. */
  readonly bins: number[]
  readonly isLeft: (Uint8Array | undefined)[]
}

/** Gains below this share of the root's impurity are rounding. */
const ROUNDING = 1e-13

/** Grows a tree over `rows`, ascending numbers of rows; they are moved. */
export function growTree(columns: TreeColumns, response: Response, rows: Int32Array, plan: GrowPlan): Grown {
  return makeGrower(columns, response, plan)(rows)
}

/** Grows tree after tree, each over some rows; `pick` tries features until enough of them differ, without it all are tried. */
export function makeGrower(
  columns: TreeColumns,
  response: Response,
  plan: GrowPlan,
): (rows: Int32Array, pick?: (consider: Chooser['consider']) => void) => Grown {
  const chooser = makeChooser(columns, response, plan.minLeaf, plan.entropy)
  const all = Int32Array.from({ length: columns.features }, (_, f) => f)
  const tryAll = (consider: Chooser['consider']) => void consider(all, 0, all.length)
  return (rows, pick = tryAll) => growOne(columns, response, rows, plan, chooser, pick)
}

function growOne(
  columns: TreeColumns,
  response: Response,
  rows: Int32Array,
  { maxDepth, minLeaf, minGain, entropy }: GrowPlan,
  chooser: Chooser,
  pick: (consider: Chooser['consider']) => void,
): Grown {
  const width = runWidth(response)
  const parter = makeParter(columns, rows)
  const total = new Float64Array(width)
  totalOf(response, rows, 0, rows.length, total)
  const impurity = impurityOf(response, rows, total, entropy)
  const least = Math.max(minGain, ROUNDING) * impurity
  const grown = emptyGrown(rows, impurity)
  const open: Opening[] = [{ parent: -1, isLeft: false, start: 0, end: rows.length, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { start, end, depth } = next
    const node = addOpen(grown, next)
    if (depth >= maxDepth || impurity === 0) continue
    totalOf(response, rows, start, end, total)
    if (total[0]! < 2 * minLeaf || isPure(response, total)) continue
    chooser.begin({ rows, start, end, orders: parter.orders, total })
    pick(chooser.consider)
    const gain = chooser.score() - purity(total, 0, width, entropy)
    if (!(gain > least)) continue
    const split = chooser.split()
    const middle = parter.part(split, start, end)
    grown.gains[node] = gain
    setSplit(grown, node, columns, split, 2 * (middle - start) >= end - start)
    // What is pushed last comes next: numbers go down the left side first.
    open.push({ parent: node, isLeft: false, start: middle, end, depth: depth + 1 })
    open.push({ parent: node, isLeft: true, start, end: middle, depth: depth + 1 })
  }
  return grown
}

/** A tree without nodes. */
export function emptyGrown(rows: Int32Array, impurity: number): Grown {
  return { nodes: emptyNodes(), gains: [], impurity, rows, starts: [], ends: [], bins: [], isLeft: [] }
}

/** A node that is still to be numbered and split. */
export interface Opening {
  readonly parent: number
  readonly isLeft: boolean
  readonly start: number
  readonly end: number
  readonly depth: number
}

/** Adds the node as a leaf, for the time being, and gives its number. */
export function addOpen(
  { nodes, gains, starts, ends, bins, isLeft: sets }: Grown,
  { parent, isLeft, start, end }: Opening,
): number {
  gains.push(0)
  starts.push(start)
  ends.push(end)
  bins.push(-1)
  sets.push(undefined)
  const node = addLeaf(nodes, 0)
  if (parent >= 0) nodes[isLeft ? 'left' : 'right'][parent] = node
  return node
}

/** How impure the rows are, as what the purity of all lacks to that of rows that are all alike. */
function impurityOf(response: Response, rows: Int32Array, total: Float64Array, entropy: boolean): number {
  const own = purity(total, 0, total.length, entropy)
  if (entropy) return -own
  if (response.kind === 'classes') return total[1]! - own
  if (response.kind === 'counts') return total[2]! - own
  let squares = 0
  const { data } = response
  for (let i = 0; i < rows.length; i++) {
    const o = 3 * rows[i]!
    if (data[o + 1]! > 0) squares += (data[o + 2]! * data[o + 2]!) / data[o + 1]!
  }
  return Math.max(0, squares - own)
}

function isPure({ kind }: Response, total: Float64Array): boolean {
  if (kind === 'counts') return total[2] === 0 || total[2] === total[1]
  if (kind === 'moments') return false
  return total.indexOf(total[1]!, 2) >= 0
}

/** Writes what a node asks; labels that were not among its rows, and missing values if none were, go where most rows went. */
function setSplit(
  { nodes, bins: lastLeft, isLeft: sets }: Grown,
  node: number,
  { kinds, bins }: TreeColumns,
  split: Split,
  mostLeft: boolean,
): void {
  const { feature, threshold, missingLeft = mostLeft, bin, sides } = split
  const kind = kinds[feature]!
  nodes.feature[node] = feature
  nodes.threshold[node] = threshold
  nodes.missingLeft[node] = missingLeft ? 1 : 0
  lastLeft[node] = bin
  if (!('labels' in kind)) return
  const set: number[] = []
  for (let b = 0; b <= bins[feature]!; b++) {
    if (sides[b] === 2) sides[b] = mostLeft ? 1 : 0
    if (b < bins[feature]! && sides[b] === 1) for (const label of kind.labels[b]!) set.push(label)
  }
  sets[node] = sides
  nodes.categories[node] = set.sort((a, b) => a - b)
}
