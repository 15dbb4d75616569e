import type { Found } from './kernel.js'
import type { Rules } from './options.js'
import { type PartFound, PURCHASES, REVENUE, WIDTH } from './part.js'

/** The customers in order of first appearance. */
export interface Order {
  readonly parts: readonly PartFound[]
  /** Where each customer is: its number in its partition times 256, plus the partition. */
  readonly places: Uint32Array
  /** The row where each customer appears first. */
  readonly firstRows: Float64Array
  /** Customers that came after the end of calibration, and those without a row that counts. */
  readonly late: number
  readonly none: number
}

/** Finds the customers that have a row in what is summed up, and puts them in order. */
export function orderCustomers(
  found: readonly Found[],
  { calibrationEnd }: Pick<Rules, 'calibrationEnd'>,
): Order {
  const isWhole =
    calibrationEnd === Infinity && found.every(({ counts }) => counts.future + counts.dropped === 0)
  const parts = found.flatMap(({ parts }) => parts)
  const all = parts.reduce((sum, { groups }) => sum + groups, 0)
  const places = new Uint32Array(all)
  const rows = new Float64Array(all)
  let n = 0
  let late = 0
  let none = 0
  parts.forEach(({ groups, states, firstRows, holdout }, p) => {
    for (let g = 0; g < groups; g++) {
      const at = WIDTH * g
      if (isWhole || states[at + PURCHASES]! > 0 || states[at + REVENUE]! < 0) {
        places[n] = g * 256 + p
        rows[n++] = firstRows[g]! - 1
      } else if (holdout && (holdout.days[g]! > 0 || holdout.revenue[g]! < 0)) late++
      else if (firstRows[g]! > 0) none++
    }
  })
  const sorted = sortByRow(rows.subarray(0, n), places.subarray(0, n))
  return { parts, ...sorted, late, none }
}

const RADIX = 65_536

/** Sorts by row number, sixteen bits at a time. */
function sortByRow(
  rows: Float64Array,
  places: Uint32Array,
): { firstRows: Float64Array; places: Uint32Array } {
  let greatest = 0
  for (let i = 0; i < rows.length; i++) if (rows[i]! > greatest) greatest = rows[i]!
  for (let unit = 1; unit <= greatest; unit *= RADIX) {
    const starts = new Uint32Array(RADIX + 1)
    // A row number has at most 53 bits; what `>>>` takes off above 32 is not among these sixteen.
    for (let i = 0; i < rows.length; i++) starts[((rows[i]! / unit) >>> 0) & (RADIX - 1)]!++
    let sum = 0
    for (let d = 0; d < RADIX; d++) {
      const count = starts[d]!
      starts[d] = sum
      sum += count
    }
    const nextRows = new Float64Array(rows.length)
    const nextPlaces = new Uint32Array(rows.length)
    for (let i = 0; i < rows.length; i++) {
      const at = starts[((rows[i]! / unit) >>> 0) & (RADIX - 1)]!++
      nextRows[at] = rows[i]!
      nextPlaces[at] = places[i]!
    }
    rows = nextRows
    places = nextPlaces
  }
  return { firstRows: rows, places }
}
