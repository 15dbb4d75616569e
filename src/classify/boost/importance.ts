import type { Float64, Int32, Table, Utf8 } from '../../table/arrow.js'
import { float64, int32, makeTable, utf8 } from '../../table/build.js'
import type { BoostState } from './model.js'

/** What each feature contributed, the most important first. */
export type BoostImportanceColumns = {
  /** The feature. */
  feature: Utf8
  /** What the splits by it gained of the loss, all together. */
  gain: Float64
  /** Its share of the gain of all features. */
  share: Float64
  /** How many splits ask for it. */
  splits: Int32
}

/** The numbers of the features, the one that gained most first. */
export function rankFeatures(gains: readonly number[]): number[] {
  return Array.from(gains.keys()).sort((a, b) => gains[b]! - gains[a]! || a - b)
}

/** Gains and splits by feature as a table. */
export function importanceTable({ features, gains, splits }: BoostState): Table<BoostImportanceColumns> {
  const order = rankFeatures(gains)
  const all = gains.reduce((sum, gain) => sum + gain, 0) || 1
  return makeTable({
    feature: utf8(order.map((f) => features[f]!.name)),
    gain: float64(Float64Array.from(order, (f) => gains[f]!)),
    share: float64(Float64Array.from(order, (f) => gains[f]! / all)),
    splits: int32(Int32Array.from(order, (f) => splits[f]!)),
  })
}
