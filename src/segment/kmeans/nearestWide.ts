import type { Nearest } from './nearest.js'

/**
 * For each centre all centres by their distance from it, itself first, and those distances, in rows that are `step`
 * apart. A step of 0 is for so many centres that this wouldn't pay: one row in no order, distances of 0.
 */
export interface Neighbours {
  readonly order: Int32Array
  readonly distances: Float64Array
  readonly step: number
}

export function makeNeighbours(k: number, rows: number): Neighbours {
  if (k * k > Math.max(rows, 4096)) {
    return { order: Int32Array.from({ length: k }, (_, c) => c), distances: new Float64Array(k), step: 0 }
  }
  const order = new Int32Array(k * k)
  for (let a = 0; a < k; a++) {
    for (let t = 0; t < k; t++) order[a * k + t] = t === 0 ? a : t <= a ? t - 1 : t
  }
  return { order, distances: new Float64Array(k * k), step: k }
}

/** Sorts anew after the centres have moved; little changes from one time to the next, so by insertion. */
export function sortNeighbours(
  { order, distances, step }: Neighbours,
  centers: Float64Array,
  k: number,
  stride: number,
): void {
  if (step === 0) return
  for (let a = 0; a < k; a++) {
    const row = a * k
    distances[row] = -1
    for (let t = 1; t < k; t++) {
      const c = order[row + t]!
      let sum = 0
      for (let j = 0; j < stride; j++) {
        const difference = centers[a * stride + j]! - centers[c * stride + j]!
        sum += difference * difference
      }
      const distance = Math.sqrt(sum) * (1 - 1e-9)
      let at = row + t
      for (; distances[at - 1]! > distance; at--) {
        distances[at] = distances[at - 1]!
        order[at] = order[at - 1]!
      }
      distances[at] = distance
      order[at] = c
    }
  }
}

/**
 * The best and the second-best centre of gathered points of any width, starting from centre `hints[z]`: centres are visited by
 * their distance from that one. Once it exceeds the distances of the point to that one and to the second-best
 * so far together, no further centre can be nearer (the triangle inequality), and the search ends.
 */
export function nearestWide(
  points: Float64Array,
  count: number,
  stride: number,
  hints: Int32Array,
  minus2: Float64Array,
  norms: Float64Array,
  k: number,
  { order, distances, step }: Neighbours,
  margin: number,
  { best, second, which }: Nearest,
): void {
  for (let z = 0, start = 0; z < count; z++, start += stride) {
    const end = start + stride
    let even = 0
    let odd = 0
    for (let p = start; p < end; p += 4) {
      even += points[p]! * points[p]! + points[p + 1]! * points[p + 1]!
      odd += points[p + 2]! * points[p + 2]! + points[p + 3]! * points[p + 3]!
    }
    const length = even + odd
    const row = hints[z]! * step
    let first = Infinity
    let next = Infinity
    let at = hints[z]!
    let fromHint = 0
    let limit = Infinity
    for (let t = 0; t < k && distances[row + t]! <= limit; t++) {
      const c = order[row + t]!
      let s0 = norms[c]!
      let s1 = 0
      let s2 = 0
      let s3 = 0
      for (let p = start, q = c * stride; p < end; p += 4, q += 4) {
        s0 += points[p]! * minus2[q]!
        s1 += points[p + 1]! * minus2[q + 1]!
        s2 += points[p + 2]! * minus2[q + 2]!
        s3 += points[p + 3]! * minus2[q + 3]!
      }
      const s = s0 + s1 + (s2 + s3)
      if (t === 0) fromHint = Math.sqrt(Math.max(0, s + length)) * (1 + 1e-9) + margin
      if (s < next) {
        if (s < first) {
          next = first
          first = s
          at = c
        } else next = s
        limit = fromHint + Math.sqrt(Math.max(0, next + length)) * (1 + 1e-9)
      }
    }
    best[z] = first + length
    second[z] = next + length
    which[z] = at
  }
}
