import { Field, Table } from 'apache-arrow'
import { recordBatch } from './adopt.js'
import { schemaOf } from './schema.js'

const KEY = 'clientele'

/** Whether a column was predicted by a model of this library. */
export function isPredicted(field: Field): boolean {
  return field.metadata.get(KEY) === 'predicted'
}

/** The table with the columns that `before` has not, or has otherwise, marked as predicted: no learner takes them by itself. */
export function markPredicted(table: Table, before: Table): Table {
  const fields = table.schema.fields.map((field, i) => {
    if (before.schema.fields[i]?.name === field.name && sameColumn(table, before, i)) return field
    return new Field(field.name, field.type, field.nullable, new Map(field.metadata).set(KEY, 'predicted'))
  })
  const schema = schemaOf(fields, table.schema.metadata)
  const batches = table.batches.map(({ numRows, data }) => recordBatch(schema, numRows, data.children))
  return new Table(schema, batches)
}

function sameColumn(table: Table, before: Table, i: number): boolean {
  return table.batches.every((batch, b) => batch.data.children[i] === before.batches[b]!.data.children[i])
}
