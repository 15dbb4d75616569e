import { makeShared } from '../../parallel/shared.js'
import type { Feature, FeatureInfo } from '../../learn/features.js'
import { chooseCuts } from '../../learn/cuts.js'
import { fillBins } from './fillBins.js'

/** How one feature falls into bins. Values have the bins from 0 to `bins` − 1; a missing one has bin `bins`. */
export type BinnedFeature =
  | {
      readonly info: FeatureInfo & { readonly kind: 'number' }
      readonly bins: number
      /** Ascending; a value is in the first bin whose cut is not below it, or in the last one. */
      readonly cuts: Float64Array
      readonly hasMissing: boolean
    }
  | {
      readonly info: FeatureInfo & { readonly kind: 'category' }
      readonly bins: number
      /** The bin of each label; where there are too many labels, the rarest share the last one. */
      readonly binOfLabel: Int32Array
      readonly hasMissing: boolean
    }

/** All that tree learners look at: one byte a cell, by column, on memory that threads can share. */
export interface BinnedMatrix {
  readonly rows: number
  readonly features: readonly BinnedFeature[]
  readonly columns: readonly Uint8Array[]
}

/** The most bins of values; with the one of missing values a cell fits a byte. */
export const MOST_BINS = 255

/** Puts each feature into at most `most` bins: numbers where `cut` says (by default at quantiles), categories by label. */
export function binFeatures(
  features: readonly Feature[],
  rows: number,
  most: number = MOST_BINS,
  cut: (values: Float64Array, most: number) => Float64Array = chooseCuts,
): BinnedMatrix {
  const columns: Uint8Array[] = []
  const binned = features.map((feature) => {
    const learned = learnBins(feature, most, cut)
    const column = fillColumn(feature, learned, rows)
    columns.push(column)
    return { ...learned, hasMissing: column.includes(learned.bins) }
  })
  return { rows, features: binned, columns }
}

function learnBins(feature: Feature, most: number, cut: typeof chooseCuts): BinnedFeature {
  const hasMissing = false
  if ('values' in feature) {
    const cuts = cut(feature.values, most)
    return { info: feature.info, bins: cuts.length + 1, cuts, hasMissing }
  }
  const { codes, info } = feature
  const binOfLabel = labelBins(codes, info.labels.length, most)
  const bins = binOfLabel.reduce((top, bin) => Math.max(top, bin + 1), 1)
  return { info, bins, binOfLabel, hasMissing }
}

/** A bin a label, or, where these are too many, one for each of the most frequent and one for the rest. */
function labelBins(codes: Int32Array, labels: number, most: number): Int32Array {
  if (labels <= most) return Int32Array.from({ length: labels }, (_, i) => i)
  const counts = new Int32Array(labels)
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++
  const byCount = Int32Array.from({ length: labels }, (_, i) => i).sort(
    (a, b) => counts[b]! - counts[a]! || a - b,
  )
  const bins = new Int32Array(labels).fill(most - 1)
  for (let b = 0; b < most - 1; b++) bins[byCount[b]!] = b
  return bins
}

/** The bins of a feature's rows, by what was learned. */
export function fillColumn(feature: Feature, binned: BinnedFeature, rows: number): Uint8Array {
  const out = makeShared(Uint8Array, rows)
  if ('values' in feature && 'cuts' in binned) fillBins(feature.values, binned.cuts, out)
  else if ('codes' in feature && 'binOfLabel' in binned) {
    const { codes } = feature
    const { binOfLabel, bins } = binned
    for (let i = 0; i < rows; i++) out[i] = codes[i]! < 0 ? bins : binOfLabel[codes[i]!]!
  }
  return out
}
