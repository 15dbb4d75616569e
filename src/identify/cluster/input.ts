import type { PairList } from '../prepared.js'

/** What clustering reads. */
export type ClusterInput = {
  readonly rows: number
  readonly pairs: PairList
  /** One a pair: natural log-odds that both are one person. */
  readonly scores: Float32Array | Float64Array
  /** The log-odds of any two records; without it, pairs that were not proposed count as clear non-matches. */
  readonly score?: ((a: number, b: number) => number) | undefined
  /**
   * One a record: a number that depends on its content alone and settles ties, so that clusters do not depend on the
   * order of rows. Without it ties are settled by row.
   */
  readonly order?: Float64Array | undefined
  /** Pairs that are one person, whatever their scores. */
  readonly together?: PairList | undefined
  /** Pairs that are not. */
  readonly apart?: PairList | undefined
  /** Records of one source (−1: none) never share a cluster. */
  readonly source?: Int32Array | undefined
  /** The most records that a cluster may have. */
  readonly most?: number | undefined
}
