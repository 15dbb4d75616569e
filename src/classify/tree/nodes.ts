import { malformed, type Reader } from '../../modelJson.js'
import type { FeatureInfo } from '../../learn/features.js'

/**
 * A tree as lists of equal length, an entry a node: what CART, forests and boosting learn, what scores, explains and writes them
 * reads. Node 0 is the root, and a node comes before its children. A row goes left where its value is at most the
 * threshold or its label is in the set, else right; where it is missing, as the node says.
 */
export interface TreeNodes {
  /** The number of the feature that is asked for; −1 in a leaf. */
  readonly feature: readonly number[]
  /** Numbers up to this go left; 0 in leaves and where the feature is a category. */
  readonly threshold: readonly number[]
  /** Numbers of the labels that go left, ascending; null in leaves and where the feature is a number. */
  readonly categories: readonly (readonly number[] | null)[]
  /** 1 where a missing value, or a label that was not known at fit, goes left; else 0. */
  readonly missingLeft: readonly number[]
  /** The node for those that go left; 0 in a leaf. */
  readonly left: readonly number[]
  /** The node for those that go right; 0 in a leaf. */
  readonly right: readonly number[]
  /** How many rows came here at fit, by weight. */
  readonly cover: readonly number[]
  /**
   * What a node says, `width` numbers a node, one node after the other. What inner nodes say is not added to any score: it is what
   * they would say as leaves, or 0 where the learner does not keep it.
   */
  readonly value: readonly number[]
}

/**
 * Trees whose leaves add up. Output k of a row is `base[k] + scale × Σ value`, summed in order of the trees over the leaves that the row
 * comes to. Where `width` equals the number of outputs, a leaf has a number for each (CART and forests: one, or one a class). Where it
 * is 1 and there are more outputs, tree t adds to output t modulo their number (boosting: in turn a tree a class).
 * What the outputs mean (a probability, a mean, a logit, a logarithm) is the model's to say.
 */
export interface Ensemble {
  readonly trees: readonly TreeNodes[]
  /** Numbers a node in `value`. */
  readonly width: number
  /** What each output begins with. */
  readonly base: readonly number[]
  /** What the sum over the trees is multiplied by: 1, or one over the trees where their mean is meant. */
  readonly scale: number
}

/** A tree while it grows; `freezeNodes` ends that. */
export type GrowingNodes = { -readonly [Part in keyof TreeNodes]: TreeNodes[Part][number][] }

/** A tree without nodes. */
export function emptyNodes(): GrowingNodes {
  return {
    feature: [],
    threshold: [],
    categories: [],
    missingLeft: [],
    left: [],
    right: [],
    cover: [],
    value: [],
  }
}

/** Adds a leaf and gives its number; what it says is the caller's to add. */
export function addLeaf(nodes: GrowingNodes, cover: number): number {
  nodes.feature.push(-1)
  nodes.threshold.push(0)
  nodes.categories.push(null)
  nodes.missingLeft.push(0)
  nodes.left.push(0)
  nodes.right.push(0)
  nodes.cover.push(cover)
  return nodes.feature.length - 1
}

/** The tree, not to be changed any more. */
export function freezeNodes(nodes: GrowingNodes): TreeNodes {
  for (const set of nodes.categories) Object.freeze(set)
  for (const part of Object.values(nodes)) Object.freeze(part)
  return Object.freeze(nodes)
}

/** The most nodes of an ensemble that is restored. */
const MOST_NODES = 50_000_000
/** Beyond this, sums might overflow. */
const LARGEST = 1e100
/** The most outputs: classes. */
const MOST_OUTPUTS = 1000

/** Reads trees over those features from JSON that is not to be trusted: every walk from a root ends in a leaf. */
export function readEnsemble(infos: readonly FeatureInfo[]): Reader<Ensemble> {
  return (value, place) => {
    const { trees, width, base, scale } = parts(value, ['trees', 'width', 'base', 'scale'], place)
    const outputs = numbers(base, `${place}.base`, undefined, -LARGEST, LARGEST)
    if (outputs.length === 0 || outputs.length > MOST_OUTPUTS) {
      throw malformed(`${place}.base`, `a list of 1 to ${MOST_OUTPUTS}`)
    }
    if (width !== 1 && width !== outputs.length)
      throw malformed(`${place}.width`, '1 or the number of outputs')
    if (typeof scale !== 'number' || !(scale >= 0 && scale <= 1))
      throw malformed(`${place}.scale`, 'from 0 to 1')
    if (!Array.isArray(trees)) throw malformed(`${place}.trees`, 'a list of trees')
    let nodes = 0
    // From, unlike map, does not pass over holes.
    const read = Array.from(trees, (tree, t) => {
      const own = readNodes(tree, infos, width, `${place}.trees[${t}]`)
      nodes += own.feature.length
      if (nodes > MOST_NODES) throw malformed(`${place}.trees`, `of at most ${MOST_NODES} nodes together`)
      return own
    })
    return Object.freeze({ trees: Object.freeze(read), width, base: outputs, scale })
  }
}

const PARTS = Object.keys(emptyNodes()) as (keyof TreeNodes)[]

/** Reads one tree over those features, `width` numbers a node. */
export function readNodes(
  json: unknown,
  infos: readonly FeatureInfo[],
  width: number,
  place: string,
): TreeNodes {
  const given = parts(json, PARTS, place)
  const feature = numbers(given.feature, `${place}.feature`, undefined, -1, infos.length - 1, true)
  const count = feature.length
  if (count === 0) throw malformed(`${place}.feature`, 'a list, not empty')
  const whole = (part: 'missingLeft' | 'left' | 'right', to: number) =>
    numbers(given[part], `${place}.${part}`, count, 0, to, true)
  const nodes: TreeNodes = {
    feature,
    threshold: numbers(given.threshold, `${place}.threshold`, count, -LARGEST, LARGEST),
    categories: readSets(given.categories, feature, infos, `${place}.categories`),
    missingLeft: whole('missingLeft', 1),
    left: whole('left', count - 1),
    right: whole('right', count - 1),
    cover: numbers(given.cover, `${place}.cover`, count, 0, LARGEST),
    value: numbers(given.value, `${place}.value`, count * width, -LARGEST, LARGEST),
  }
  checkLinks(nodes, place)
  return Object.freeze(nodes)
}

/** Each node but the root is the child of exactly one node before it. */
function checkLinks({ feature, left, right }: TreeNodes, place: string): void {
  const isChild = new Uint8Array(feature.length)
  for (let n = 0; n < feature.length; n++) {
    for (const child of [left[n]!, right[n]!]) {
      const isWrong = feature[n]! < 0 ? child !== 0 : child <= n || isChild[child] === 1
      if (isWrong) throw malformed(`${place}.left and right`, 'a tree: each node the child of one before it')
      isChild[child] = 1
    }
  }
  const stray = isChild.indexOf(0, 1)
  if (stray > 0) throw malformed(`${place}.left and right`, `a tree that reaches node ${stray}`)
}

/** Label sets of the nodes that ask for a category, null elsewhere. */
function readSets(
  value: unknown,
  feature: readonly number[],
  infos: readonly FeatureInfo[],
  place: string,
): TreeNodes['categories'] {
  if (!Array.isArray(value) || value.length !== feature.length) {
    throw malformed(place, `a list of ${feature.length}`)
  }
  const sets = Array.from(value as unknown[], (set, n) => {
    const info = infos[feature[n]!]
    if (info?.kind !== 'category') {
      if (set !== null) throw malformed(`${place}[${n}]`, 'null, since no category is asked for')
      return null
    }
    const labels = numbers(set, `${place}[${n}]`, undefined, 0, info.labels.length - 1, true)
    const isAscending = labels.every((label, i) => i === 0 || label > labels[i - 1]!)
    if (!isAscending) throw malformed(`${place}[${n}]`, 'ascending')
    return labels
  })
  return Object.freeze(sets)
}

/** A list of finite numbers; a plain loop, since there may be millions. */
function numbers(
  value: unknown,
  place: string,
  length: number | undefined,
  from: number,
  to: number,
  isWhole = false,
): readonly number[] {
  if (!Array.isArray(value)) throw malformed(place, 'a list of numbers')
  if (length !== undefined && value.length !== length) throw malformed(place, `a list of ${length}`)
  const copy: number[] = []
  for (let i = 0; i < value.length; i++) {
    const v: unknown = value[i]
    const isGood =
      typeof v === 'number' && Number.isFinite(v) && v >= from && v <= to && (!isWhole || Number.isInteger(v))
    if (!isGood)
      throw malformed(`${place}[${i}]`, isWhole ? `a whole number from ${from} to ${to}` : 'a number')
    copy.push(v)
  }
  return Object.freeze(copy)
}

/** The parts of an object that has these and no others. */
function parts<Part extends string>(
  value: unknown,
  names: readonly Part[],
  place: string,
): { [name in Part]: unknown } {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const isWhole = isObject && names.every((name) => Object.hasOwn(value, name))
  if (!isWhole || Object.keys(value).length !== names.length) {
    throw malformed(place, `an object of ${names.join(', ')}`)
  }
  return value as { [name in Part]: unknown }
}
