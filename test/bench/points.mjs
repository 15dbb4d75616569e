/** Generated points for the benchmarks: overlapping groups, so that k-means takes many rounds; the same on every machine. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromColumns } from 'clientele/interop'
import { hash } from './orders.mjs'
import { cache } from './python.mjs'

/**
 * Rows around `groups` centres, as a file of doubles row by row, as a table, and as plain arrays.
 * @param {number} rows @param {number} width @param {number} groups @param {number} [apart]
 */
export function pointsFile(rows, width, groups, apart = 7) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `points-${rows}-${width}-${groups}-${apart}.bin`)
  if (!existsSync(path)) writeFileSync(path, makePoints(rows, width, groups, apart))
  const bytes = readFileSync(path)
  const points = new Float64Array(bytes.buffer, bytes.byteOffset, rows * width)
  const features = Array.from({ length: width }, (_, j) => `x${j}`)
  const columns = features.map((_, j) =>
    Float64Array.from({ length: rows }, (_, i) => points[i * width + j] ?? 0),
  )
  const table = fromColumns(
    Object.fromEntries(features.map((name, j) => [name, /** @type {any} */ (columns[j])])),
  )
  /** @param {number} count */
  const arrays = (count) =>
    Array.from({ length: count }, (_, i) => Array.from(points.subarray(i * width, (i + 1) * width)))
  return { path, table, features, arrays }
}

/** @param {number} i @param {number} stream */
const uniform = (i, stream) => hash(i, stream) / 2 ** 32

/** @param {number} rows @param {number} width @param {number} groups @param {number} apart */
function makePoints(rows, width, groups, apart) {
  const points = new Float64Array(rows * width)
  for (let i = 0; i < rows; i++) {
    const group = hash(i, 0) % groups
    for (let j = 0; j < width; j++) {
      const noise = uniform(i, 3 * j + 1) + uniform(i, 3 * j + 2) + uniform(i, 3 * j + 3) - 1.5
      points[i * width + j] = apart * uniform(group, 1000 + j) + 2 * noise
    }
  }
  return points
}
