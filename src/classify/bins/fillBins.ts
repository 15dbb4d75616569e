import { binOf } from '../../learn/cuts.js'

/** Cells of the grid: many more than cuts, so that most hold one cut or none. */
const CELLS = 4096

/**
 * The bins of many values: how many cuts are below each; NaN has the one after the last. An even grid between the first and the last
 * cut says between which bins the search begins, which most often leaves nothing to search.
 */
export function fillBins(values: Float64Array, cuts: Float64Array, out: Uint8Array): void {
  const count = cuts.length
  const low = count > 0 ? cuts[0]! : 0
  const span = count > 0 ? cuts[count - 1]! - low : 0
  const scale = (CELLS - 2) / span
  if (!(span > 0) || !Number.isFinite(scale)) {
    for (let i = 0; i < out.length; i++)
      out[i] = Number.isNaN(values[i]!) ? count + 1 : binOf(values[i]!, cuts)
    return
  }
  fillByGrid(values, cuts, out, low, scale, firstBins(cuts, low, scale), count + 1)
}

/** For each cell the bin of its least value; one more at the end. */
function firstBins(cuts: Float64Array, low: number, scale: number): Uint8Array {
  const first = new Uint8Array(CELLS + 1)
  let bin = 0
  for (let cell = 0; cell <= CELLS; cell++) {
    // A cut's own cell is found as a value's is, so that rounding cannot put them apart.
    while (bin < cuts.length && cellOf(cuts[bin]!, low, scale, CELLS - 1) < cell) bin++
    first[cell] = bin
  }
  return first
}

function cellOf(value: number, low: number, scale: number, last: number): number {
  const cell = (value - low) * scale
  return cell > 0 ? (cell < last ? cell | 0 : last) : 0
}

function fillByGrid(
  values: Float64Array,
  cuts: Float64Array,
  out: Uint8Array,
  low: number,
  scale: number,
  first: Uint8Array,
  missing: number,
): void {
  const last = first.length - 2
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!
    const cell = cellOf(value, low, scale, last)
    let from = first[cell]!
    let to = first[cell + 1]!
    while (from < to) {
      const middle = (from + to) >> 1
      if (value > cuts[middle]!) from = middle + 1
      else to = middle
    }
    // Only NaN differs from itself.
    out[i] = value === value ? from : missing
  }
}
