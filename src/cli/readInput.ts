import { readTable } from '../io/readTable.js'
import type { Table } from '../table/arrow.js'
import { isBinary } from '../table/binary.js'
import { addColumns, utf8 } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { readStrings } from '../table/strings.js'
import type { CommonArguments } from './args/common.js'

/** The file that a command is given, read as the command line says. */
export function readInput(given: CommonArguments): Promise<Table> {
  const { file, delimiter, decimal, thousands, comment, encoding, header, types } = given
  const typed = Object.keys(types).length > 0 && { types }
  return readTable(file, { delimiter, decimal, thousands, comment, encoding, header, ...typed })
}

/** The table with those of the columns as text that are bytes in its file, as databases store UUIDs. */
export function withText(table: Table, names: readonly string[], who: string): Table {
  const columns = names.map((name) => findColumn(table, name, who)).filter(({ type }) => isBinary(type))
  if (columns.length === 0) return table
  const texts = columns.map((column) => [column.name, utf8(readStrings(column))])
  return addColumns(table, Object.fromEntries(texts), who, { replace: true })
}
