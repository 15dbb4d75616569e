import { makeShared } from '../../parallel/shared.js'
import { sortNumbers } from '../../table/sort.js'
import { type BinnedMatrix, binFeatures, MOST_BINS } from '../bins/binnedMatrix.js'
import { fillBins } from '../bins/fillBins.js'
import type { Feature } from '../../learn/features.js'

/** The features as trees look at them while they grow. */
export interface TreeColumns {
  readonly rows: number
  readonly features: number
  /** Bytes from one row to the next in `cells`. */
  readonly stride: number
  /** The bin of each row in each feature, row by row, so that one row is together; 0 where a feature has an order. */
  readonly cells: Uint8Array
  /** Bins of values of each feature; that of missing values follows. 0 where a feature has an order. */
  readonly bins: readonly number[]
  /** What is in the bins, or in what order the rows are. */
  readonly kinds: readonly ColumnKind[]
}

/** A number by bins (the least and greatest value in each), a number by order, or a category (the labels in each bin). */
export type ColumnKind =
  | { readonly low: Float64Array; readonly high: Float64Array }
  | {
      /** All rows by ascending value, missing ones last. */
      readonly order: Int32Array
      readonly values: Float64Array
    }
  | { readonly labels: readonly (readonly number[])[] }

/** Beyond so many rows numbers are put into 255 bins, even where exact splits are wanted: a cut is then off by 0.4 % of the rows at most. */
const MOST_EXACT = 100_000

/**
 * Lays the features out for growing. `exact` keeps each different value apart, with up to 100,000 rows: by a bin each where there are
 * few, else by sorting the rows once. `shared`: on memory that threads share.
 */
export function treeColumns(
  features: readonly Feature[],
  rows: number,
  { exact, shared }: { exact: boolean; shared: boolean },
): TreeColumns {
  const stride = (features.length + 3) & ~3
  const cells = makeShared(Uint8Array, rows * stride, shared)
  const sorts = exact && rows <= MOST_EXACT
  const columns = features.map((feature) =>
    sorts && 'values' in feature ? sortedColumn(feature.values) : binnedColumn(feature, rows),
  )
  columns.forEach(({ codes }, f) => {
    if (codes) copyCells(codes, cells, f, stride)
  })
  return {
    rows,
    features: features.length,
    stride,
    cells,
    bins: columns.map(({ bins }) => bins),
    kinds: columns.map(({ kind }) => kind),
  }
}

interface TreeColumn {
  readonly codes: Uint8Array | undefined
  readonly bins: number
  readonly kind: ColumnKind
}

function copyCells(codes: Uint8Array, cells: Uint8Array, f: number, stride: number): void {
  for (let i = 0, o = f; i < codes.length; i++, o += stride) cells[o] = codes[i]!
}

/** A number whose values are kept apart. */
function sortedColumn(values: Float64Array): TreeColumn {
  const distinct = fewDistinct(values)
  if (!distinct) return { codes: undefined, bins: 0, kind: { order: sortNumbers(values), values } }
  const codes = new Uint8Array(values.length)
  // As many cuts below a value as there are lesser ones.
  fillBins(values, distinct.subarray(0, -1), codes)
  if (distinct.length === 0) codes.fill(0)
  return { codes, bins: distinct.length, kind: { low: distinct, high: distinct } }
}

/** The different values, ascending; undefined where they are more than bins. */
function fewDistinct(values: Float64Array): Float64Array | undefined {
  const known = new Set<number>()
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (!Number.isNaN(v) && known.add(v).size > MOST_BINS) return undefined
  }
  return Float64Array.from(known).sort()
}

function binnedColumn(feature: Feature, rows: number): TreeColumn {
  const matrix: BinnedMatrix = binFeatures([feature], rows)
  const [codes, { bins, ...binned }] = [matrix.columns[0]!, matrix.features[0]!]
  if ('values' in feature) return { codes, bins, kind: rangesOf(feature.values, codes, bins) }
  const labels: number[][] = Array.from({ length: bins }, () => [])
  if ('binOfLabel' in binned) binned.binOfLabel.forEach((bin, label) => labels[bin]!.push(label))
  return { codes, bins, kind: { labels } }
}

/** The least and the greatest value in each bin. */
function rangesOf(values: Float64Array, codes: Uint8Array, bins: number): ColumnKind {
  const low = new Float64Array(bins + 1).fill(Infinity)
  const high = new Float64Array(bins + 1).fill(-Infinity)
  for (let i = 0; i < codes.length; i++) {
    const b = codes[i]!
    const v = values[i]!
    if (v < low[b]!) low[b] = v
    if (v > high[b]!) high[b] = v
  }
  return { low, high }
}
