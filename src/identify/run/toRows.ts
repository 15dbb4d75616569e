import { float64, int32, makeTable } from '../../table/build.js'
import type { Float64, Int32, Table } from '../../table/arrow.js'
import { probabilityOf } from '../link/scorer.js'
import type { ScoredPairs } from './pairBuffer.js'

/** Scored pairs, as `identify` gives them. */
export type ScoredPairColumns = {
  row_a: Int32
  row_b: Int32
  match_weight: Float64
  match_probability: Float64
}

/** Pairs by the rows of the given order, sorted. */
export function scoredTable(
  { length, a, b, scores }: ScoredPairs,
  rowOf: Int32Array,
): Table<ScoredPairColumns> {
  const rows = rowOf.length
  const keys = new Float64Array(length)
  for (let p = 0; p < length; p++) {
    const [x, y] = [rowOf[a[p]!]!, rowOf[b[p]!]!]
    keys[p] = Math.min(x, y) * rows + Math.max(x, y)
  }
  const order = Uint32Array.from(keys, (_, p) => p).sort((p, q) => keys[p]! - keys[q]!)
  const first = new Int32Array(length)
  const second = new Int32Array(length)
  const weights = new Float64Array(length)
  const probabilities = new Float64Array(length)
  order.forEach((p, i) => {
    first[i] = Math.floor(keys[p]! / rows)
    second[i] = keys[p]! - first[i]! * rows
    weights[i] = scores[p]! / Math.LN2
    probabilities[i] = probabilityOf(scores[p]!)
  })
  return makeTable<ScoredPairColumns>({
    row_a: int32(first),
    row_b: int32(second),
    match_weight: float64(weights),
    match_probability: float64(probabilities),
  })
}

/** Clusters and certainties by the rows of the given order, clusters numbered in the order of first rows. */
export function clustersInRows(
  { cluster, clusters, certainty }: { cluster: Int32Array; clusters: number; certainty: Float64Array },
  rowOf: Int32Array,
): { cluster: Int32Array; clusters: number; certainty: Float64Array } {
  const place = new Int32Array(rowOf.length)
  rowOf.forEach((row, i) => (place[row] = i))
  const number = new Int32Array(clusters).fill(-1)
  let next = 0
  const numbered = place.map((i) => {
    const one = cluster[i]!
    if (number[one] === -1) number[one] = next++
    return number[one]!
  })
  return { cluster: numbered, clusters, certainty: Float64Array.from(place, (i) => certainty[i]!) }
}

/** Pairs of the given rows in the order of the crew's records. */
export function pairsFromRows(
  pairs: { length: number; a: Int32Array; b: Int32Array } | undefined,
  rowOf: Int32Array,
): { length: number; a: Int32Array; b: Int32Array } | undefined {
  if (pairs === undefined) return undefined
  const place = new Int32Array(rowOf.length)
  rowOf.forEach((row, i) => (place[row] = i))
  const { length, a, b } = pairs
  return {
    length,
    a: a.map((row, p) => Math.min(place[row]!, place[b[p]!]!)),
    b: b.map((row, p) => Math.max(place[row]!, place[a[p]!]!)),
  }
}
