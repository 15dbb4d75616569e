import { roundingOf } from '../../table/decimals.js'
import type { Grouping } from '../../table/aggregate.js'
import { medians, sortedValues, type SortedValues } from '../groups/sortedValues.js'

/** What a column of numbers is like in each segment; NaN where there is none. */
export interface NumberProfile {
  readonly name: string
  /** How many customers have a value. */
  readonly known: Int32Array
  readonly sum: Float64Array
  readonly mean: Float64Array
  readonly median: Float64Array
  /** The sample standard deviation within the segment. */
  readonly deviation: Float64Array
  /** The mean of all customers in other segments. */
  readonly elsewhere: Float64Array
  /** Mean less that elsewhere, in standard deviations of all customers. */
  readonly difference: Float64Array
}

/** Values are added up from the least to the greatest, so the order of rows makes no difference to a bit. */
export function numberProfile(name: string, grouping: Grouping, given: Float64Array): NumberProfile {
  const sorted = sortedValues(grouping, given)
  const { values, starts } = sorted
  const { size } = grouping
  const known = Int32Array.from({ length: size }, (_, g) => starts[g + 1]! - starts[g]!)
  const sum = Float64Array.from(known, (_, g) => add(values, starts[g]!, starts[g + 1]!)).map(
    roundingOf(given),
  )
  const mean = sum.map((total, g) => total / known[g]!)
  const others = sumElsewhere(sum)
  const elsewhere = others.map((total, g) => total / (values.length - known[g]!))
  const spread = spreadOf(values, 0, values.length)
  const difference = mean.map((m, g) => (spread > 0 ? (m - elsewhere[g]!) / spread : NaN))
  const deviation = mean.map((_, g) => spreadOf(values, starts[g]!, starts[g + 1]!))
  return { name, known, sum, mean, median: medians(sorted), deviation, elsewhere, difference }
}

/** For each group the sum of all others, without the cancellation of subtracting it from the whole. */
function sumElsewhere(sums: Float64Array): Float64Array {
  const out = new Float64Array(sums.length)
  let before = 0
  for (let g = 0; g < sums.length; g++) {
    out[g] = before
    before += sums[g]!
  }
  let after = 0
  for (let g = sums.length - 1; g >= 0; g--) {
    out[g]! += after
    after += sums[g]!
  }
  return out
}

function add(values: SortedValues['values'], from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i]!
  return sum
}

/** The sample standard deviation; exactly 0 where all are equal, NaN of fewer than two. */
function spreadOf(values: Float64Array, from: number, to: number): number {
  const n = to - from
  if (n < 2) return NaN
  const mean = add(values, from, to) / n
  let squares = 0
  let isConstant = true
  for (let i = from; i < to; i++) {
    squares += (values[i]! - mean) ** 2
    isConstant &&= values[i] === values[from]
  }
  return isConstant ? 0 : Math.sqrt(squares / (n - 1))
}
