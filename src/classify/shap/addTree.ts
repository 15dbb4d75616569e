import type { Feature } from '../../learn/features.js'
import { binOf } from '../../learn/cuts.js'
import type { AskedFeature, ShapLeaf, ShapTree } from './paths.js'
import { pathWeights } from './pathWeights.js'

/** Leaves with at most so many conditions keep what they add, by pattern of conditions that are met. */
const MOST_KEPT = 12

/**
 * Adds what one tree says of these rows. Leaf by leaf: what it adds depends on nothing but which of its conditions a row meets, so it is
 * computed once for each pattern that occurs.
 */
export function addTree(
  { features: asked, leaves }: ShapTree,
  features: readonly Feature[],
  values: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const count = to - from
  const words = Math.ceil(leaves.length / 32)
  const bins = asked.map((one) => binBlock(one, features[one.feature]!, from, to))
  // For the leaves of one word at a time, which of them each row meets by each feature.
  const metBy = asked.map(() => new Int32Array(count))
  const patterns = new Int32Array(count)
  for (let l = 0; l < leaves.length; l++) {
    if ((l & 31) === 0) {
      asked.forEach(({ met }, a) => lookUp(met, bins[a]!, words, l >> 5, metBy[a]!))
    }
    const leaf = leaves[l]!
    const columns = Array.from(leaf.asked, (a) => values[asked[a]!.feature]!)
    const own = Array.from(leaf.asked, (a) => metBy[a]!)
    if (columns.length <= MOST_KEPT) addKept(leaf, own, l & 31, patterns, columns, from)
    else addDirectly(leaf, own, l & 31, columns, from)
  }
}

function binBlock({ cuts }: AskedFeature, feature: Feature, from: number, to: number): Int32Array {
  const bins = new Int32Array(to - from)
  if ('codes' in feature) {
    const missing = feature.info.labels.length
    for (let i = from; i < to; i++) bins[i - from] = feature.codes[i]! < 0 ? missing : feature.codes[i]!
  } else {
    for (let i = from; i < to; i++) {
      const value = feature.values[i]!
      bins[i - from] = Number.isNaN(value) ? cuts!.length + 1 : binOf(value, cuts!)
    }
  }
  return bins
}

function lookUp(met: Int32Array, bins: Int32Array, words: number, word: number, out: Int32Array): void {
  for (let i = 0; i < bins.length; i++) out[i] = met[bins[i]! * words + word]!
}

/** Adds what a leaf says to rows by their patterns of conditions met; each pattern's additions are computed when it is first seen. */
function addKept(
  leaf: ShapLeaf,
  metBy: readonly Int32Array[],
  bit: number,
  patterns: Int32Array,
  columns: readonly Float64Array[],
  from: number,
): void {
  const count = metBy.length
  if (count === 0) return
  patterns.fill(0)
  for (let j = 0; j < count; j++) addBit(patterns, metBy[j]!, bit, j)
  const weigh = pathWeights(leaf)
  const met = new Uint8Array(count)
  const { seen, kept } = additionsOf(leaf, count)
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!
    if (seen[pattern] === 1) continue
    seen[pattern] = 1
    for (let j = 0; j < count; j++) met[j] = (pattern >> j) & 1
    weigh(met, kept, pattern * count)
  }
  for (let j = 0; j < count; j++) addColumn(columns[j]!, from, kept, patterns, count, j)
}

/** What a leaf adds by pattern, where the pattern has been seen. */
interface Additions {
  readonly seen: Uint8Array
  readonly kept: Float64Array
}

/** From one block of rows to the next. */
const additions = new WeakMap<ShapLeaf, Additions>()

function additionsOf(leaf: ShapLeaf, count: number): Additions {
  const known = additions.get(leaf)
  if (known) return known
  const made = { seen: new Uint8Array(1 << count), kept: new Float64Array(count << count) }
  additions.set(leaf, made)
  return made
}

function addBit(patterns: Int32Array, met: Int32Array, bit: number, j: number): void {
  for (let i = 0; i < patterns.length; i++) patterns[i]! |= ((met[i]! >>> bit) & 1) << j
}

function addColumn(
  column: Float64Array,
  from: number,
  kept: Float64Array,
  patterns: Int32Array,
  count: number,
  j: number,
): void {
  for (let i = 0; i < patterns.length; i++) column[from + i]! += kept[patterns[i]! * count + j]!
}

/** Adds what a leaf of many conditions says, row by row. */
function addDirectly(
  leaf: ShapLeaf,
  metBy: readonly Int32Array[],
  bit: number,
  columns: readonly Float64Array[],
  from: number,
): void {
  const count = metBy.length
  const weigh = pathWeights(leaf)
  const met = new Uint8Array(count)
  const out = new Float64Array(count)
  const rows = metBy[0]!.length
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < count; j++) met[j] = (metBy[j]![i]! >>> bit) & 1
    weigh(met, out, 0)
    for (let j = 0; j < count; j++) columns[j]![from + i]! += out[j]!
  }
}
