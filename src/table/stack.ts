import { Table } from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { recordBatch } from './adopt.js'
import { typeName } from './column.js'
import { schemaOf } from './schema.js'

/**
 * Tables of the same columns one under the other, their batches shared. The metadata is the first table's.
 * `names` says in errors where each table comes from.
 */
export function stackTables(tables: readonly Table[], names: readonly string[], who: string): Table {
  const { fields, metadata } = tables[0]!.schema
  const schema = schemaOf(fields, metadata)
  const batches = tables.flatMap((table, t) => {
    const others = table.schema.fields
    const at = Math.max(fields.length, others.length)
    for (let i = 0; i < at; i++) {
      const [a, b] = [fields[i], others[i]]
      if (a && b && a.name === b.name && typeName(a.type) === typeName(b.type)) continue
      const told = [a, b].map((field) => (field ? `'${field.name}' (${typeName(field.type)})` : 'missing'))
      throw new ClienteleError(
        'contradiction',
        `${who}: column ${i + 1} is ${told[1]} in ${names[t]}, but ${told[0]} in ${names[0]}; files read together need the same columns of the same types.`,
      )
    }
    return table.batches.map((batch) => recordBatch(schema, batch.numRows, batch.data.children))
  })
  return new Table(schema, batches)
}
