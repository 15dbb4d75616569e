import type { Float64, Table, Utf8 } from '../../table/arrow.js'
import { float64, makeTable, utf8 } from '../../table/build.js'
import type { FeatureInfo } from '../../learn/features.js'

/** What each feature contributed, the most important first. */
export type ImportanceColumns = {
  /** The feature. */
  feature: Utf8
  /** By how much its splits made rows purer, per row learned from. */
  gain: Float64
  /** Its share of the gain of all features. */
  share: Float64
}

/** The gains by feature as a table, the largest first. */
export function importanceTable(
  infos: readonly FeatureInfo[],
  gains: readonly number[],
): Table<ImportanceColumns> {
  const all = gains.reduce((sum, gain) => sum + gain, 0)
  const order = gains.map((_, f) => f).sort((a, b) => gains[b]! - gains[a]! || a - b)
  return makeTable({
    feature: utf8(order.map((f) => infos[f]!.name)),
    gain: float64(Float64Array.from(order, (f) => gains[f]!)),
    share: float64(Float64Array.from(order, (f) => (all > 0 ? gains[f]! / all : 0))),
  })
}
