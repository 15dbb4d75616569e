import { type Distinct, distinctValues, halfway, halfways, SAMPLE, sortedSample } from '../../learn/cuts.js'

/** Values that a bin holds at least, where there are more than bins. */
const LEAST = 3

/**
 * Where boosting cuts a numeric feature into at most `most` bins: as LightGBM does, so that the same settings give the same trees.
 * Zero has a bin of its own, where there are values on either side; these share the others by how many there are. NaN is left out.
 */
export function boostCuts(values: Float64Array, most: number): Float64Array {
  const sample = sortedSample(values)
  const { values: all, counts } = distinctValues(sample)
  // Missing values take a bin from the others.
  const bins = sample.length < Math.min(values.length, SAMPLE) ? most - 1 : most
  if (all.length <= bins) return halfways(all)
  const firstZero = countWhile(all, (value) => value < 0)
  const afterZero = countWhile(all, (value) => value <= 0)
  const part = (from: number, to: number) => ({
    values: all.subarray(from, to),
    counts: counts.subarray(from, to),
  })
  const below = part(0, firstZero)
  const above = part(afterZero, all.length)
  const others = rowsOf(below) + rowsOf(above)
  const binsBelow = firstZero === 0 ? 0 : Math.max(1, Math.floor((rowsOf(below) / others) * (bins - 1)))
  const edges = new Set([firstZero, afterZero].filter((edge) => edge > 0 && edge < all.length))
  return Float64Array.of(
    ...fillEvenly(below, binsBelow),
    ...Array.from(edges, (edge) => halfway(all[edge - 1]!, all[edge]!)),
    ...fillEvenly(above, bins - 1 - binsBelow),
  )
}

function countWhile(values: Float64Array, holds: (value: number) => boolean): number {
  const first = values.findIndex((value) => !holds(value))
  return first < 0 ? values.length : first
}

function rowsOf({ counts }: Distinct): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Cuts between bins of about equally many rows. */
function fillEvenly(distinct: Distinct, most: number): number[] {
  if (most < 2) return []
  return distinct.values.length <= most ? [...halfways(distinct.values)] : evenly(distinct, most)
}

/** A value with more rows than an even share has a bin of its own; the others share what is left. */
function evenly({ values, counts }: Distinct, wanted: number): number[] {
  const rows = rowsOf({ values, counts })
  const most = Math.max(1, Math.min(wanted, Math.floor(rows / LEAST)))
  const big = rows / most
  let binsLeft = most
  let rowsLeft = rows
  for (let d = 0; d < counts.length; d++) {
    if (counts[d]! < big) continue
    binsLeft--
    rowsLeft -= counts[d]!
  }
  let share = rowsLeft / binsLeft
  const cuts: number[] = []
  let inBin = 0
  for (let d = 0; d + 1 < values.length && cuts.length < most - 1; d++) {
    const isBig = counts[d]! >= big
    if (!isBig) rowsLeft -= counts[d]!
    inBin += counts[d]!
    const isFull = isBig || inBin >= share || (counts[d + 1]! >= big && inBin >= Math.max(1, share / 2))
    if (!isFull) continue
    cuts.push(halfway(values[d]!, values[d + 1]!))
    inBin = 0
    if (!isBig) share = rowsLeft / --binsLeft
  }
  return cuts
}
