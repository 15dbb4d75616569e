import { type DataType, Dictionary, Field, Schema, Type } from 'apache-arrow'

/**
 * A schema of those fields. Dictionaries carry a number within their schema, and columns that come from
 * different files or threads may carry the same one: the later of two is given a new number.
 */
export function schemaOf(fields: readonly Field[], metadata: Map<string, string> = new Map()): Schema {
  const taken = new Map<number, DataType>()
  return new Schema(
    fields.map((field) => {
      if (field.type.typeId !== Type.Dictionary) return field
      let type = field.type as Dictionary
      while (taken.has(type.id) && taken.get(type.id) !== type.dictionary) {
        type = new Dictionary(type.dictionary, type.indices, null, type.isOrdered)
      }
      taken.set(type.id, type.dictionary)
      return type === field.type ? field : new Field(field.name, type, field.nullable, field.metadata)
    }),
    metadata,
  )
}
