import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import type { TableLike } from '../../table/types.js'
import type { RowPairs } from '../pairs/readPairs.js'
import type { PairList } from '../prepared.js'

/** The pairs of several tables together, each once, the lower row first, in order. */
export function unitePairs(parts: readonly RowPairs[], rows: number): PairList {
  let end = 0
  for (const { a } of parts) end += a.length
  const keys = new Float64Array(end)
  let at = 0
  for (const { a, b } of parts) {
    for (let p = 0; p < a.length; p++) keys[at++] = keyOf(a[p]!, b[p]!, rows)
  }
  if (keys.some((key, i) => i > 0 && key < keys[i - 1]!)) keys.sort()
  let count = 0
  for (let i = 0; i < end; i++) if (i === 0 || keys[i] !== keys[i - 1]) keys[count++] = keys[i]!
  const a = new Int32Array(count)
  const b = new Int32Array(count)
  for (let p = 0; p < count; p++) {
    a[p] = Math.floor(keys[p]! / rows)
    b[p] = keys[p]! - a[p]! * rows
  }
  return { length: count, a, b }
}

const keyOf = (a: number, b: number, rows: number) => Math.min(a, b) * rows + Math.max(a, b)

/** Where each of `some` stands among pairs in order, −1 where it does not. */
export function findPairs(some: RowPairs, { length, a, b }: PairList, rows: number): Int32Array {
  return some.a.map((one, i) => {
    const key = keyOf(one, some.b[i]!, rows)
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (keyOf(a[middle]!, b[middle]!, rows) < key) low = middle + 1
      else high = middle
    }
    return low < length && keyOf(a[low]!, b[low]!, rows) === key ? low : -1
  })
}

/** One table or several, adopted. */
export function adoptAll(who: string, given: TableLike | readonly TableLike[]): Table[] {
  return (Array.isArray(given) ? (given as readonly TableLike[]) : [given as TableLike]).map((table) =>
    adopt(table, who),
  )
}
