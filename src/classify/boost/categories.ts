import { CELLS } from './memory.js'

/** Hessians that a category's mean gradient is shrunk by, so that rare ones stand in the middle of the order. */
const SMOOTHING = 10

const keys = new Float64Array(CELLS)

/**
 * Orders the categories of a leaf by gradient over (hessian + 10), missing values as one of them; the best split into two sets
 * is then found among the cuts of this order (Fisher 1958; so does LightGBM). Those without rows are left out; how many are
 * in the order is returned.
 */
export function orderCategories(
  histogram: Float64Array,
  start: number,
  bins: number,
  shift: number,
  hessianSteps: number,
  order: Int32Array,
): number {
  let count = 0
  for (let bin = 0; bin <= bins; bin++) {
    const packed = histogram[start + bin]!
    if (packed === 0) continue
    const gradient = Math.floor(packed / shift)
    const key = gradient / (packed - gradient * shift + SMOOTHING * hessianSteps)
    let at = count++
    for (; at > 0 && keys[at - 1]! > key; at--) {
      keys[at] = keys[at - 1]!
      order[at] = order[at - 1]!
    }
    keys[at] = key
    order[at] = bin
  }
  return count
}
