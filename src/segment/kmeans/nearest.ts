/*
 * The best and the second-best centre of each of `count` points that were gathered one after the other. The distance is
 * ‖x‖² + (‖c‖² − 2x·c): the part in brackets decides, the rest is added at the end. One function a width, because
 * the numbers of a point then stay in registers; everything they touch is a parameter, because captured
 * variables are slow. `minus2` holds the centres times −2, `norms` their squared lengths.
 */

/** Squared distances to the best and the second-best centre, and the best one's number. */
export interface Nearest {
  readonly best: Float64Array
  readonly second: Float64Array
  readonly which: Int32Array
}

export function nearest4(
  points: Float64Array,
  count: number,
  minus2: Float64Array,
  norms: Float64Array,
  k: number,
  { best, second, which }: Nearest,
): void {
  for (let z = 0, p = 0; z < count; z++, p += 4) {
    const x0 = points[p]!
    const x1 = points[p + 1]!
    const x2 = points[p + 2]!
    const x3 = points[p + 3]!
    let first = Infinity
    let next = Infinity
    let at = 0
    for (let c = 0, q = 0; c < k; c++, q += 4) {
      const s =
        norms[c]! + (x0 * minus2[q]! + x1 * minus2[q + 1]!) + (x2 * minus2[q + 2]! + x3 * minus2[q + 3]!)
      if (s < next) {
        if (s < first) {
          next = first
          first = s
          at = c
        } else next = s
      }
    }
    const length = x0 * x0 + x1 * x1 + (x2 * x2 + x3 * x3)
    best[z] = first + length
    second[z] = next + length
    which[z] = at
  }
}

export function nearest6(
  points: Float64Array,
  count: number,
  minus2: Float64Array,
  norms: Float64Array,
  k: number,
  { best, second, which }: Nearest,
): void {
  for (let z = 0, p = 0; z < count; z++, p += 6) {
    const x0 = points[p]!
    const x1 = points[p + 1]!
    const x2 = points[p + 2]!
    const x3 = points[p + 3]!
    const x4 = points[p + 4]!
    const x5 = points[p + 5]!
    let first = Infinity
    let next = Infinity
    let at = 0
    for (let c = 0, q = 0; c < k; c++, q += 6) {
      const s =
        norms[c]! +
        (x0 * minus2[q]! + x1 * minus2[q + 1]!) +
        (x2 * minus2[q + 2]! + x3 * minus2[q + 3]!) +
        (x4 * minus2[q + 4]! + x5 * minus2[q + 5]!)
      if (s < next) {
        if (s < first) {
          next = first
          first = s
          at = c
        } else next = s
      }
    }
    const length = x0 * x0 + x1 * x1 + (x2 * x2 + x3 * x3) + (x4 * x4 + x5 * x5)
    best[z] = first + length
    second[z] = next + length
    which[z] = at
  }
}

export function nearest8(
  points: Float64Array,
  count: number,
  minus2: Float64Array,
  norms: Float64Array,
  k: number,
  { best, second, which }: Nearest,
): void {
  for (let z = 0, p = 0; z < count; z++, p += 8) {
    const x0 = points[p]!
    const x1 = points[p + 1]!
    const x2 = points[p + 2]!
    const x3 = points[p + 3]!
    const x4 = points[p + 4]!
    const x5 = points[p + 5]!
    const x6 = points[p + 6]!
    const x7 = points[p + 7]!
    let first = Infinity
    let next = Infinity
    let at = 0
    for (let c = 0, q = 0; c < k; c++, q += 8) {
      const s =
        norms[c]! +
        (x0 * minus2[q]! + x1 * minus2[q + 1]! + (x2 * minus2[q + 2]! + x3 * minus2[q + 3]!)) +
        (x4 * minus2[q + 4]! + x5 * minus2[q + 5]! + (x6 * minus2[q + 6]! + x7 * minus2[q + 7]!))
      if (s < next) {
        if (s < first) {
          next = first
          first = s
          at = c
        } else next = s
      }
    }
    const length = x0 * x0 + x1 * x1 + (x2 * x2 + x3 * x3) + (x4 * x4 + x5 * x5 + (x6 * x6 + x7 * x7))
    best[z] = first + length
    second[z] = next + length
    which[z] = at
  }
}
