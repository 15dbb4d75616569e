import { halfway } from '../../learn/cuts.js'
import type { OpenNode } from './chooser.js'
import type { TreeColumns } from './columns.js'

/** What a node asks. */
export interface Split {
  readonly feature: number
  /** What all of a number's values that go left are not above; 0 for a category. */
  readonly threshold: number
  /** Whether missing values go left; undefined where there were none. */
  readonly missingLeft: boolean | undefined
  /** For a number in bins: the last one that goes left; else −1. */
  readonly bin: number
  /** For a category: 1 for each bin that goes left, 0 for the others, 2 for those that were not there; the last is of missing values. */
  readonly sides: Uint8Array
  /** For a feature with an order: where in it the present rows that go left end, and all present ones. */
  readonly end: number
  readonly present: number
}

/** What is remembered of the best cut while others are tried. */
export interface Best {
  feature: number
  /** The bins on either side of a number's cut, −1 for none; where the left side ends in an order; the last place on the left in `bins`. */
  left: number
  right: number
  /** Where the present rows end in an order. */
  present: number
  missingLeft: boolean | undefined
  /** The bins of a category in order. */
  readonly bins: Int32Array
  count: number
}

/** Every number is at most this one: the threshold that only missing values pass. */
export const ALL = 1e100

const NONE = new Uint8Array(0)

/** The question that makes the best cut. */
export function makeSplit({ kinds, bins }: TreeColumns, { orders }: OpenNode, best: Best): Split {
  const { feature, left, right, missingLeft } = best
  const kind = kinds[feature]!
  if ('order' in kind) {
    const order = orders[feature]!
    const { values } = kind
    const threshold = right < 0 ? ALL : halfway(values[order[left - 1]!]!, values[order[left]!]!)
    return { feature, threshold, missingLeft, bin: -1, sides: NONE, end: left, present: best.present }
  }
  if ('low' in kind) {
    const bin = right < 0 ? bins[feature]! - 1 : cutBin(kind.low, kind.high, left, right)
    const threshold = right < 0 ? ALL : cutValue(kind.low, kind.high, left, right, bin)
    return { feature, threshold, missingLeft, bin, sides: NONE, end: 0, present: 0 }
  }
  const sides = new Uint8Array(bins[feature]! + 1).fill(2)
  for (let to = 0; to < best.count; to++) sides[best.bins[to]!] = to <= left ? 1 : 0
  const ofMissing = sides[bins[feature]!]!
  const own = ofMissing === 2 ? undefined : ofMissing === 1
  return { feature, threshold: 0, missingLeft: own, bin: -1, sides, end: 0, present: 0 }
}

/** Halfway between the bins that hold rows on either side of a cut, but not within one that lies between them. */
function cutBin(low: Float64Array, high: Float64Array, left: number, right: number): number {
  const middle = halfway(high[left]!, low[right]!)
  let bin = left
  while (bin + 1 < right && low[bin + 1]! <= middle) bin++
  return bin
}

function cutValue(low: Float64Array, high: Float64Array, left: number, right: number, bin: number): number {
  const middle = halfway(high[left]!, low[right]!)
  return high[bin]! <= middle ? middle : halfway(high[bin]!, low[bin + 1]!)
}
