import type { ClienteleError } from '../error.js'
import type { Column } from './column.js'
import { groupColumn, groupRows } from './group.js'
import type { JoinHow } from './join.js'

/** Pairs of rows; −1 on the right is a row without a match. */
export interface Matches {
  readonly left: Int32Array
  readonly right: Int32Array
  /** How many rows of the left table have a match. */
  readonly matched: number
}

/**
 * Matches rows by key columns that run over both tables, left rows first. Groups all rows together, then looks up
 * each left row's group among the right ones.
 */
export function matchRows(
  keys: readonly Column[],
  leftRows: number,
  rightRows: number,
  how: JoinHow,
  many: boolean,
  repeated: (rows: readonly [number, number]) => ClienteleError,
): Matches {
  const { codes, size, missing } = groupKeys(keys)
  const { first, next } = chainRight(codes, size, missing, leftRows, rightRows, many, repeated)
  return collect(codes, first, next, leftRows, how)
}

function groupKeys(keys: readonly Column[]): { codes: Int32Array; size: number; missing: Uint8Array } {
  if (keys.length > 1) {
    const { codes, size, firstRows } = groupRows(keys, 'join')
    return { codes, size, missing: missingGroups(keys, firstRows) }
  }
  const { codes, size, missing } = groupColumn(keys[0]!, 'join')
  return { codes, size, missing: Uint8Array.from({ length: size }, (_, g) => Number(g === missing)) }
}

/** Groups of which any key is missing: they match nothing. */
function missingGroups(keys: readonly Column[], firstRows: Int32Array): Uint8Array {
  const missing = new Uint8Array(firstRows.length)
  for (const key of keys) {
    const { codes, missing: group } = groupColumn(key, 'join')
    if (group < 0) continue
    firstRows.forEach((row, g) => {
      if (codes[row] === group) missing[g] = 1
    })
  }
  return missing
}

/** For each group its first right row, and for each right row the next of its group; −1 ends. */
function chainRight(
  codes: Int32Array,
  size: number,
  missing: Uint8Array,
  leftRows: number,
  rightRows: number,
  many: boolean,
  repeated: (rows: readonly [number, number]) => ClienteleError,
): { first: Int32Array; next: Int32Array } {
  const first = new Int32Array(size).fill(-1)
  const next = new Int32Array(many ? rightRows : 0).fill(-1)
  for (let row = rightRows - 1; row >= 0; row--) {
    const group = codes[leftRows + row]!
    if (missing[group]) continue
    if (first[group]! >= 0) {
      if (!many) throw repeated([row, first[group]!])
      next[row] = first[group]!
    }
    first[group] = row
  }
  return { first, next }
}

function collect(
  codes: Int32Array,
  first: Int32Array,
  next: Int32Array,
  leftRows: number,
  how: JoinHow,
): Matches {
  const [left, right]: [number[], number[]] = [[], []]
  let matched = 0
  for (let i = 0; i < leftRows; i++) {
    let row = first[codes[i]!]!
    if (row >= 0) matched++
    const isKept = how === 'left' || (how === 'anti' ? row < 0 : row >= 0)
    if (!isKept) continue
    do {
      left.push(i)
      right.push(row)
      row = how === 'semi' ? -1 : (next[row] ?? -1)
    } while (row >= 0)
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right), matched }
}
