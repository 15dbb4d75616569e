import type { Nearest } from './nearest.js'

/**
 * Squared distances made of lengths and products lose what is small beside the lengths. Where the two nearest centres of a point are no
 * farther apart than that, it is compared with every centre by differences, in order, so that of equally near ones the
 * first wins, as in prediction.
 */
export function settleTies(
  points: Float64Array,
  count: number,
  stride: number,
  centers: Float64Array,
  k: number,
  lost: number,
  found: Nearest,
): void {
  const { best, second } = found
  for (let z = 0; z < count; z++) {
    if (second[z]! - best[z]! <= lost) settle(points, z, stride, centers, k, found)
  }
}

function settle(
  points: Float64Array,
  z: number,
  stride: number,
  centers: Float64Array,
  k: number,
  { best, second, which }: Nearest,
): void {
  const from = z * stride
  let first = Infinity
  let next = Infinity
  for (let c = 0, q = 0; c < k; c++) {
    let squared = 0
    for (let j = 0; j < stride; j++, q++) {
      const difference = points[from + j]! - centers[q]!
      squared += difference * difference
    }
    if (squared < first) {
      next = first
      first = squared
      which[z] = c
    } else if (squared < next) next = squared
  }
  best[z] = first
  second[z] = next
}
