import { rootOf, unite } from '../cluster/components.js'

/**
 * How found and true customers overlap, summed up by block: customers of both kinds that share records, directly or through others. Every
 * right and every wrong pair lies within one block, so blocks are what chance draws.
 */
export type Overlap = {
  readonly blocks: number
  readonly records: Float64Array
  /** Pairs of records of one found customer, of one true customer, and of both. */
  readonly together: Float64Array
  readonly truePairs: Float64Array
  readonly right: Float64Array
  /** Customers found, true, and those that are both: the same records and no others. */
  readonly found: Float64Array
  readonly trueCustomers: Float64Array
  readonly exact: Float64Array
  /** Sums over records: the share of the found customer's records that are rightly there, and that of the true customer's that were found. */
  readonly precision: Float64Array
  readonly recall: Float64Array
  /** One a true customer: its block. */
  readonly blockOfTruth: Int32Array
}

/** `found` and `truth` number each record's customers densely from 0. */
export function overlapOf(found: Int32Array, truth: Int32Array): Overlap {
  const [foundSizes, trueSizes] = [sizesOf(found), sizesOf(truth)]
  const { of, blocks } = blocksOf(found, truth, foundSizes.length, trueSizes.length)
  const zeros = () => new Float64Array(blocks)
  const overlap = {
    blocks,
    records: zeros(),
    together: zeros(),
    truePairs: zeros(),
    right: zeros(),
    found: zeros(),
    trueCustomers: zeros(),
    exact: zeros(),
    precision: zeros(),
    recall: zeros(),
    blockOfTruth: of.slice(foundSizes.length),
  }
  foundSizes.forEach((size, i) => {
    const block = of[i]!
    overlap.records[block]! += size
    overlap.found[block]!++
    overlap.together[block]! += pairsOf(size)
  })
  trueSizes.forEach((size, j) => {
    const block = overlap.blockOfTruth[j]!
    overlap.trueCustomers[block]!++
    overlap.truePairs[block]! += pairsOf(size)
  })
  eachCell(found, truth, foundSizes, trueSizes.length, (i, j, shared) => {
    const block = of[i]!
    const [a, b] = [foundSizes[i]!, trueSizes[j]!]
    overlap.right[block]! += pairsOf(shared)
    overlap.precision[block]! += (shared * shared) / a
    overlap.recall[block]! += (shared * shared) / b
    if (shared === a && shared === b) overlap.exact[block]!++
  })
  return overlap
}

export function pairsOf(size: number): number {
  return (size * (size - 1)) / 2
}

function sizesOf(codes: Int32Array): Int32Array {
  let most = -1
  for (const code of codes) most = Math.max(most, code)
  const sizes = new Int32Array(most + 1)
  for (const code of codes) sizes[code]!++
  return sizes
}

function blocksOf(
  found: Int32Array,
  truth: Int32Array,
  many: number,
  trueMany: number,
): { of: Int32Array; blocks: number } {
  const parent = Int32Array.from({ length: many + trueMany }, (_, node) => node)
  for (let row = 0; row < found.length; row++) unite(parent, found[row]!, many + truth[row]!)
  const number = new Int32Array(parent.length).fill(-1)
  let blocks = 0
  const of = parent.map((_, node) => {
    const root = rootOf(parent, node)
    if (number[root] === -1) number[root] = blocks++
    return number[root]!
  })
  return { of, blocks }
}

/** How many records each found customer shares with each true one. */
function eachCell(
  found: Int32Array,
  truth: Int32Array,
  sizes: Int32Array,
  trueMany: number,
  tell: (found: number, truth: number, shared: number) => void,
): void {
  const start = new Int32Array(sizes.length + 1)
  sizes.forEach((size, i) => (start[i + 1] = start[i]! + size))
  const next = start.slice()
  const truths = new Int32Array(found.length)
  for (let row = 0; row < found.length; row++) truths[next[found[row]!]!++] = truth[row]!
  const shared = new Int32Array(trueMany)
  for (let i = 0; i < sizes.length; i++) {
    const own = truths.subarray(start[i], start[i + 1])
    for (const j of own) shared[j]!++
    for (const j of own) {
      if (shared[j] === 0) continue
      tell(i, j, shared[j]!)
      shared[j] = 0
    }
  }
}
