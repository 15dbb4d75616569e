import { type Data, type DataType, Table, Type } from 'apache-arrow'
import { ClienteleError } from '../error.js'

/** One column of a table, ready to be read chunk by chunk. */
export interface Column {
  readonly name: string
  readonly type: DataType
  readonly chunks: readonly Data[]
  readonly length: number
  readonly nullCount: number
}

/** The column of that name, or an error that lists the columns there are. */
export function findColumn(table: Table, name: string, who: string): Column {
  const index = columnIndex(table, name, who)
  const chunks = table.batches.map((batch) => batch.data.children[index]!)
  return asColumn(name, table.schema.fields[index]!.type, chunks)
}

/** All columns in their order, or an error where two have one name. */
export function allColumns(table: Table, who: string): Column[] {
  const seen = new Set<string>()
  return table.schema.fields.map(({ name, type }, index) => {
    if (seen.has(name)) throw duplicated(name, who)
    seen.add(name)
    return asColumn(
      name,
      type,
      table.batches.map((batch) => batch.data.children[index]!),
    )
  })
}

function duplicated(name: string, who: string): ClienteleError {
  return new ClienteleError(
    'contradiction',
    `${who}: the table has more than one column '${name}'; rename or drop one of them.`,
  )
}

/** A column from loose chunks. */
export function asColumn(name: string, type: DataType, chunks: readonly Data[]): Column {
  let length = 0
  let nullCount = 0
  for (const chunk of chunks) {
    length += chunk.length
    if (type.typeId === Type.Null) nullCount += chunk.length
    // A chunk without a bitmap may say −1.
    else if (hasNulls(chunk)) nullCount += chunk.nullCount
  }
  return { name, type, chunks, length, nullCount }
}

/** Whether the table has a column of that name. */
export function hasColumn(table: Table, name: string): boolean {
  return table.schema.fields.some((field) => field.name === name)
}

function columnIndex(table: Table, name: string, who: string): number {
  const { fields } = table.schema
  if (typeof name !== 'string') {
    throw new ClienteleError(
      'option-invalid',
      `${who}: a column's name must be a string, but got ${typeof name}.`,
    )
  }
  const index = fields.findIndex((field) => field.name === name)
  if (index < 0) {
    throw new ClienteleError(
      'column-missing',
      `${who}: there is no column '${name}'; the columns are ${list(fields.map((field) => field.name))}.`,
    )
  }
  if (fields.findLastIndex((field) => field.name === name) !== index) throw duplicated(name, who)
  return index
}

/** Names in a sentence, the first dozen of them. */
export function list(names: readonly string[], most = 12): string {
  if (names.length === 0) return 'none'
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

/** A number of things: '1 row', '2 rows'. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

/** The error for a column of the wrong type: what it is, what is needed, how to mend it. */
export function wrongType(who: string, column: Column, needs: string, mend: string): ClienteleError {
  return new ClienteleError(
    'column-type',
    `${who}: column '${column.name}' is ${typeName(column.type)}, but ${needs}; ${mend}.`,
  )
}

/** A type's name for people: 'Utf8', 'Timestamp<MILLISECOND>'. */
export function typeName(type: DataType): string {
  return String(type)
}

/** Whether row `i` of the chunk holds a value. */
export function isPresent(chunk: Data, i: number): boolean {
  const bit = chunk.offset + i
  return (chunk.nullBitmap[bit >> 3]! & (1 << (bit & 7))) !== 0
}

/** Whether any row of the chunk is null; only then may its bitmap be read. */
export function hasNulls(chunk: Data): boolean {
  return chunk.nullCount > 0 && chunk.nullBitmap !== undefined && chunk.nullBitmap.length > 0
}
