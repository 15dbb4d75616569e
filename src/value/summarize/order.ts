import { makeShared } from '../../parallel/shared.js'
import type { Found } from './kernel.js'
import { COUNTED, LATE, NONE, type PartFound } from './finish.js'
import type { Numbering } from './numbering.js'

/** The customers in order of first appearance. */
export interface Order {
  /** Where each customer is: its number in its partition times 256, plus the partition. Threads share it. */
  readonly places: Uint32Array
  /** The row where each customer appears first; empty where nobody asks for it. */
  readonly firstRows: Float64Array | Int32Array
  /** Customers that came after the end of calibration, and those without a row that counts. */
  readonly late: number
  readonly none: number
}

type Placed = Pick<Order, 'places' | 'firstRows'>

/** Finds the customers that have a row in what is summed up, and puts them in order. */
export function orderCustomers(
  found: readonly Found[],
  { numbering, wantsRows }: { readonly numbering?: Numbering | undefined; readonly wantsRows: boolean },
): Order {
  // A thread's partitions are those whose number is its own modulo the threads.
  const parts: PartFound[] = []
  found.forEach(({ parts: own }, t) => own.forEach((part, i) => (parts[t + i * found.length] = part)))
  const isShared = found.length > 1
  const all = numbering ?? mergeByRow(parts, wantsRows, isShared)
  const isWhole = parts.every(({ standing }) => standing === undefined)
  return isWhole ? { ...all, late: 0, none: 0 } : withCounted(parts, all)
}

/** Leaves out customers without a row that counts. */
function withCounted(parts: readonly PartFound[], { places, firstRows }: Placed): Order {
  const counts = [0, 0, 0]
  for (let i = 0; i < places.length; i++) {
    const standing = parts[places[i]! & 255]!.standing?.[places[i]! >>> 8] ?? COUNTED
    const n = counts[standing]!++
    if (standing !== COUNTED) continue
    places[n] = places[i]!
    if (firstRows.length > 0) firstRows[n] = firstRows[i]!
  }
  const [n, late, none] = [counts[COUNTED]!, counts[LATE]!, counts[NONE]!]
  return { places: places.subarray(0, n), firstRows: firstRows.subarray(0, n), late, none }
}

/** Rows that are merged at once: a number for each fits the cache. */
const WINDOW = 65_536

/** The customers of all partitions by their first rows; in each partition they are in order. */
function mergeByRow(parts: readonly PartFound[], wantsRows: boolean, isShared: boolean): Placed {
  const all = parts.reduce((sum, { groups }) => sum + groups, 0)
  const places = makeShared(Uint32Array, all, isShared)
  const rows = new Float64Array(wantsRows ? all : 0)
  const next = new Int32Array(parts.length)
  const window = new Uint32Array(WINDOW)
  let n = 0
  for (let start = 0; n < all; start += WINDOW) {
    window.fill(0)
    let found = 0
    parts.forEach(({ groups, firstRows }, p) => {
      const first = next[p]!
      let g = first
      for (; g < groups && firstRows[g]! < start + WINDOW; g++)
        window[firstRows[g]! - start] = g * 256 + p + 1
      found += g - first
      next[p] = g
    })
    for (let row = 0; found > 0; row++) {
      if (window[row] === 0) continue
      places[n] = window[row]! - 1
      if (wantsRows) rows[n] = start + row
      n++
      found--
    }
  }
  return { places, firstRows: rows }
}
