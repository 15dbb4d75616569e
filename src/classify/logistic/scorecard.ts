import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'
import type { Feature, FeatureInfo } from '../../learn/features.js'

/**
 * What a feature adds to a score: for a number (value − center) · slope, for a category the effect of its label; `missing` where
 * the value is missing, or a label that was not learned from.
 */
export type Part =
  | { readonly kind: 'number'; readonly center: number; readonly slope: number; readonly missing: number }
  | { readonly kind: 'category'; readonly effects: readonly number[]; readonly missing: number }

/** What each feature adds, by the effects of the design's columns (null: none). */
export function scorecard(
  features: readonly FeatureInfo[],
  encodings: readonly Encoding[],
  effects: readonly (number | null)[],
): Part[] {
  const columns = designColumns(encodings).map(({ feature, isMissing }, c) => ({
    feature,
    isMissing,
    effect: effects[c] ?? 0,
  }))
  return encodings.map((encoding, f) => {
    const mine = columns.filter((column) => column.feature === f)
    const missing = mine.find((column) => column.isMissing)?.effect
    const values = mine.filter((column) => !column.isMissing).map(({ effect }) => effect)
    if (encoding.kind === 'number') {
      return { kind: 'number', center: encoding.center, slope: values[0] ?? 0, missing: missing ?? 0 }
    }
    const byLevel = encoding.dropFirst ? [0, ...values] : values
    const mean = byLevel.reduce((sum, effect, l) => sum + effect * encoding.shares[l]!, 0)
    const { labels } = features[f] as FeatureInfo & { kind: 'category' }
    const all = labels.map(() => missing ?? mean)
    encoding.levels.forEach((label, l) => (all[label] = byLevel[l]!))
    return { kind: 'category', effects: all, missing: missing ?? mean }
  })
}

/** The score of each row. */
export function scoreRows(
  features: readonly Feature[],
  parts: readonly Part[],
  intercept: number,
  rows: number,
): Float64Array {
  const scores = new Float64Array(rows).fill(intercept)
  parts.forEach((part, f) => {
    const feature = features[f]!
    if (part.kind === 'number' && 'values' in feature) addNumber(feature.values, part, scores)
    else if (part.kind === 'category' && 'codes' in feature) {
      // One more, at the end, for what is missing.
      addEffects(feature.codes, Float64Array.from([...part.effects, part.missing]), scores)
    }
  })
  return scores
}

function addNumber(
  values: Float64Array,
  { center, slope, missing }: Part & { kind: 'number' },
  scores: Float64Array,
): void {
  for (let i = 0; i < scores.length; i++) {
    const v = values[i]!
    scores[i]! += Number.isNaN(v) ? missing : (v - center) * slope
  }
}

function addEffects(codes: Int32Array, effects: Float64Array, scores: Float64Array): void {
  const ofMissing = effects.length - 1
  for (let i = 0; i < scores.length; i++) scores[i]! += effects[codes[i]! < 0 ? ofMissing : codes[i]!]!
}
