/** The nearest centre of each row and the distance to it. */
export interface Assigned {
  /** −1 where a value is missing. */
  readonly labels: Int32Array
  /** NaN where a value is missing. */
  readonly distances: Float64Array
  readonly missing: number
}

/**
 * Assigns rows, given as scaled columns, to the nearest of the centres; of equally near ones to the first. Each row's
 * answer is computed by itself, so it is the same alone as among a million.
 */
export function assignRows(
  columns: readonly Float64Array[],
  centers: readonly (readonly number[])[],
): Assigned {
  const width = columns.length
  const rows = columns[0]!.length
  const flat = Float64Array.from(centers.flat())
  const row = new Float64Array(width)
  const labels = new Int32Array(rows)
  const distances = new Float64Array(rows)
  let missing = 0
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let j = 0; j < width; j++) sum += row[j] = columns[j]![i]!
    if (Number.isNaN(sum)) {
      missing++
      labels[i] = -1
      distances[i] = NaN
    } else {
      const at = nearestTo(row, flat, width)
      labels[i] = at
      distances[i] = Math.sqrt(squaredTo(row, flat, at * width, width))
    }
  }
  return { labels, distances, missing }
}

function nearestTo(row: Float64Array, centers: Float64Array, width: number): number {
  let least = Infinity
  let nearest = 0
  for (let c = 0, at = 0; at < centers.length; c++, at += width) {
    const squared = squaredTo(row, centers, at, width)
    if (squared < least) {
      least = squared
      nearest = c
    }
  }
  return nearest
}

function squaredTo(row: Float64Array, centers: Float64Array, at: number, width: number): number {
  let squared = 0
  for (let j = 0; j < width; j++) {
    const difference = row[j]! - centers[at + j]!
    squared += difference * difference
  }
  return squared
}
