import { type Data, type Dictionary, Field, Schema, Table, Type } from 'apache-arrow'
import { recordBatch } from './adopt.js'
import { dictionary, utf8 } from './build.js'
import { asColumn, hasNulls, isPresent } from './column.js'
import { readStrings } from './strings.js'

/** The table with string views as plain Utf8, also in dictionaries: few programs know views. */
export function withoutViews(table: Table): Table {
  const { fields, metadata } = table.schema
  const views = fields.map(
    ({ type }) => isView(type.typeId) || isView((type as Dictionary).dictionary?.typeId),
  )
  if (!views.includes(true)) return table
  const columns = table.batches.map((batch) =>
    batch.data.children.map((child, i) => (views[i] ? withoutView(child) : child)),
  )
  const empty = fields.map((field, i) => (views[i] ? utf8([]).type : field.type))
  const schema = new Schema(
    fields.map((field, i) => new Field(field.name, columns[0]?.[i]!.type ?? empty[i]!, true, field.metadata)),
    metadata,
  )
  const batches = table.batches.map((batch, b) => recordBatch(schema, batch.numRows, columns[b]!))
  return new Table(schema, batches)
}

function isView(typeId: Type | undefined): boolean {
  return typeId === Type.Utf8View
}

function withoutView(chunk: Data): Data {
  if (isView(chunk.type.typeId)) return utf8(readStrings(asColumn('', chunk.type, [chunk]))).data[0]!
  const words = chunk.dictionary?.data ?? []
  const labels = readStrings(asColumn('', (chunk.type as Dictionary).dictionary, words))
  const nulls = hasNulls(chunk)
  const codes = Int32Array.from({ length: chunk.length }, (_, i) => {
    const code = nulls && !isPresent(chunk, i) ? -1 : Number((chunk.values as Int32Array)[i])
    return code >= 0 && labels[code] === null ? -1 : code
  })
  return dictionary(
    codes,
    labels.map((label) => label ?? ''),
  ).data[0]!
}
