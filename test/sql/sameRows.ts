import { toRows } from 'clientele'
import { expect } from 'vitest'

const TOLERANCE = 1e-9

/**
 * Whether a database's answer is that of the function over tables: the same columns of the same types, the same rows, numbers to 1e-9, nulls where
 * nulls are. Rows are put in the order of `keys`; without keys they must be in the same order already.
 */
export function sameRows(answer: any, expected: any, keys: readonly string[] = []): void {
  expect(typesOf(answer)).toEqual(typesOf(expected))
  const [got, wanted] = [answer, expected].map((table) => sorted(toRows(table), keys))
  expect(got).toHaveLength(wanted!.length)
  got!.forEach((row, i) => {
    for (const [name, value] of Object.entries(wanted![i]!)) {
      if (!isSame(row[name], value)) expect([i, row]).toEqual([i, wanted![i]])
    }
  })
}

/** Names and types of columns; text is text, whether as a dictionary or not, and the unit of times given is the database's own. */
function typesOf(table: any): string[] {
  return table.schema.fields.map(
    ({ name, type }: any) =>
      `${name}: ${String(type)
        .replace(/Dictionary<.*>/, 'Utf8')
        .replace(/<(MICRO|MILLI)SECOND/, '<')}`,
  )
}

function sorted(rows: any[], keys: readonly string[]): any[] {
  if (keys.length === 0) return rows
  const keyOf = (row: any) => keys.map((name) => String(row[name])).join('\u0000')
  return rows
    .map((row) => [keyOf(row), row])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row)
}

function isSame(a: any, b: any): boolean {
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime()
  if (typeof a === 'bigint' || typeof b === 'bigint') return Number(a) === Number(b)
  if (typeof a !== 'number' || typeof b !== 'number') return a === b
  return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b))
}
