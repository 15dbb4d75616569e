import type { TreeColumns } from './columns.js'
import { binWidth, type Response } from './response.js'

/** Bins apart from one histogram to the next: 255 of values, one of missing ones. */
export const SLOT = 256
/** Histograms that are counted together. */
export const TOGETHER = 4

/** Counts up to four features at once over some rows. Histogram h begins at `h × SLOT × binWidth(response)`. */
export function countBins(
  { cells, stride, bins }: TreeColumns,
  response: Response,
  rows: Int32Array,
  start: number,
  end: number,
  features: Int32Array,
  count: number,
  histograms: Float64Array,
): void {
  const width = binWidth(response)
  for (let h = 0; h < count; h++) {
    const from = h * SLOT * width
    histograms.fill(0, from, from + (bins[features[h]!]! + 1) * width)
  }
  if (response.kind === 'counts' && count === TOGETHER) {
    countFour(cells, stride, response.data, rows, start, end, features, histograms)
    return
  }
  for (let h = 0; h < count; h++) {
    const from = h * SLOT * width
    const f = features[h]!
    if (response.kind === 'counts')
      count1(cells, stride, f, response.data, rows, start, end, histograms, from)
    else if (response.kind === 'moments')
      count3(cells, stride, f, response.data, rows, start, end, histograms, from)
    else countK(cells, stride, f, response.data, response.codes, width, rows, start, end, histograms, from)
  }
}

// Bounds are forced to integers, else the loops would count in doubles.

function countFour(
  cells: Uint8Array,
  stride: number,
  data: Float64Array,
  rows: Int32Array,
  start: number,
  end: number,
  features: Int32Array,
  into: Float64Array,
): void {
  const [e, step] = [end | 0, stride | 0]
  const [f0, f1, f2, f3] = [features[0]! | 0, features[1]! | 0, features[2]! | 0, features[3]! | 0]
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    const p = data[row]!
    const o = row * step
    into[cells[o + f0]!]! += p
    into[cells[o + f1]! + SLOT]! += p
    into[cells[o + f2]! + 2 * SLOT]! += p
    into[cells[o + f3]! + 3 * SLOT]! += p
  }
}

function count1(
  cells: Uint8Array,
  stride: number,
  f: number,
  data: Float64Array,
  rows: Int32Array,
  start: number,
  end: number,
  into: Float64Array,
  from: number,
): void {
  const e = end | 0
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    into[from + cells[row * stride + f]!]! += data[row]!
  }
}

function count3(
  cells: Uint8Array,
  stride: number,
  f: number,
  data: Float64Array,
  rows: Int32Array,
  start: number,
  end: number,
  into: Float64Array,
  from: number,
): void {
  const e = end | 0
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    const o = from + 3 * cells[row * stride + f]!
    into[o]! += data[3 * row]!
    into[o + 1]! += data[3 * row + 1]!
    into[o + 2]! += data[3 * row + 2]!
  }
}

function countK(
  cells: Uint8Array,
  stride: number,
  f: number,
  data: Float64Array,
  codes: Int32Array,
  width: number,
  rows: Int32Array,
  start: number,
  end: number,
  into: Float64Array,
  from: number,
): void {
  const e = end | 0
  for (let i = start | 0; i < e; i++) {
    const row = rows[i]!
    const o = from + width * cells[row * stride + f]!
    into[o]! += data[2 * row]!
    into[o + 1 + codes[row]!]! += data[2 * row + 1]!
  }
}
