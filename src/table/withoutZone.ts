import { Data, Field, Table, Timestamp, Type } from 'apache-arrow'
import { recordBatch } from './adopt.js'
import { schemaOf } from './schema.js'

/** The table with the zone taken off some columns of times: their values are wall clocks, and stay as they are. */
export function withoutZone(table: Table, names: ReadonlySet<string>): Table {
  const isZoned = ({ name, type }: Field) => names.has(name) && type.typeId === Type.Timestamp
  if (!table.schema.fields.some(isZoned)) return table
  const fields = table.schema.fields.map((field) =>
    isZoned(field) ? new Field(field.name, new Timestamp((field.type as Timestamp).unit, null), true) : field,
  )
  const schema = schemaOf(fields, table.schema.metadata)
  const batches = table.batches.map(({ numRows, data }) => {
    const columns = data.children.map((chunk, i) =>
      chunk.type === fields[i]!.type ? chunk : (chunk.clone(fields[i]!.type) as Data),
    )
    return recordBatch(schema, numRows, columns)
  })
  return new Table(schema, batches)
}
