import type { Found } from './kernel.js'
import type { Rules } from './options.js'
import type { PartFound } from './part.js'
import type { Chunk } from '../../table/orders/input.js'
import { purchasesAt, revenueAt, WIDTH } from './states.js'

/** The customers in order of first appearance. */
export interface Order {
  readonly parts: readonly PartFound[]
  /** Where each customer is: its number in its partition times 256, plus the partition. */
  readonly places: Uint32Array
  /** The row where each customer appears first. */
  readonly firstRows: Float64Array | Int32Array
  /** Customers that came after the end of calibration, and those without a row that counts. */
  readonly late: number
  readonly none: number
}

/** Codes in order of first appearance, and the rows where they appear first. */
export interface Appearance {
  readonly codes: Int32Array
  readonly rows: Int32Array
}

/** When the codes, which are below `limit`, appear first. */
export function appearance(chunks: readonly Chunk[], limit: number): Appearance {
  const seen = new Int32Array((limit >>> 5) + 1)
  const found = { codes: new Int32Array(limit), rows: new Int32Array(limit) }
  let size = 0
  let start = 0
  for (const { codes, rows } of chunks) {
    size = addCodes(codes!, seen, found, size, start)
    start += rows
  }
  return { codes: found.codes.subarray(0, size), rows: found.rows.subarray(0, size) }
}

function addCodes(
  codes: Int32Array,
  seen: Int32Array,
  found: Appearance,
  size: number,
  start: number,
): number {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    const word = seen[code >>> 5]!
    if (((word >>> (code & 31)) & 1) === 1) continue
    seen[code >>> 5] = word | (1 << (code & 31))
    found.codes[size] = code
    found.rows[size++] = start + i
  }
  return size
}

/** Finds the customers that have a row in what is summed up, and puts them in order. */
export function orderCustomers(
  found: readonly Found[],
  { calibrationEnd }: Pick<Rules, 'calibrationEnd'>,
  codes?: Appearance,
): Order {
  const isWhole =
    calibrationEnd === Infinity && found.every(({ counts }) => counts.future + counts.dropped === 0)
  // A thread's partitions are those whose number is its own modulo the threads.
  const parts: PartFound[] = []
  found.forEach(({ parts: own }, t) => own.forEach((part, i) => (parts[t + i * found.length] = part)))
  const all = codes ? placesOf(codes, parts.length) : mergeByRow(parts)
  return { parts, ...(isWhole ? { ...all, late: 0, none: 0 } : withCounted(parts, all)) }
}

/** Leaves out customers without a row that counts. */
function withCounted(
  parts: readonly PartFound[],
  { places, firstRows }: Pick<Order, 'places' | 'firstRows'>,
): Omit<Order, 'parts'> {
  let n = 0
  let late = 0
  let none = 0
  for (let i = 0; i < places.length; i++) {
    const { states, holdout } = parts[places[i]! & 255]!
    const group = places[i]! >>> 8
    if (purchasesAt(states, WIDTH * group) > 0 || revenueAt(states, WIDTH * group) < 0) {
      places[n] = places[i]!
      firstRows[n++] = firstRows[i]!
    } else if (holdout && (holdout.days[group]! > 0 || holdout.revenue[group]! < 0)) late++
    else none++
  }
  return { places: places.subarray(0, n), firstRows: firstRows.subarray(0, n), late, none }
}

function placesOf({ codes, rows }: Appearance, parts: number): Pick<Order, 'places' | 'firstRows'> {
  const bits = Math.log2(parts)
  const places = new Uint32Array(codes.length)
  for (let i = 0; i < codes.length; i++) {
    places[i] = (codes[i]! >>> bits) * 256 + (codes[i]! & (parts - 1))
  }
  return { places, firstRows: rows }
}

/** Rows that are merged at once: a number for each fits the cache. */
const WINDOW = 65_536

/** The customers of all partitions by their first rows; in each partition they are in order. */
function mergeByRow(parts: readonly PartFound[]): Pick<Order, 'places' | 'firstRows'> {
  const all = parts.reduce((sum, { groups }) => sum + groups, 0)
  const places = new Uint32Array(all)
  const rows = new Float64Array(all)
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
      rows[n++] = start + row
      found--
    }
  }
  return { places, firstRows: rows }
}
