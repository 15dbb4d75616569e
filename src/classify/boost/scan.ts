import { FOUND } from './memory.js'

/** What a leaf's children must be like, in steps. */
export interface ScanRules {
  /** The packed sum of the leaf. */
  readonly total: number
  readonly shift: number
  readonly l2: number
  /** The least hessian of a child. */
  readonly least: number
  /** Between which values the children must stay, and which of them must not be above the other. */
  readonly low: number
  readonly high: number
  readonly monotone: number
}

/**
 * The best cut of a row of cells: those up to it, and the rows of `before`, go left. Where it is better than what stands in `found`, it is put
 * down there: Σ G²/(H + l2) of both children, the cut, the packed sum on the left, and `missingLeft`.
 */
export function scanCells(
  cells: Float64Array,
  start: number,
  count: number,
  before: number,
  { total, shift, l2, least }: ScanRules,
  found: Float64Array,
  slot: number,
  missingLeft: number,
): void {
  const unit = 1 / shift
  const allGradient = Math.floor(total * unit)
  const allHessian = total - allGradient * shift
  const most = allHessian - least
  // The best score is kept as a fraction, since comparing products is faster than dividing.
  let above = found[slot]!
  let below = 1
  let left = before
  let at = -1
  let bestLeft = 0
  for (let c = 0; c < count; c++) {
    const packed = cells[start + c]!
    if (packed === 0) continue
    left += packed
    const gradient = Math.floor(left * unit)
    const hessian = left - gradient * shift
    if (hessian < least) continue
    if (hessian > most) break
    const other = allGradient - gradient
    const a = hessian + l2
    const b = allHessian - hessian + l2
    const numerator = gradient * gradient * b + other * other * a
    const denominator = a * b
    if (numerator * below > above * denominator) {
      above = numerator
      below = denominator
      at = c
      bestLeft = left
    }
  }
  if (at >= 0) putDown(found, slot, above / below, at, bestLeft, missingLeft)
}

/** As `scanCells`, where what children say is bounded; their score is −2 (G w + ½ (H + l2) w²) of the bounded w. */
export function scanBounded(
  cells: Float64Array,
  start: number,
  count: number,
  before: number,
  { total, shift, l2, least, low, high, monotone }: ScanRules,
  found: Float64Array,
  slot: number,
  missingLeft: number,
): void {
  const allGradient = Math.floor(total / shift)
  const allHessian = total - allGradient * shift
  let left = before
  for (let c = 0; c < count; c++) {
    const packed = cells[start + c]!
    if (packed === 0) continue
    left += packed
    const gradient = Math.floor(left / shift)
    const hessian = left - gradient * shift
    if (hessian < least) continue
    if (hessian > allHessian - least) break
    const other = allGradient - gradient
    const a = hessian + l2
    const b = allHessian - hessian + l2
    const leftValue = clamp(-gradient / a, low, high)
    const rightValue = clamp(-other / b, low, high)
    if (monotone * (rightValue - leftValue) < 0) continue
    const score = -(2 * gradient + a * leftValue) * leftValue - (2 * other + b * rightValue) * rightValue
    if (score > found[slot]!) putDown(found, slot, score, c, left, missingLeft)
  }
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}

function putDown(
  found: Float64Array,
  slot: number,
  score: number,
  at: number,
  left: number,
  missingLeft: number,
): void {
  found[slot] = score
  found[slot + 1] = at
  found[slot + 2] = left
  found[slot + FOUND - 1] = missingLeft
}
