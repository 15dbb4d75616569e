import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { quantileOf, type Sorted, sortWeighted } from './quantiles.js'

/** One step of scaling. */
export type ScaleStep = 'none' | 'standard' | 'robust' | 'log1p' | 'quantile'

/**
 * How features are made comparable: a step, several steps in turn (`['log1p', 'standard']`), or one of these for each feature by its
 * name; a feature that isn't named is standardised.
 */
export type Scale =
  | ScaleStep
  | readonly ScaleStep[]
  | { readonly [feature: string]: ScaleStep | readonly ScaleStep[] }

/** A step with what it learned. */
export type FittedStep =
  | { readonly step: 'log1p' }
  | { readonly step: 'standard' | 'robust'; readonly center: number; readonly scale: number }
  | { readonly step: 'quantile'; readonly quantiles: readonly number[] }

/** The steps of one feature, in turn. */
export type FittedScale = readonly FittedStep[]

const STEPS: readonly string[] = ['none', 'standard', 'robust', 'log1p', 'quantile']
const MOST_QUANTILES = 1001

/** The steps of each feature. */
export function readScale(who: string, scale: Scale, features: readonly string[]): ScaleStep[][] {
  const isEach = typeof scale === 'object' && scale !== null && !Array.isArray(scale)
  if (isEach) {
    const stray = Object.keys(scale).find((name) => !features.includes(name))
    if (stray !== undefined) {
      throw invalid(who, `scale names '${stray}', but the features are ${features.join(', ')}`)
    }
  }
  return features.map((feature) => {
    const given = isEach
      ? Object.hasOwn(scale, feature)
        ? (scale as { [name: string]: ScaleStep })[feature]
        : 'standard'
      : scale
    const steps: readonly unknown[] = Array.isArray(given) ? given : [given]
    const stray = steps.find((step) => !STEPS.includes(step as string))
    if (stray !== undefined || steps.length > 8) {
      const got = typeof stray === 'string' ? `'${stray.slice(0, 40)}'` : describe(stray ?? steps)
      throw invalid(
        who,
        `scale must be one of ${STEPS.join(', ')}, a list of a few of them that are applied in turn, or an object of these by feature, but got ${got}`,
      )
    }
    return steps.filter((step) => step !== 'none') as ScaleStep[]
  })
}

/** Learns the steps of a feature, and applies them to its values in place. */
export function fitScale(
  who: string,
  feature: string,
  values: Float64Array,
  weights: Float64Array,
  steps: readonly ScaleStep[],
): FittedScale {
  const fitted = steps.map((step) => {
    checkReach(who, feature, values)
    const learned = learnStep(who, feature, values, weights, step)
    applyStep(who, feature, values, learned)
    return learned
  })
  checkReach(who, feature, values)
  return Object.freeze(fitted)
}

const LARGEST = 1e100

function checkReach(who: string, feature: string, values: Float64Array): void {
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < low) low = value
    if (value > high) high = value
  }
  checkRange(who, feature, low, high)
}

/** An error where squared differences would be lost, or beyond all numbers. */
export function checkRange(who: string, feature: string, low: number, high: number): void {
  const range = high - low
  const isNarrow = range > 0 && range < 1 / LARGEST
  if (!isNarrow && low >= -LARGEST && high <= LARGEST) return
  const got = isNarrow
    ? `varies by ${range} only, which is too little to be squared; give it in a smaller unit`
    : "has values beyond ±1e100 once it is scaled; scale it by 'standard'"
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${feature}' ${got}, or leave it out of features.`,
  )
}

function learnStep(
  who: string,
  feature: string,
  values: Float64Array,
  weights: Float64Array,
  step: ScaleStep,
): FittedStep {
  if (step === 'log1p') return Object.freeze({ step })
  const first = values[0]!
  if (values.every((value) => value === first)) throw isConstant(who, feature, values.length, step)
  if (step === 'standard') return Object.freeze({ step, ...meanAndDeviation(values, weights) })
  const sorted = sortWeighted(values, weights)
  if (step === 'quantile') return learnQuantiles(sorted)
  const scale = quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)
  if (scale > 0) return Object.freeze({ step: 'robust', center: quantileOf(sorted, 0.5), scale })
  throw hasNoSpread(who, feature)
}

/** The error for a feature that has one value. */
export function isConstant(who: string, feature: string, rows: number, step: ScaleStep): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    rows === 1
      ? `${who}: there is 1 row to learn from, which '${step}' cannot scale; give it more rows, or say scale: 'none'.`
      : `${who}: column '${feature}' has the same value in all ${rows} rows, so it sets no customers apart and cannot be scaled by '${step}'; leave it out of features.`,
  )
}

/** The error for a feature of which half of the rows have one value. */
export function hasNoSpread(who: string, feature: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: the middle half of column '${feature}' is one and the same value, so there is no range to scale by 'robust'; use 'standard' for it (scale: {${feature}: 'standard'}).`,
  )
}

function learnQuantiles(sorted: Sorted): FittedStep {
  const count = Math.min(MOST_QUANTILES, Math.max(2, Math.round(sorted.total)))
  const quantiles = Array.from({ length: count }, (_, q) => quantileOf(sorted, q / (count - 1)))
  return Object.freeze({ step: 'quantile', quantiles: Object.freeze(quantiles) })
}

/** The mean and the population's standard deviation, in two passes. */
function meanAndDeviation(
  values: Float64Array,
  weights: Float64Array,
): { readonly center: number; readonly scale: number } {
  const weightOf = (i: number) => (weights.length > 0 ? weights[i]! : 1)
  let total = 0
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    total += weightOf(i)
    sum += weightOf(i) * values[i]!
  }
  const center = sum / total
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += weightOf(i) * (values[i]! - center) ** 2
  return { center, scale: Math.sqrt(squares / total) }
}

/** Applies the learned steps to a feature's values in place; missing ones (NaN) stay missing. */
export function applyScale(who: string, feature: string, values: Float64Array, scale: FittedScale): void {
  for (const step of scale) applyStep(who, feature, values, step)
}

function applyStep(who: string, feature: string, values: Float64Array, fitted: FittedStep): void {
  if (fitted.step === 'log1p') {
    for (let i = 0; i < values.length; i++) {
      if (values[i]! <= -1) throw beyondLog(who, feature, values[i]!)
      values[i] = Math.log1p(values[i]!)
    }
  } else if (fitted.step === 'quantile') {
    for (let i = 0; i < values.length; i++) values[i] = rankOf(fitted.quantiles, values[i]!)
  } else {
    const { center, scale } = fitted
    for (let i = 0; i < values.length; i++) values[i] = (values[i]! - center) / scale
  }
}

/** The error for a value that has no logarithm. */
export function beyondLog(who: string, feature: string, value: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${feature}' holds ${value}, but log1p needs numbers above −1; scale it otherwise (scale: {${feature}: 'robust'}).`,
  )
}

/** Where a value stands among quantiles, from 0 to 1; in the middle of those that it equals. */
function rankOf(quantiles: readonly number[], value: number): number {
  if (Number.isNaN(value)) return NaN
  const last = quantiles.length - 1
  if (value < quantiles[0]!) return 0
  if (value > quantiles[last]!) return 1
  const below = firstWhere(quantiles, (q) => q >= value)
  const above = firstWhere(quantiles, (q) => q > value)
  if (above > below) return (below + above - 1) / 2 / last
  const from = quantiles[below - 1]!
  return (below - 1 + (value - from) / (quantiles[below]! - from)) / last
}

function firstWhere(list: readonly number[], test: (value: number) => boolean): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (test(list[middle]!)) to = middle
    else from = middle + 1
  }
  return from
}

/** A scaled value in the feature's own unit. */
export function undoScale(scale: FittedScale, scaled: number): number {
  return scale.reduceRight((value, fitted) => {
    if (fitted.step === 'log1p') return Math.expm1(value)
    if (fitted.step !== 'quantile') return value * fitted.scale + fitted.center
    const last = fitted.quantiles.length - 1
    const at = Math.min(1, Math.max(0, value)) * last
    const low = Math.min(last - 1, Math.floor(at))
    return fitted.quantiles[low]! + (at - low) * (fitted.quantiles[low + 1]! - fitted.quantiles[low]!)
  }, scaled)
}
