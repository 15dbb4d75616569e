import { Data, Dictionary, Field, Int32, makeData, Table, Type, Vector } from 'apache-arrow'
import { recordBatch } from './adopt.js'
import { dictionaryCodes } from './bytes.js'
import { asColumn, type Column } from './column.js'
import { groupRows } from './group.js'
import { schemaOf } from './schema.js'
import { locate, type Places, takePlaces } from './takePlain.js'

/** The rows of those numbers, in that order, as a table of one batch; −1 gives a row of nulls. */
export function takeRows(table: Table, rows: Int32Array): Table {
  const children = table.schema.fields.map((field, index) => {
    const chunks = table.batches.map((batch) => batch.data.children[index]!)
    return takeColumn(asColumn(field.name, field.type, chunks), rows)
  })
  const fields = table.schema.fields.map(
    ({ name, metadata }, i) => new Field(name, children[i]!.type, true, metadata),
  )
  const schema = schemaOf(fields, table.schema.metadata)
  return new Table(schema, [recordBatch(schema, rows.length, children)])
}

/** `takeColumn` as a vector, to build a table with. */
export function takeVector(column: Column, rows: Int32Array): Vector {
  return new Vector([takeColumn(column, rows)])
}

/** One column's values at those rows, in that order; −1 gives null. */
export function takeColumn(column: Column, rows: Int32Array): Data {
  const at = locate(column, rows)
  return column.type.typeId === Type.Dictionary ? takeDictionary(column, at) : takePlaces(column, at)
}

function takeDictionary(column: Column, at: Places): Data {
  const { codes, labels } = unifyDictionary(column)
  const n = at.chunk.length
  const given = column.type as Dictionary
  const { bitWidth, isSigned } = given.indices
  // Labels of several dictionaries may be more than narrow codes can count.
  const fits = bitWidth < 64 && labels.length <= 2 ** (isSigned ? bitWidth - 1 : bitWidth)
  const indices = fits ? given.indices : new Int32()
  const type = new Dictionary(labels.type, indices, undefined, given.isOrdered)
  const Codes = indices.ArrayType as unknown as Int32ArrayConstructor
  const out = new Codes(n)
  for (let i = 0; i < n; i++) if (at.chunk[i]! >= 0) out[i] = codes[at.chunk[i]!]![at.place[i]!]!
  return new Data(type, 0, n, at.nulls, [undefined, out, at.bits] as any, [], labels as any)
}

/**
 * The codes of each chunk over one dictionary. Chunks usually share it; where they do not, equal labels
 * are found, whatever their type.
 */
export function unifyDictionary(column: Column): { codes: ArrayLike<number>[]; labels: Vector } {
  const type = column.type as Dictionary
  const { chunks } = column
  const dictionaries = new Map<Vector, number>()
  let count = 0
  for (const { dictionary } of chunks) {
    if (!dictionary || dictionaries.has(dictionary)) continue
    dictionaries.set(dictionary, count)
    count += dictionary.length
  }
  const all = [...dictionaries.keys()]
  if (all.length <= 1) {
    const labels = all[0] ?? new Vector([makeData({ type: type.dictionary, length: 0 } as any)])
    return { codes: chunks.map(dictionaryCodes), labels }
  }
  const words = asColumn(
    column.name,
    all[0]!.type,
    all.flatMap((dictionary) => dictionary.data),
  )
  const { codes: renumbered, firstRows } = groupRows([words])
  const codes = chunks.map((chunk) => {
    const start = dictionaries.get(chunk.dictionary!) ?? 0
    const own = dictionaryCodes(chunk)
    return Int32Array.from({ length: chunk.length }, (_, i) => renumbered[start + own[i]!] ?? 0)
  })
  return { codes, labels: new Vector([takeColumn(words, firstRows)]) }
}
