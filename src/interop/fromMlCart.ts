import { addLeaf, emptyNodes, freezeNodes, type GrowingNodes } from '../classify/tree/nodes.js'
import { stateFromNodes } from '../classify/tree/stateFromNodes.js'
import { type TreeModel, treeModel } from '../classify/tree/model.js'
import { ClienteleError } from '../error.js'
import { nextBelow } from '../numeric/neighbours.js'
import { checkOptions, invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import { ML_CART, type MlCartNode, type MlCartTree } from './mlCart.js'

/** What `fromMlCart` needs to know. */
export interface FromMlCartOptions {
  /** What the numbers of each row are called, in their order. */
  readonly features: readonly string[]
  /** What is predicted. */
  readonly target: string
  /** What the classes 0, 1, … of a classifier are called; of two, the second is the one whose probability is given. */
  readonly classes?: readonly string[] | undefined
  /** The rows that the tree was trained on. */
  readonly data: readonly (readonly number[])[]
}

const WHO = 'fromMlCart'

/**
 * A model of this library from a tree of ml-cart, so that it can be read as rules, drawn, evaluated and kept here.
 *
 * The tree stays what it is: its splits, and the shares or means in its leaves. How many rows each node has is counted from `data`.
 *
 * @param tree - a `DecisionTreeClassifier` or `DecisionTreeRegression` of ml-cart that was trained, or the JSON that it wrote
 * @param options - `features`, `target`, `classes` (of a classifier), `data`
 * @returns a frozen tree model, as `fitTree` gives; missing values go right, as they do there
 * @throws ClienteleError `value-invalid` where it is no such tree, or data do not fit it; `option-invalid`
 *
 * Cost: one pass over the data.
 *
 * @example
 * ```ts
 * // import { DecisionTreeClassifier } from 'ml-cart'
 * // const tree = new DecisionTreeClassifier(); tree.train(data, [1, 1, 0])
 * const data = [[2], [5], [40]]
 * const tree = {
 *   name: 'DTClassifier',
 *   options: {},
 *   root: {
 *     splitColumn: 0,
 *     splitValue: 22.5,
 *     left: { distribution: [[0, 1]] },
 *     right: { distribution: [[1]] },
 *   },
 * }
 * const model = fromMlCart(tree, { features: ['tenure'], target: 'left', classes: ['no', 'yes'], data })
 * console.log(toRows(model.rules())[0]?.rule) // tenure at most 22.5
 * ```
 */
export function fromMlCart(tree: MlCartTree | object, options: FromMlCartOptions): TreeModel {
  checkOptions(WHO, options, ['features', 'target', 'classes', 'data'])
  const { features, target, classes, data } = options
  checkNames('features', features, 1)
  if (typeof target !== 'string') throw invalid(WHO, `target must be a name, but got ${describe(target)}`)
  const { name, root } = readTree(tree)
  const isClassifier = name === ML_CART.classes
  if (isClassifier) checkNames('classes', classes, 2)
  else if (classes !== undefined)
    throw invalid(WHO, 'classes are for classifiers, but the tree predicts a number; leave them out')
  checkData(data, features.length)
  const nodes = emptyNodes()
  const width = isClassifier ? classes!.length : 1
  copyNodes(root, nodes, features.length, width)
  const rows = countRows(nodes, data)
  if (width === 2) nodes.value = nodes.value.filter((_, i) => i % 2 === 1)
  const info = isClassifier
    ? { name: target, task: 'classes' as const, form: 'text' as const, classes: Object.freeze([...classes!]) }
    : { name: target, task: 'number' as const }
  return treeModel(stateFromNodes(freezeNodes(nodes), rows, features, Object.freeze(info)))
}

function checkNames(name: string, names: unknown, least: number): void {
  const isNamed = Array.isArray(names) && names.every((part) => typeof part === 'string')
  if (isNamed && names.length >= least && new Set(names).size === names.length) return
  throw invalid(WHO, `${name} must be a list of ${least} or more different names, but got ${describe(names)}`)
}

/** The tree as plain JSON: what is not a tree of ml-cart is an error. */
function readTree(tree: unknown): MlCartTree {
  let plain: unknown
  try {
    plain = JSON.parse(JSON.stringify(tree))
  } catch {
    plain = undefined
  }
  const given = (plain ?? {}) as Partial<MlCartTree>
  const isTree = Object.values(ML_CART).includes(given.name as never) && typeof given.root === 'object'
  if (isTree && given.root !== null) return given as MlCartTree
  throw wrong(
    `got ${describe(tree)}, but needs a trained DecisionTreeClassifier or DecisionTreeRegression of ml-cart`,
  )
}

/** Copies the nodes, a node before those below it, with `width` numbers each in `value`. */
function copyNodes(root: MlCartNode, nodes: GrowingNodes, features: number, width: number): void {
  const open = [{ from: root, parent: -1, isLeft: false }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { from, parent, isLeft } = next
    const node = addLeaf(nodes, 0)
    if (parent >= 0) nodes[isLeft ? 'left' : 'right'][parent] = node
    const { left, right, splitColumn, splitValue } = from
    if (!left || !right) {
      nodes.value.push(...leafValues(from.distribution, width))
      continue
    }
    const isColumn = Number.isInteger(splitColumn) && splitColumn! >= 0 && splitColumn! < features
    if (!isColumn)
      throw wrong(
        `a node asks for column ${String(splitColumn)}, but there are ${features} features; name all of them`,
      )
    if (typeof splitValue !== 'number' || !(Math.abs(splitValue) < 1e100)) {
      throw wrong(
        `a node is split at ${String(splitValue)}, but numbers within ±1e100 are needed; scale the data and train it anew`,
      )
    }
    nodes.feature[node] = splitColumn!
    // There, less than this goes left; here, at most that.
    nodes.threshold[node] = nextBelow(splitValue)
    nodes.value.push(...Array.from({ length: width }, () => 0))
    open.push({ from: right, parent: node, isLeft: false }, { from: left, parent: node, isLeft: true })
  }
}

/** The shares of a leaf, which ends with the last class it has, or its mean. */
function leafValues(distribution: unknown, width: number): number[] {
  if (width === 1) {
    if (typeof distribution === 'number' && Math.abs(distribution) <= 1e100) return [distribution]
    throw wrong('a leaf has no mean; train the tree before it is taken')
  }
  const shares: unknown = Array.isArray(distribution) ? distribution[0] : undefined
  if (!Array.isArray(shares) || shares.length > width || !shares.every(isShare)) {
    throw wrong(
      `a leaf must have a share for each of ${width} classes at most; name as many classes as there are`,
    )
  }
  const sum = shares.reduce((all: number, v: number) => all + v, 0)
  if (!(Math.abs(sum - 1) < 1e-6))
    throw wrong(`the shares of a leaf must add up to 1, but they add up to ${sum}`)
  return Array.from({ length: width }, (_, c) => Math.min(1, (shares[c] ?? 0) as number))
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1 + 1e-6
}

/** How many of the rows come to each node. */
function countRows(nodes: GrowingNodes, data: FromMlCartOptions['data']): number[] {
  const rows = Array.from(nodes.feature, () => 0)
  for (const row of data) {
    for (let n = 0; ;) {
      rows[n]!++
      if (nodes.feature[n]! < 0) break
      n = row[nodes.feature[n]!]! <= nodes.threshold[n]! ? nodes.left[n]! : nodes.right[n]!
    }
  }
  nodes.cover = [...rows]
  return rows
}

function checkData(data: unknown, width: number): void {
  const isPoint = (row: unknown) => Array.isArray(row) && row.length === width && row.every(Number.isFinite)
  if (Array.isArray(data) && data.length > 0 && data.every(isPoint)) return
  throw wrong(
    `data must be the rows that the tree was trained on, each a list of ${width} numbers, one a feature`,
  )
}

function wrong(sentence: string): ClienteleError {
  return new ClienteleError('value-invalid', `${WHO}: ${sentence}.`)
}
