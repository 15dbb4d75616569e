import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { type Column, findColumn } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'

/** The column that identifies each record: an error where a record has none, or that of another. */
export function findIds(records: Table, name: string, who: string): Column {
  const column = findColumn(records, name, who)
  const { codes, firstRows, missing } = groupColumn(column, who)
  if (missing >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' is missing in row ${firstRows[missing]! + 1}, but must identify every record; fill it in, or leave out id.`,
    )
  }
  if (firstRows.length === codes.length) return column
  const row = codes.findIndex((code, i) => firstRows[code] !== i)
  throw new ClienteleError(
    'contradiction',
    `${who}: column '${name}' says the same in row ${firstRows[codes[row]!]! + 1} and row ${row + 1}, but must identify each record; keep one of them, or leave out id.`,
  )
}
