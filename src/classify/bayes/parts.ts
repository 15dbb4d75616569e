import { binOf, chooseCuts } from '../../learn/cuts.js'
import type { CategoryFeature, Feature, NumberFeature } from '../../learn/features.js'

/** What is known of a feature in each class. */
export type BayesPart =
  | {
      /** Normal in each class; equal in all where `variances` are 0, and then says nothing. */
      readonly kind: 'normal'
      readonly means: readonly number[]
      readonly variances: readonly number[]
    }
  | {
      /** The chance of each label, or of each bin between `cuts`, in each class. */
      readonly kind: 'chances'
      /** Ascending; a number is in the first bin whose cut is not below it, or in the last. Null for categories. */
      readonly cuts: readonly number[] | null
      /** A list a class. */
      readonly chances: readonly (readonly number[])[]
    }

/** How a feature's distribution in each class is learned. */
export interface BayesPlan {
  readonly classes: number
  readonly numbers: 'normal' | 'bins'
  readonly bins: number
  readonly smoothing: number
}

/** Learns a feature's distribution in each class; rows where it is missing don't count. */
export function learnPart(
  feature: Feature,
  codes: Int32Array,
  weights: Float64Array | undefined,
  plan: BayesPlan,
): BayesPart {
  if ('codes' in feature)
    return chancesPart(feature.codes, feature.info.labels.length, null, codes, weights, plan)
  if (plan.numbers === 'normal') return normalPart(feature, codes, weights, plan.classes)
  const cuts = chooseCuts(feature.values, plan.bins)
  const bins = Int32Array.from(feature.values, (v) => (Number.isNaN(v) ? -1 : binOf(v, cuts)))
  return chancesPart(bins, cuts.length + 1, Array.from(cuts), codes, weights, plan)
}

/** (count + smoothing) / (all + smoothing · labels), class by class. */
function chancesPart(
  labels: Int32Array,
  count: number,
  cuts: readonly number[] | null,
  codes: Int32Array,
  weights: Float64Array | undefined,
  { classes, smoothing }: BayesPlan,
): BayesPart {
  const totals = Array.from({ length: classes }, () => new Float64Array(count))
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! >= 0) totals[codes[i]!]![labels[i]!]! += weights === undefined ? 1 : weights[i]!
  }
  const chances = totals.map((own) => {
    const all = own.reduce((sum, w) => sum + w, 0) + smoothing * count
    return Array.from(own, (w) => (w + smoothing) / all)
  })
  return { kind: 'chances', cuts, chances }
}

/** A variance below this part of the feature's own is lifted to it, so that a class of one row is no certainty. */
const LEAST_VARIANCE = 1e-9
/** Less variance than this is none. */
export const NO_VARIANCE = 1e-100

function normalPart(
  { values }: NumberFeature,
  codes: Int32Array,
  weights: Float64Array | undefined,
  classes: number,
): BayesPart {
  const all = moments(values, new Int32Array(values.length), weights, 1)
  const own = moments(values, codes, weights, classes)
  const isConstant = all.variances[0]! < NO_VARIANCE
  const floor = Math.max(NO_VARIANCE, LEAST_VARIANCE * all.variances[0]!)
  // A class in which the feature is never known is like all together.
  const isKnown = own.totals.map((total) => total > 0)
  return {
    kind: 'normal',
    means: own.means.map((mean, c) => (isKnown[c] ? mean : all.means[0]!)),
    variances: own.variances.map((v, c) =>
      isConstant ? 0 : isKnown[c] ? Math.max(v, floor) : all.variances[0]!,
    ),
  }
}

/** Weighted means and variances (divided by the weight) by class, in two passes. */
function moments(
  values: Float64Array,
  codes: Int32Array,
  weights: Float64Array | undefined,
  classes: number,
): { means: number[]; variances: number[]; totals: number[] } {
  const totals = new Float64Array(classes)
  const means = new Float64Array(classes)
  const squares = new Float64Array(classes)
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v !== v) continue
    const w = weights === undefined ? 1 : weights[i]!
    totals[codes[i]!]! += w
    means[codes[i]!]! += w * v
  }
  for (let c = 0; c < classes; c++) means[c] = totals[c]! > 0 ? means[c]! / totals[c]! : 0
  for (let i = 0; i < values.length; i++) {
    const d = values[i]! - means[codes[i]!]!
    if (d === d) squares[codes[i]!]! += (weights === undefined ? 1 : weights[i]!) * d * d
  }
  return {
    means: Array.from(means),
    variances: Array.from(squares, (sum, c) => (totals[c]! > 0 ? sum / totals[c]! : 0)),
    totals: Array.from(totals),
  }
}

/** Adds the log-likelihood of a feature's values to the score of each class; a missing one adds nothing. */
export function addLogs(part: BayesPart, feature: Feature, scores: readonly Float64Array[]): void {
  if (part.kind === 'normal') {
    if ('values' in feature) addNormal(part, feature, scores)
  } else addChances(part, labelsOf(part.cuts, feature), scores)
}

function labelsOf(cuts: readonly number[] | null, feature: NumberFeature | CategoryFeature): Int32Array {
  if ('codes' in feature) return feature.codes
  const typed = Float64Array.from(cuts ?? [])
  return Int32Array.from(feature.values, (v) => (Number.isNaN(v) ? -1 : binOf(v, typed)))
}

function addNormal(
  { means, variances }: BayesPart & { kind: 'normal' },
  { values }: NumberFeature,
  scores: readonly Float64Array[],
): void {
  if (variances.some((v) => v === 0)) return
  scores.forEach((score, c) => {
    const mean = means[c]!
    const half = 0.5 / variances[c]!
    const constant = -0.5 * Math.log(2 * Math.PI * variances[c]!)
    for (let i = 0; i < score.length; i++) {
      const d = values[i]! - mean
      if (d === d) score[i]! += constant - half * d * d
    }
  })
}

function addChances(
  { chances }: BayesPart & { kind: 'chances' },
  labels: Int32Array,
  scores: readonly Float64Array[],
): void {
  scores.forEach((score, c) => {
    const logs = Float64Array.from(chances[c]!, Math.log)
    for (let i = 0; i < score.length; i++) if (labels[i]! >= 0) score[i]! += logs[labels[i]!]!
  })
}
