import { type Data, type DataType, type Dictionary, Type, Vector } from 'apache-arrow'
import type { Column } from './column.js'

const decoder = new TextDecoder()

/** Whether a column of that type holds text, plain or as a dictionary. */
export function isText(type: DataType): boolean {
  const id = type.typeId
  if (id === Type.Dictionary) return isText((type as Dictionary).dictionary)
  return id === Type.Utf8 || id === Type.LargeUtf8 || id === Type.Utf8View
}

/**
 * The values of a column as strings, null where missing; dates as ISO, whatever else is not text is
 * printed. Decodes every value of a plain column, a microsecond each: for small columns or distinct values.
 */
export function readStrings(column: Column): (string | null)[] {
  return column.chunks.flatMap(chunkStrings)
}

function chunkStrings(chunk: Data): (string | null)[] {
  const { typeId } = chunk.type
  if (typeId === Type.Dictionary) return dictionaryStrings(chunk)
  if (typeId === Type.Utf8) return utf8Strings(chunk)
  const vector = new Vector([chunk])
  const isTime = typeId === Type.Timestamp || typeId === Type.Date
  return Array.from({ length: chunk.length }, (_, i) => {
    const value: unknown = vector.get(i)
    if (value === null || value === undefined) return null
    return isTime ? new Date(value as number).toISOString() : String(value)
  })
}

function dictionaryStrings(chunk: Data): (string | null)[] {
  const codes = chunk.values as Int32Array
  const labels = chunk.dictionary ? chunk.dictionary.data.flatMap(chunkStrings) : []
  return Array.from({ length: chunk.length }, (_, i) =>
    chunk.getValid(i) ? (labels[Number(codes[i])] ?? null) : null,
  )
}

function utf8Strings(chunk: Data): (string | null)[] {
  const offsets = chunk.valueOffsets as Int32Array
  const bytes = (chunk.values as Uint8Array | undefined) ?? new Uint8Array(0)
  return Array.from({ length: chunk.length }, (_, i) =>
    chunk.getValid(i) ? decoder.decode(bytes.subarray(offsets[i]!, offsets[i + 1]!)) : null,
  )
}
