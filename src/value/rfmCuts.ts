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
    return part.length === 0 ? undefined : quantiles(part.sort())
  })
}

/** The quantiles that part sorted values into bins. */
export function evenQuantiles(sorted: Float64Array, bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, k) => {
    const place = ((sorted.length - 1) * (k + 1)) / bins
    const low = Math.floor(place)
    const a = sorted[low]!
    const b = sorted[Math.min(low + 1, sorted.length - 1)]!
    return between(a, b, place - low)
  })
}

/** Between a and b at share t: from the nearer end, so that both ends are met exactly. */
function between(a: number, b: number, t: number): number {
  const span = b - a
  if (!Number.isFinite(span)) return a * (1 - t) + b * t
  return t < 0.5 ? a + span * t : b - span * (1 - t)
}

/** The bin of a value, from 1: one more than the number of cuts below it (or at it, as `ties` says). */
export function binOf(value: number, cuts: readonly number[], ties: Ties): number {
  let below = 0
  let at = 0
  for (let k = 0; k < cuts.length; k++) {
    if (value > cuts[k]!) below++
    else if (value === cuts[k]) at++
  }
  if (ties === 'low') return 1 + below
  return 1 + below + (ties === 'high' ? at : at >> 1)
}

/** The score of each row by the cuts of its group: 1 … bins, 0 where value or group is missing. */
export function scoreRows(
  values: Float64Array,
  groups: Int32Array,
  cuts: readonly (readonly number[])[],
  ties: Ties,
  reversed: boolean,
): Int32Array {
  const scores = new Int32Array(values.length)
  const bins = cuts[0]!.length + 1
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (groups[i]! < 0 || Number.isNaN(value)) continue
    const bin = binOf(value, cuts[groups[i]!]!, ties)
    scores[i] = reversed ? bins + 1 - bin : bin
  }
  return scores
}
