import { makeRandom } from '../../numeric/random.js'
import { type Points, strideOf } from '../features/points.js'

/** The gap statistic of one k. */
export interface Gap {
  readonly gap: number
  readonly error: number
}

/** Points without any structure: uniform over the range of each feature. */
export function referencePoints(points: Points, seed: number, reference: number): Points {
  const { rows, width, data } = points
  const stride = strideOf(width)
  const random = makeRandom(seed, REFERENCES + reference)
  const low = new Float64Array(width).fill(Infinity)
  const high = new Float64Array(width).fill(-Infinity)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) {
      low[j] = Math.min(low[j]!, data[i * stride + j]!)
      high[j] = Math.max(high[j]!, data[i * stride + j]!)
    }
  }
  const made = new Float64Array(rows * stride)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) made[i * stride + j] = low[j]! + random.uniform() * (high[j]! - low[j]!)
  }
  return { rows, width, stride, data: made, weights: new Float64Array(0) }
}

// Streams of random numbers of their own, apart from those of starts.
const REFERENCES = 1_000_000

/** How far log inertia is below that of points without structure (Tibshirani, Walther and Hastie 2001). */
export function gapOf(inertia: number, references: readonly number[]): Gap {
  const logs = references.map(Math.log)
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length
  return { gap: mean - Math.log(inertia), error: Math.sqrt(variance * (1 + 1 / logs.length)) }
}
