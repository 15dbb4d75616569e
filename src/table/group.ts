import { Vector } from 'apache-arrow'
import type { Column } from './column.js'

/** Rows with equal keys, numbered densely in order of first appearance. */
export interface Groups {
  /** The group of each row. */
  readonly codes: Int32Array
  /** How many groups there are. */
  readonly size: number
  /** The first row of each group. */
  readonly firstRows: Int32Array
}

/**
 * Groups rows by one or several key columns. Missing values (null, NaN) equal each other and form groups
 * of their own; −0 equals 0.
 */
export function groupRows(keys: readonly Column[]): Groups {
  const rows = keys[0]!.length
  const codes = new Int32Array(rows)
  const known = new Map<string, number>()
  const firstRows: number[] = []
  const vectors = keys.map((key) => new Vector(key.chunks as any))
  for (let i = 0; i < rows; i++) {
    const key = JSON.stringify(vectors.map((vector) => String(vector.get(i) ?? '\u0000')))
    let code = known.get(key)
    if (code === undefined) {
      known.set(key, (code = known.size))
      firstRows.push(i)
    }
    codes[i] = code
  }
  return { codes, size: known.size, firstRows: Int32Array.from(firstRows) }
}
