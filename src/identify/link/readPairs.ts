import { ClienteleError } from '../../error.js'
import { adopt } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { findColumn, wrongType } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { isText } from '../../table/strings.js'
import type { TableLike } from '../../table/types.js'
import type { PairList } from '../prepared.js'

/** Pairs in the order of their table: in each row the two rows of records as they stand there. */
export type RowPairs = { readonly a: Int32Array; readonly b: Int32Array }

/** The columns `row_a` and `row_b` of a table of pairs, which must be rows of records, two different ones. */
export function readPairs(who: string, pairs: Table, rows: number): RowPairs {
  const [a, b] = (['row_a', 'row_b'] as const).map((name) => {
    const column = findColumn(pairs, name, who)
    // Said here, since what reads numbers would show a value.
    if (isText(column.type)) {
      throw wrongType(who, column, 'row numbers are needed', 'give the rows of the records, from 0')
    }
    const numbers = readNumbers(column, who)
    const bad = numbers.findIndex((row) => !(Number.isInteger(row) && row >= 0 && row < rows))
    if (bad < 0) return Int32Array.from(numbers)
    const got = Number.isNaN(numbers[bad]!) ? 'missing' : String(numbers[bad]!)
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' is ${got} in pair ${bad + 1}, but must be a row of the ${rows} records, from 0; give the records that the pairs were made of.`,
    )
  }) as [Int32Array, Int32Array]
  const same = a.findIndex((row, p) => row === b[p])
  if (same < 0) return { a, b }
  throw new ClienteleError(
    'value-invalid',
    `${who}: pair ${same + 1} has row ${a[same]!} twice, but a pair is of two records; leave it out.`,
  )
}

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
