import { type Grouping, countBy } from '../../table/aggregate.js'

/** A column's present values, group by group and within each from the least up. */
export interface SortedValues {
  readonly values: Float64Array
  /** Where each group starts; one more at the end. */
  readonly starts: Int32Array
}

/** Sorts values within their groups: sums over them are the same bits for any order of rows. Missing ones (NaN) are left out. */
export function sortedValues(grouping: Grouping, given: Float64Array): SortedValues {
  const { codes, size } = grouping
  const counts = countBy(grouping, given)
  const starts = new Int32Array(size + 1)
  for (let g = 0; g < size; g++) starts[g + 1] = starts[g]! + counts[g]!
  const next = starts.slice()
  const values = new Float64Array(starts[size]!)
  for (let i = 0; i < codes.length; i++) {
    const v = given[i]!
    if (!Number.isNaN(v)) values[next[codes[i]!]!++] = v
  }
  for (let g = 0; g < size; g++) values.subarray(starts[g], starts[g + 1]).sort()
  return { values, starts }
}

/** The middle value of each group, the mean of the two middle ones where their number is even; NaN where there are none. */
export function medians({ values, starts }: SortedValues): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, g) => {
    const sum = starts[g]! + starts[g + 1]! - 1
    if (starts[g] === starts[g + 1]) return NaN
    return (values[sum >> 1]! + values[(sum + 1) >> 1]!) / 2
  })
}
