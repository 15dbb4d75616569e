import type { Table } from '../table/arrow.js'
import { addColumns, int32 } from '../table/build.js'
import { allColumns, hasColumn } from '../table/column.js'
import { groupColumn } from '../table/group.js'

/** Names of columns that number records. */
const NAMED =
  /^((record|rec|row|unique|customer|client|contact|person|member|user|account)[ _-]?)?(id|no|nr|number|key)(_given)?$|^record(_number)?$/i
const NUMBERED = 'record'

/** The column that identifies each record: one whose name says so and where all differ, else the records are numbered from 1. */
export function withRecordId(table: Table): { table: Table; id: string; said: string } {
  const named = allColumns(table, 'identify').filter(({ name }) => NAMED.test(name.trim()))
  const found = named.find((column) => {
    const { size, missing } = groupColumn(column, 'identify')
    return size === table.numRows && missing < 0
  })
  if (found)
    return { table, id: found.name, said: `${found.name}: identifies each record (--id names another)` }
  let name = NUMBERED
  while (hasColumn(table, name)) name += '_number'
  const numbers = int32(Int32Array.from({ length: table.numRows }, (_, row) => row + 1))
  return {
    table: addColumns(table, { [name]: numbers }, 'identify') as Table,
    id: name,
    said: `${name}: added, numbers the records from 1, since no column identifies them (or say --id)`,
  }
}
