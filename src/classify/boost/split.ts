import { orderCategories } from './categories.js'
import { CELLS, type GrowthRules, type SplitFeature } from './memory.js'
import type { Packing } from './quantize.js'
import { clamp, scanBounded, scanCells, type ScanRules } from './scan.js'

/** A leaf, as the search for its best split sees it. */
export interface Searched {
  /** The packed sum of its rows, and their number. */
  readonly total: number
  readonly rows: number
  /** Between which values it must stay, for the sake of monotone features. */
  readonly low: number
  readonly high: number
}

/** What the search goes by while one tree grows, in steps of gradient and hessian. */
export interface SearchRules {
  readonly shift: number
  readonly hessianSteps: number
  readonly l2: number
  readonly minHessian: number
  readonly minRows: number
  /** What a gain in steps is of the loss, and what a value in steps is of the score. */
  readonly gainUnit: number
  readonly valueUnit: number
  /** Whether some feature is monotone. */
  readonly isBounded: boolean
}

/** Sets of categories of which there are more than so many are shrunk harder: they were ordered by what they are to explain. */
const FEW_LABELS = 3
const CATEGORY_L2 = 10

const order = new Int32Array(CELLS)
const ordered = new Float64Array(CELLS)

/** The rules in the steps of a tree's packing. */
export function searchRules(
  rules: GrowthRules,
  features: readonly SplitFeature[],
  { shift, gradientSteps, hessianSteps }: Packing,
): SearchRules {
  return {
    shift,
    hessianSteps,
    l2: rules.l2 * hessianSteps,
    minHessian: rules.minLeafHessian * hessianSteps,
    minRows: rules.minLeafRows,
    gainUnit: hessianSteps / gradientSteps / gradientSteps,
    valueUnit: hessianSteps / gradientSteps,
    isBounded: features.some(({ monotone }) => monotone !== 0),
  }
}

/** Searches a leaf's best split by one feature; puts down its gain (at most 0: none), the cut, the left sum, and where missing ones go. */
export function searchFeature(
  histogram: Float64Array,
  f: number,
  feature: SplitFeature,
  leaf: Searched,
  rules: SearchRules,
  found: Float64Array,
  slot: number,
): void {
  const { bins, isCategory } = feature
  const { shift, valueUnit, gainUnit } = rules
  const gradient = Math.floor(leaf.total / shift)
  const hessian = leaf.total - gradient * shift
  // Rows are counted by their hessians, to the nearest number: a histogram has no other count.
  const least = Math.max(((rules.minRows - 0.5) * hessian) / leaf.rows, rules.minHessian, 1)
  const scan: ScanRules = {
    total: leaf.total,
    shift,
    l2: rules.l2 + (isCategory && bins > FEW_LABELS ? CATEGORY_L2 * rules.hessianSteps : 0),
    least,
    low: leaf.low / valueUnit,
    high: leaf.high / valueUnit,
    monotone: feature.monotone,
  }
  const search = rules.isBounded ? scanBounded : scanCells
  found[slot] = -1
  if (isCategory) searchSets(histogram, f * CELLS, bins, scan, rules, search, found, slot)
  else {
    const missing = histogram[f * CELLS + bins]!
    search(histogram, f * CELLS, bins, 0, scan, found, slot, 0)
    if (missing !== 0) search(histogram, f * CELLS, bins, missing, scan, found, slot, 1)
    else sendToLarger(found, slot, shift, hessian)
  }
  if (found[slot]! < 0) return
  found[slot] = (found[slot]! - ownScore(gradient, hessian, rules, scan)) * gainUnit
}

/** What the leaf's rows score before they are split. */
function ownScore(
  gradient: number,
  hessian: number,
  { l2, isBounded }: SearchRules,
  { low, high }: ScanRules,
): number {
  if (!isBounded) return (gradient * gradient) / (hessian + l2)
  const value = clamp(-gradient / (hessian + l2), low, high)
  return -(2 * gradient + (hessian + l2) * value) * value
}

function searchSets(
  histogram: Float64Array,
  start: number,
  bins: number,
  scan: ScanRules,
  rules: SearchRules,
  search: typeof scanCells,
  found: Float64Array,
  slot: number,
): void {
  const count = orderCategories(histogram, start, bins, rules.shift, rules.hessianSteps, order)
  for (let k = 0; k < count; k++) ordered[k] = histogram[start + order[k]!]!
  search(ordered, 0, count, 0, scan, found, slot, 0)
  sendToLarger(found, slot, scan.shift, scan.total - Math.floor(scan.total / scan.shift) * scan.shift)
}

/** Where no row is missing, a later one goes where more rows went. */
function sendToLarger(found: Float64Array, slot: number, shift: number, hessian: number): void {
  const left = found[slot + 2]!
  const leftHessian = left - Math.floor(left / shift) * shift
  found[slot + 3] = 2 * leftHessian > hessian ? 1 : 0
}

/** For each bin 1 where it goes left. Categories are ordered again, by the histogram that they were searched in. */
export function fillGoesLeft(
  goesLeft: Uint8Array,
  histogram: Float64Array,
  f: number,
  { isCategory, bins }: SplitFeature,
  { at, missingLeft }: { readonly at: number; readonly missingLeft: number },
  { shift, hessianSteps }: SearchRules,
): void {
  if (isCategory) {
    goesLeft.fill(missingLeft)
    const count = orderCategories(histogram, f * CELLS, bins, shift, hessianSteps, order)
    for (let k = 0; k < count; k++) goesLeft[order[k]!] = k <= at ? 1 : 0
  } else {
    goesLeft.fill(0)
    goesLeft.fill(1, 0, at + 1)
    goesLeft[bins] = missingLeft
  }
}
