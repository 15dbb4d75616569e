import { listOf, malformed, numberIn, objectOf, type Reader, text, wholeIn, wordOf } from '../../modelJson.js'
import type { FittedScale, FittedStep } from './scaling.js'

/** Reads the scaling of so many features from JSON that is not to be trusted. */
export function scalingOf(width: number): Reader<readonly FittedScale[]> {
  return listOf(listOf(readStep, 0, 8), width, width)
}

/** Reads the names of features. */
export const readNames: Reader<readonly string[]> = listOf(text(), 0, 10_000)

/** Reads so many rows of so many numbers. */
export function rowsOf(rows: number, width: number): Reader<readonly (readonly number[])[]> {
  return listOf(listOf(numberIn(), width, width), rows, rows)
}

/** The model, or an error where a centre cannot be told in its feature's own unit. */
export function withinReach<Model extends { readonly centers: readonly object[] }>(
  model: Model,
  place: string,
): Model {
  if (!model.centers.some((center) => Object.values(center).some(isBeyond))) return model
  throw malformed(place, 'a model whose centres are finite once scaling is undone')
}

function isBeyond(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}

/** How many features a model names and how many clusters a list of it has; both must be more than none. */
export function sizesOf(json: unknown, features: string, clusters: string): { width: number; k: number } {
  const given = (json ?? {}) as { readonly [part: string]: unknown }
  const width = readNames(given[features], features).length
  const list = given[clusters]
  const k = Array.isArray(list) ? list.length : 0
  if (width === 0 || k === 0) throw malformed(width === 0 ? features : clusters, 'a list, not empty')
  return { width, k }
}

/** Reads a count. */
export const readCount: Reader<number> = wholeIn(0, Number.MAX_SAFE_INTEGER)

/** What the report of every fit begins with. */
export const rowCounts: { readonly [part in 'rows' | 'missing' | 'weightless']: Reader<number> } = {
  rows: readCount,
  missing: readCount,
  weightless: readCount,
}

/** Reads the rows of each of k clusters. */
export function countsOf(k: number): Reader<readonly number[]> {
  return listOf(readCount, k, k)
}

function readStep(value: unknown, place: string): FittedStep {
  const step = (value as { step?: unknown } | null)?.step
  if (step === 'log1p') return objectOf({ step: wordOf('log1p') })(value, place)
  if (step !== 'quantile') {
    const scale = numberIn(Number.MIN_VALUE)
    return objectOf({ step: wordOf('standard', 'robust'), center: numberIn(), scale })(value, place)
  }
  const fitted = objectOf({ step: wordOf('quantile'), quantiles: listOf(numberIn(), 2, 10_000) })(
    value,
    place,
  )
  if (fitted.quantiles.some((q, i) => i > 0 && q < fitted.quantiles[i - 1]!)) {
    throw malformed(`${place}.quantiles`, 'ascending')
  }
  return fitted
}
