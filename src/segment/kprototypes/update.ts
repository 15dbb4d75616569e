import type { Points } from '../features/points.js'
import type { Mixed, Prototypes } from './prototypes.js'

/** Makes the means of each cluster those of its rows; an empty cluster keeps its own. */
export function takeMeans(
  { rows, stride, data, weights }: Points,
  labels: Int32Array,
  { k, means }: Prototypes,
): void {
  const sums = new Float64Array(k * stride)
  const masses = new Float64Array(k)
  for (let i = 0; i < rows; i++) {
    const c = labels[i]!
    const weight = weights.length > 0 ? weights[i]! : 1
    masses[c]! += weight
    for (let j = 0; j < stride; j++) sums[c * stride + j]! += weight * data[i * stride + j]!
  }
  for (let c = 0; c < k; c++) {
    if (masses[c] === 0) continue
    for (let j = c * stride; j < (c + 1) * stride; j++) means[j] = sums[j]! / masses[c]!
  }
}

/** Makes the modes of each cluster the most frequent categories of its rows, of equals the first of the alphabet. */
export function takeModes(
  { points, codes, fields, cardinalities }: Mixed,
  labels: Int32Array,
  { k, modes }: Prototypes,
): void {
  const { weights, rows } = points
  const occupied = new Uint8Array(k)
  for (let i = 0; i < rows; i++) occupied[labels[i]!] = 1
  for (let f = 0; f < fields; f++) {
    const size = cardinalities[f]!
    const counts = new Float64Array(k * size)
    for (let i = 0; i < rows; i++) {
      counts[labels[i]! * size + codes[i * fields + f]!]! += weights.length > 0 ? weights[i]! : 1
    }
    for (let c = 0; c < k; c++) {
      if (occupied[c] === 0) continue
      let mode = 0
      for (let code = 1; code < size; code++)
        if (counts[c * size + code]! > counts[c * size + mode]!) mode = code
      modes[c * fields + f] = mode
    }
  }
}
