import type { Points } from '../features/points.js'

/** Rows of numbers and of categories. */
export interface Mixed {
  readonly points: Points
  /** The number of each category of each row, row by row, `fields` a row; −1: unknown. */
  readonly codes: Int32Array
  readonly fields: number
  /** How many categories each field has. */
  readonly cardinalities: readonly number[]
  /** What a different category adds, in squared scaled units. */
  readonly gamma: number
}

/** What each cluster is like: means and most frequent categories. */
export interface Prototypes {
  readonly k: number
  readonly means: Float64Array
  readonly modes: Int32Array
  /** Makes a row the prototype of a cluster. */
  readonly take: (row: number, c: number) => void
}

export function makePrototypes({ points, codes, fields }: Mixed, k: number): Prototypes {
  const { stride, data } = points
  const means = new Float64Array(k * stride)
  const modes = new Int32Array(k * fields)
  const take = (row: number, c: number) => {
    means.set(data.subarray(row * stride, (row + 1) * stride), c * stride)
    modes.set(codes.subarray(row * fields, (row + 1) * fields), c * fields)
  }
  return { k, means, modes, take }
}

/** Huang's dissimilarity: squared distance, and gamma for each category that differs. */
export function costOf(
  { points, codes, fields, gamma }: Mixed,
  row: number,
  { means, modes }: Prototypes,
  c: number,
): number {
  const { stride, data } = points
  let differing = 0
  for (let f = 0; f < fields; f++) if (codes[row * fields + f] !== modes[c * fields + f]) differing++
  let squared = 0
  for (let j = 0; j < stride; j++) {
    const difference = data[row * stride + j]! - means[c * stride + j]!
    squared += difference * difference
  }
  return squared + gamma * differing
}

/** The prototype of least cost, of equals the first. */
export function nearestPrototype(data: Mixed, row: number, prototypes: Prototypes): number {
  let nearest = 0
  let least = Infinity
  for (let c = 0; c < prototypes.k; c++) {
    const cost = costOf(data, row, prototypes, c)
    if (cost < least) {
      least = cost
      nearest = c
    }
  }
  return nearest
}
