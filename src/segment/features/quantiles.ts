/** Values in ascending order, and the weight of those up to each; no weights: all are 1. */
export interface Sorted {
  readonly values: Float64Array
  readonly upTo: Float64Array
  /** How many rows these stand for. */
  readonly total: number
}

export function sortWeighted(values: Float64Array, weights: Float64Array): Sorted {
  if (weights.length === 0) return { values: values.slice().sort(), upTo: weights, total: values.length }
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!)
  const upTo = new Float64Array(values.length)
  let total = 0
  order.forEach((row, i) => (upTo[i] = total += weights[row]!))
  // Whole weights stand for so many equal rows; others are taken as shares of as many rows as there are.
  const factor = weights.every(Number.isInteger) ? 1 : values.length / total
  return {
    values: Float64Array.from(order, (row) => values[row]!),
    upTo: upTo.map((sum) => sum * factor),
    total: total * factor,
  }
}

/** The quantile by linear interpolation (Hyndman and Fan's type 7). */
export function quantileOf({ values, upTo, total }: Sorted, share: number): number {
  const at = share * Math.max(0, total - 1)
  const low = Math.floor(at)
  const from = valueAt(values, upTo, low)
  return at > low ? from + (at - low) * (valueAt(values, upTo, low + 1) - from) : from
}

function valueAt(values: Float64Array, upTo: Float64Array, place: number): number {
  if (upTo.length === 0) return values[Math.min(place, values.length - 1)]!
  let from = 0
  let to = values.length - 1
  while (from < to) {
    const middle = (from + to) >> 1
    if (upTo[middle]! > place) to = middle
    else from = middle + 1
  }
  return values[from]!
}
