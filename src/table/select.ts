import { Table } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { recordBatch } from './adopt.js'
import { list } from './column.js'
import { schemaOf } from './schema.js'

/** The table with only those columns, in the table's order; nothing is copied. */
export function selectColumns(table: Table, names: readonly string[], who: string): Table {
  const { fields, metadata } = table.schema
  const missing = names.find((name) => !fields.some((field) => field.name === name))
  if (missing !== undefined) {
    throw new ClienteleError(
      'column-missing',
      `${who}: there is no column '${missing}'; the columns are ${list(fields.map((field) => field.name))}.`,
    )
  }
  const places = fields.flatMap((field, i) => (names.includes(field.name) ? [i] : []))
  const schema = schemaOf(
    places.map((i) => fields[i]!),
    metadata,
  )
  const batches = table.batches.map((batch) => {
    const children = places.map((i) => batch.data.children[i]!)
    return recordBatch(schema, batch.numRows, children)
  })
  return new Table(schema, batches)
}
