/** Where a value that equals a cut belongs. */
export type Ties = 'low' | 'middle' | 'high'

/**
 * The cuts between bins of one or several groups of values: for each group `bins − 1` numbers, the
 * quantiles at 1/bins, 2/bins, … by linear interpolation between order statistics (Hyndman and Fan's type
 * 7). NaN is left out; a group without values has no cuts.
 */
export function learnCuts(
  values: Float64Array,
  groups: Int32Array,
  size: number,
  quantiles: (sorted: Float64Array) => readonly number[],
): (readonly number[] | undefined)[] {
  const starts = new Int32Array(size + 1)
  for (let i = 0; i < values.length; i++) {
    if (groups[i]! >= 0 && !Number.isNaN(values[i]!)) starts[groups[i]! + 1]!++
  }
  for (let g = 0; g < size; g++) starts[g + 1]! += starts[g]!
  const next = starts.slice()
  const sorted = new Float64Array(starts[size]!)
  for (let i = 0; i < values.length; i++) {
    if (groups[i]! >= 0 && !Number.isNaN(values[i]!)) sorted[next[groups[i]!]!++] = values[i]!
  }
  return Array.from({ length: size }, (_, g) => {
    const part = sorted.subarray(starts[g]!, starts[g + 1]!)
    return part.length === 0 ? undefined : quantiles(sortNumbers(part))
  })
}

const MOST_COUNTED = 65_536

/** Sorts in place; days and counts, whole numbers of small range, by counting. */
export function sortNumbers(values: Float64Array): Float64Array {
  let low = Infinity
  let high = -Infinity
  let whole = values.length > 1000
  for (let i = 0; i < values.length && whole; i++) {
    const v = values[i]!
    if (v < low) low = v
    if (v > high) high = v
    whole = v === Math.floor(v)
  }
  if (!whole || high - low >= MOST_COUNTED) return values.sort()
  const counts = new Int32Array(high - low + 1)
  for (let i = 0; i < values.length; i++) counts[values[i]! - low]!++
  let end = 0
  counts.forEach((count, k) => values.fill(low + k, end, (end += count)))
  return values
}

/** The quantiles that part sorted values into bins. */
export function evenQuantiles(sorted: Float64Array, bins: number): number[] {
  return quantilesAt(sorted.length, (i) => sorted[i]!, bins)
}

/** The same of `n` values of which few are at hand: the one at a place, and the one after it. */
export function quantilesAt(n: number, valueAt: (place: number) => number, bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, k) => {
    const place = ((n - 1) * (k + 1)) / bins
    const low = Math.floor(place)
    return between(valueAt(low), valueAt(Math.min(low + 1, n - 1)), place - low)
  })
}

/** Between a and b at share t: from the nearer end, so that both ends are met exactly. */
function between(a: number, b: number, t: number): number {
  const span = b - a
  if (!Number.isFinite(span)) return a * (1 - t) + b * t
  return t < 0.5 ? a + span * t : b - span * (1 - t)
}

/**
 * The score of each row by the cuts of its group: 1 … bins, 0 where value or group is missing. A bin is 1
 * plus the number of cuts below the value, and of those equal to it none, half of them or all, as `ties` says.
 */
export function scoreRows(
  values: Float64Array,
  groups: Int32Array,
  cuts: readonly (readonly number[])[],
  ties: Ties,
  reversed: boolean,
): Int32Array {
  const scores = new Int32Array(values.length)
  const most = cuts[0]!.length
  const flat = Float64Array.from(cuts.flat())
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (groups[i]! < 0 || Number.isNaN(value)) continue
    const start = groups[i]! * most
    let below = 0
    while (below < most && flat[start + below]! < value) below++
    if (ties !== 'low') {
      let at = 0
      while (below + at < most && flat[start + below + at] === value) at++
      below += ties === 'high' ? at : at >> 1
    }
    scores[i] = reversed ? most + 1 - below : below + 1
  }
  return scores
}
