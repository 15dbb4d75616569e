import type { Grown } from './grow.js'
import type { Outcome } from './response.js'

/**
 * Lets each node say what its rows were: their mean, the share of the second class, or of each class where there are more. `weights`
 * (undefined: all 1) and how many `times` a row counts make up its cover. Gives the rows of each node.
 */
export function fillValues(
  { nodes, rows, starts, ends }: Grown,
  outcome: Outcome,
  weights: Float64Array | undefined,
  times?: Uint16Array,
): number[] {
  const count = nodes.feature.length
  const width = valueWidth(outcome)
  const counts = new Float64Array(count)
  const covers = new Float64Array(count)
  const sums = new Float64Array(count * width)
  for (let n = count - 1; n >= 0; n--) {
    if (nodes.feature[n]! < 0) {
      sumRows(outcome, weights, times, rows, starts[n]!, ends[n]!, n, counts, covers, sums)
      continue
    }
    // Children come after their parents.
    for (const child of [nodes.left[n]!, nodes.right[n]!]) {
      counts[n]! += counts[child]!
      covers[n]! += covers[child]!
      for (let k = 0; k < width; k++) sums[n * width + k]! += sums[child * width + k]!
    }
  }
  nodes.cover = Array.from(covers)
  nodes.value = Array.from(sums, (sum, i) => sum / covers[Math.floor(i / width)]!)
  return Array.from(counts)
}

/** Numbers that a node says. */
export function valueWidth(outcome: Outcome): number {
  return 'codes' in outcome && outcome.classes > 2 ? outcome.classes : 1
}

function sumRows(
  outcome: Outcome,
  weights: Float64Array | undefined,
  times: Uint16Array | undefined,
  rows: Int32Array,
  start: number,
  end: number,
  node: number,
  counts: Float64Array,
  covers: Float64Array,
  sums: Float64Array,
): void {
  const isMany = 'codes' in outcome && outcome.classes > 2
  const values = 'codes' in outcome ? outcome.codes : outcome.values
  const width = valueWidth(outcome)
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const n = times ? times[row]! : 1
    const w = weights ? n * weights[row]! : n
    counts[node]! += n
    covers[node]! += w
    if (isMany) sums[node * width + values[row]!]! += w
    else sums[node]! += w * values[row]!
  }
}
