import type { TreeColumns } from './columns.js'
import { channels, ONE, type Response } from './response.js'

/** Numbers that a run takes: rows, weight, and sum or classes. */
export function runWidth(response: Response): number {
  return response.kind === 'classes' ? 2 + response.classes : 3
}

/** Adds one bin of a histogram to a run. */
export function addBin(
  { kind }: Response,
  histogram: Float64Array,
  at: number,
  width: number,
  runs: Float64Array,
  to: number,
): void {
  if (kind === 'counts') {
    const packed = histogram[at]!
    const n = Math.floor(packed / ONE)
    runs[to]! += n
    runs[to + 1]! += n
    runs[to + 2]! += packed - n * ONE
  } else if (kind === 'moments') {
    runs[to]! += histogram[at]!
    runs[to + 1]! += histogram[at + 1]!
    runs[to + 2]! += histogram[at + 2]!
  } else {
    runs[to]! += histogram[at]!
    for (let c = 1; c < width - 1; c++) {
      runs[to + 1]! += histogram[at + c]!
      runs[to + 1 + c]! += histogram[at + c]!
    }
  }
}

/** Adds one row to a run. */
export function addRow(response: Response, row: number, runs: Float64Array, to: number): void {
  const { data } = response
  if (response.kind === 'counts') {
    const n = Math.floor(data[row]! / ONE)
    runs[to]! += n
    runs[to + 1]! += n
    runs[to + 2]! += data[row]! - n * ONE
    return
  }
  const from = row * channels(response)
  runs[to]! += data[from]!
  runs[to + 1]! += data[from + 1]!
  if (response.kind === 'moments') runs[to + 2]! += data[from + 2]!
  else runs[to + 2 + response.codes[row]!]! += data[from + 1]!
}

/** The sum over some rows, as a run. */
export function totalOf(
  response: Response,
  rows: Int32Array,
  start: number,
  end: number,
  into: Float64Array,
): void {
  into.fill(0)
  if (response.kind !== 'counts') {
    for (let i = start; i < end; i++) addRow(response, rows[i]!, into, 0)
    return
  }
  let packed = 0
  for (let i = start; i < end; i++) packed += response.data[rows[i]!]!
  into[0] = into[1] = Math.floor(packed / ONE)
  into[2] = packed - into[0] * ONE
}

/** The rows of a sorted stretch by equal values: fills `runs` and where each ends; gives how many, and where missing ones begin. */
export function runsOfSorted(
  response: Response,
  values: Float64Array,
  order: Int32Array,
  start: number,
  end: number,
  width: number,
  runs: Float64Array,
  ends: Int32Array,
): { count: number; present: number } {
  let count = 0
  let i = start
  while (i < end) {
    const v = values[order[i]!]!
    if (Number.isNaN(v)) break
    const to = count * width
    runs.fill(0, to, to + width)
    for (; i < end && v === values[order[i]!]; i++) addRow(response, order[i]!, runs, to)
    ends[count++] = i
  }
  return { count, present: i }
}

/** The same for a response of counts. */
export function runsOfSortedCounts(
  data: Float64Array,
  values: Float64Array,
  order: Int32Array,
  start: number,
  end: number,
  runs: Float64Array,
  ends: Int32Array,
): { count: number; present: number } {
  let [count, packed, last] = [0, 0, NaN]
  let i = start | 0
  const e = end | 0
  // One loop: what is compiled while an inner one runs for the first time is thrown away, again and again.
  for (; i < e; i++) {
    const row = order[i]!
    const v = values[row]!
    if (v !== last) {
      if (packed > 0) {
        putCounts(packed, runs, 3 * count)
        ends[count++] = i
      }
      packed = 0
      // Only NaN differs from itself; missing values come last.
      if (v !== v) break
      last = v
    }
    packed += data[row]!
  }
  if (packed > 0) {
    putCounts(packed, runs, 3 * count)
    ends[count++] = i
  }
  return { count, present: i }
}

/** A packed count as a run: rows, their weight, and those of the second class. */
function putCounts(packed: number, runs: Float64Array, to: number): void {
  const n = Math.floor(packed / ONE)
  runs[to] = n
  runs[to + 1] = n
  runs[to + 2] = packed - n * ONE
}

/** The bins that hold rows, as runs; `marks` are their numbers. */
export function runsOfBins(
  response: Response,
  histograms: Float64Array,
  at: number,
  bins: number,
  perBin: number,
  width: number,
  runs: Float64Array,
  marks: Int32Array,
): number {
  let count = 0
  for (let b = 0; b < bins; b++) {
    if (histograms[at + b * perBin] === 0) continue
    runs.fill(0, count * width, (count + 1) * width)
    addBin(response, histograms, at + b * perBin, width, runs, count * width)
    marks[count++] = b
  }
  return count
}

/** The same for a response of counts. */
export function runsOfCounts(
  histograms: Float64Array,
  at: number,
  bins: number,
  runs: Float64Array,
  marks: Int32Array,
): number {
  let count = 0
  for (let b = 0; b < bins; b++) {
    const packed = histograms[at + b]!
    if (packed === 0) continue
    putCounts(packed, runs, 3 * count)
    marks[count++] = b
  }
  return count
}

/**
 * The same for few rows and many bins: only bins that hold rows are looked at. `counts` is all zero before and after; the bin of missing
 * values, where there are any, is the last run.
 */
export function runsOfFewCounts(
  { cells, stride }: TreeColumns,
  f: number,
  data: Float64Array,
  rows: Int32Array,
  start: number,
  end: number,
  counts: Float64Array,
  runs: Float64Array,
  marks: Int32Array,
): number {
  let count = 0
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const b = cells[row * stride + f]!
    if (counts[b] === 0) {
      let to = count++
      for (; to > 0 && marks[to - 1]! > b; to--) marks[to] = marks[to - 1]!
      marks[to] = b
    }
    counts[b]! += data[row]!
  }
  for (let r = 0; r < count; r++) {
    const packed = counts[marks[r]!]!
    counts[marks[r]!] = 0
    putCounts(packed, runs, 3 * r)
  }
  return count
}

/** The numbers of the runs by ascending share of a sum (of a class's weight, where `part` is past 2) in their weight. */
export function orderRuns(
  runs: Float64Array,
  count: number,
  width: number,
  part: number,
  shares: Float64Array,
  order: Int32Array,
): void {
  for (let r = 0; r < count; r++) {
    const share = runs[r * width + part]! / runs[r * width + 1]!
    // Labels are few: each goes to its place among those before it.
    let to = r
    for (; to > 0 && shares[to - 1]! > share; to--) {
      shares[to] = shares[to - 1]!
      order[to] = order[to - 1]!
    }
    shares[to] = share
    order[to] = r
  }
}

/** Copies runs in that order. */
export function takeRuns(
  runs: Float64Array,
  order: Int32Array,
  count: number,
  width: number,
  into: Float64Array,
): void {
  for (let to = 0; to < count; to++) {
    const from = order[to]! * width
    for (let c = 0; c < width; c++) into[to * width + c] = runs[from + c]!
  }
}
