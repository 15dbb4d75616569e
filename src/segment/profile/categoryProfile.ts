import { gammaQ } from '../../numeric/incomplete.js'
import type { Grouping } from '../../table/aggregate.js'
import type { SortedGroups } from '../../table/sortedGroups.js'

/** How often a value comes in a segment, beside the other segments. */
export interface CategoryCell {
  readonly segment: number
  readonly name: string
  /** Null for missing. */
  readonly value: string | null
  readonly customers: number
  /** Of the segment; NaN where there are none. */
  readonly share: number
  /** The same share in all other segments. */
  readonly elsewhere: number
  /** The share over that of all customers. */
  readonly lift: number
  /** How many customers there would be if the segment made no difference. */
  readonly expected: number
  /** The least such number of the four: χ² is a rough guide below 5. */
  readonly leastExpected: number
  /** Of the two-by-two table of segment and value; NaN where there is nothing to compare. */
  readonly chi2: number
  readonly p: number
}

/** The cells of all segments and values of one column. */
export function categoryProfile(name: string, grouping: Grouping, groups: SortedGroups): CategoryCell[] {
  const { size } = groups
  const counts = new Int32Array(grouping.size * size)
  const rows = grouping.codes.length
  for (let i = 0; i < rows; i++) counts[grouping.codes[i]! * size + groups.codes[i]!]!++
  const inSegment = new Int32Array(grouping.size)
  const withValue = new Int32Array(size)
  counts.forEach((count, cell) => {
    inSegment[Math.floor(cell / size)]! += count
    withValue[cell % size]! += count
  })
  return Array.from(counts, (customers, cell) => {
    const segment = Math.floor(cell / size)
    const value = groups.labels[cell % size]!
    const tested = compareShares(customers, inSegment[segment]!, withValue[cell % size]!, rows)
    return { segment, name, value, customers, ...tested }
  })
}

/** Pearson's χ² without continuity correction: of `both` among `a` and `b` of `all`. */
function compareShares(both: number, a: number, b: number, all: number) {
  const margins = a * (all - a) * b * (all - b)
  const chi2 = margins > 0 ? (all * (both * all - a * b) ** 2) / margins : NaN
  return {
    share: both / a,
    elsewhere: (b - both) / (all - a),
    lift: both / a / (b / all),
    expected: (a * b) / all,
    leastExpected: (Math.min(a, all - a) * Math.min(b, all - b)) / all,
    chi2,
    p: margins > 0 ? gammaQ(0.5, chi2 / 2) : NaN,
  }
}

/** Benjamini and Hochberg's adjusted p-values over all tests that were made; NaN where none was. */
export function falseDiscovery(p: Float64Array): Float64Array {
  const made = Int32Array.from(p.keys()).filter((i) => !Number.isNaN(p[i]!))
  made.sort((i, j) => p[i]! - p[j]!)
  const q = new Float64Array(p.length).fill(NaN)
  let least = 1
  for (let rank = made.length; rank > 0; rank--) {
    const i = made[rank - 1]!
    least = Math.min(least, (p[i]! * made.length) / rank)
    q[i] = least
  }
  return q
}
