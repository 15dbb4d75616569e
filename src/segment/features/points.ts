/** Rows as points, one after the other. */
export interface Points {
  readonly rows: number
  /** How many features there are. */
  readonly width: number
  /** Numbers that a row takes: the features, filled up with zeros. */
  readonly stride: number
  readonly data: Float64Array
  /** One a row, all above 0; none where all weigh 1. */
  readonly weights: Float64Array
}

/** Numbers that a row takes: one of the widths that the kernels of k-means are written for. */
export function strideOf(width: number): number {
  return width <= 4 ? 4 : width <= 6 ? 6 : (width + 3) & ~3
}

/** Columns as points. */
export function makePoints(columns: readonly Float64Array[], weights: Float64Array): Points {
  const width = columns.length
  const stride = strideOf(width)
  const rows = columns[0]!.length
  const data = new Float64Array(rows * stride)
  columns.forEach((values, j) => {
    // Adding zero makes −0 equal to 0 for whoever compares bits.
    for (let i = 0, p = j; i < rows; i++, p += stride) data[p] = values[i]! + 0
  })
  return { rows, width, stride, data, weights }
}

/** The weighted mean of each feature, and its variance. */
export function momentsOf({ data, weights, width, stride, rows }: Points): {
  readonly means: Float64Array
  readonly variances: Float64Array
} {
  const weightOf = (i: number) => (weights.length > 0 ? weights[i]! : 1)
  const means = new Float64Array(width)
  const variances = new Float64Array(width)
  let total = 0
  for (let i = 0; i < rows; i++) total += weightOf(i)
  // Feature by feature, so that the sums stay in registers.
  for (let j = 0; j < width; j++) {
    let sum = 0
    for (let i = 0, p = j; i < rows; i++, p += stride) sum += weightOf(i) * data[p]!
    const mean = sum / total
    let squares = 0
    for (let i = 0, p = j; i < rows; i++, p += stride) squares += weightOf(i) * (data[p]! - mean) ** 2
    means[j] = mean
    variances[j] = squares / total
  }
  return { means, variances }
}

/** The points with a number taken from each feature. */
export function shiftPoints(points: Points, shift: Float64Array): Points {
  const { data, width, stride, rows } = points
  const shifted = data.slice()
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) shifted[i * stride + j]! -= shift[j]!
  return { ...points, data: shifted }
}

/** Some of the points. */
export function takePoints({ width, stride, data, weights }: Points, rows: ArrayLike<number>): Points {
  const taken = new Float64Array(rows.length * stride)
  const taking = new Float64Array(weights.length > 0 ? rows.length : 0)
  for (let z = 0; z < rows.length; z++) {
    const from = rows[z]! * stride
    for (let j = 0; j < stride; j++) taken[z * stride + j] = data[from + j]!
    if (taking.length > 0) taking[z] = weights[rows[z]!]!
  }
  return { rows: rows.length, width, stride, data: taken, weights: taking }
}

/** How many of the points differ, counted no further than `most`. */
export function countDistinct({ rows, stride, data }: Points, most: number): number {
  const words = new Int32Array(data.buffer, data.byteOffset, 2 * data.length)
  const seen = new Map<number, number[]>()
  let distinct = 0
  for (let i = 0; i < rows && distinct < most; i++) {
    let hash = 0
    for (let w = 2 * i * stride; w < 2 * (i + 1) * stride; w++) {
      hash = Math.imul(hash ^ words[w]!, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    const alike = seen.get(hash)
    if (alike === undefined) seen.set(hash, [i])
    else if (alike.some((other) => equalRows(data, i, other, stride))) continue
    else alike.push(i)
    distinct++
  }
  return distinct
}

function equalRows(data: Float64Array, a: number, b: number, stride: number): boolean {
  for (let j = 0; j < stride; j++) if (data[a * stride + j] !== data[b * stride + j]) return false
  return true
}
