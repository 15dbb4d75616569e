import { roundingOf } from './decimals.js'
import type { Groups } from './group.js'

/** Rows dealt to groups, as far as aggregates need to know. */
export type Grouping = Pick<Groups, 'codes' | 'size'>

// Missing values (NaN) are left out of every aggregate. Rows are taken in their order, so sums have the same bits each time.

/** How many rows each group has or, with values, how many of them are not missing. */
export function countBy({ codes, size }: Grouping, values?: Float64Array): Int32Array {
  const out = new Int32Array(size)
  if (values) for (let i = 0; i < codes.length; i++) out[codes[i]!]! += Number(!Number.isNaN(values[i]!))
  else for (let i = 0; i < codes.length; i++) out[codes[i]!]!++
  return out
}

/** The sum of each group, in the order of rows, without the dust of binary fractions; 0 where all is missing. */
export function sumBy({ codes, size }: Grouping, values: Float64Array): Float64Array {
  const out = new Float64Array(size)
  for (let i = 0; i < codes.length; i++) {
    const v = values[i]!
    if (!Number.isNaN(v)) out[codes[i]!]! += v
  }
  return out.map(roundingOf(values))
}

/** The least value of each group, NaN where all is missing. */
export function minBy({ codes, size }: Grouping, values: Float64Array): Float64Array {
  const out = new Float64Array(size).fill(NaN)
  for (let i = 0; i < codes.length; i++) {
    const v = values[i]!
    const group = codes[i]!
    // NaN compares false: the first present value replaces it.
    if (!(out[group]! <= v) && !Number.isNaN(v)) out[group] = v
  }
  return out
}

/** The greatest value of each group, NaN where all is missing. */
export function maxBy({ codes, size }: Grouping, values: Float64Array): Float64Array {
  const out = new Float64Array(size).fill(NaN)
  for (let i = 0; i < codes.length; i++) {
    const v = values[i]!
    const group = codes[i]!
    if (!(out[group]! >= v) && !Number.isNaN(v)) out[group] = v
  }
  return out
}

/** The first present value of each group in the order of rows, NaN where all is missing. */
export function firstBy({ codes, size }: Grouping, values: Float64Array): Float64Array {
  const out = new Float64Array(size).fill(NaN)
  for (let i = 0; i < codes.length; i++) if (Number.isNaN(out[codes[i]!]!)) out[codes[i]!] = values[i]!
  return out
}

/** How many distinct things each group has; `things` numbers them from 0, −1 is missing. */
export function distinctBy({ codes, size }: Grouping, things: Int32Array): Int32Array {
  const out = new Int32Array(size)
  const rows = rowsByGroup({ codes, size })
  // The last group that each thing was seen in: no table of pairs is needed when rows come group by group.
  let most = -1
  for (const thing of things) if (thing > most) most = thing
  const seenIn = new Int32Array(most + 1).fill(-1)
  for (const row of rows) {
    const thing = things[row]!
    const group = codes[row]!
    if (thing < 0 || seenIn[thing] === group) continue
    seenIn[thing] = group
    out[group]!++
  }
  return out
}

/** The numbers of the rows group by group, within each in their order. */
export function rowsByGroup(grouping: Grouping): Int32Array {
  const { codes, size } = grouping
  const counts = countBy(grouping)
  const next = new Int32Array(size)
  for (let g = 1; g < size; g++) next[g] = next[g - 1]! + counts[g - 1]!
  const rows = new Int32Array(codes.length)
  for (let i = 0; i < codes.length; i++) rows[next[codes[i]!]!++] = i
  return rows
}
