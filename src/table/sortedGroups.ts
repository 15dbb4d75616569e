import type { Vector } from 'apache-arrow'
import { asColumn, type Column } from './column.js'
import { groupRows, type Groups } from './group.js'
import { sortRows } from './sort.js'
import { readStrings } from './strings.js'
import { takeColumn, takeVector } from './take.js'

/** The rows of each value of a column, values in sorted order, missing last: the same for any order of rows. */
export interface SortedGroups extends Groups {
  /** The values themselves, in the column's own type. */
  readonly values: Vector
  /** The values as text, null where missing. */
  readonly labels: readonly (string | null)[]
}

/** Groups rows by the values of a column; missing is a group of its own. */
export function sortedGroups(column: Column, who: string): SortedGroups {
  const { codes, size, firstRows } = groupRows([column], who)
  const distinct = asTaken(column, firstRows)
  const order = sortRows([{ column: distinct }], who)
  const rank = new Int32Array(size)
  order.forEach((group, place) => (rank[group] = place))
  const rows = order.map((group) => firstRows[group]!)
  return {
    codes: codes.map((group) => rank[group]!),
    size,
    firstRows: rows,
    values: takeVector(column, rows),
    labels: readStrings(asTaken(column, rows)),
  }
}

function asTaken(column: Column, rows: Int32Array): Column {
  const data = takeColumn(column, rows)
  return asColumn(column.name, data.type, [data])
}
