import { type Data, Type } from 'apache-arrow'
import { dictionaryCodes } from './bytes.js'
import { type Column, hasNulls, isPresent } from './column.js'
import { readNumbers } from './numbers.js'

/** In how many rows a value is missing: null, NaN, or a dictionary's label that is null. */
export function countMissing(column: Column): number {
  if (column.type.typeId === Type.Float) {
    return readNumbers(column, 'countMissing').reduce((n, value) => n + (Number.isNaN(value) ? 1 : 0), 0)
  }
  if (column.type.typeId !== Type.Dictionary) return column.nullCount
  return column.chunks.reduce((n, chunk) => n + missingCodes(chunk), 0)
}

function missingCodes(chunk: Data): number {
  const labels = chunk.dictionary
  if (!labels || labels.nullCount <= 0) return hasNulls(chunk) ? chunk.nullCount : 0
  const missing = Uint8Array.from({ length: labels.length }, (_, i) => (labels.isValid(i) ? 0 : 1))
  const codes = dictionaryCodes(chunk)
  const nullable = hasNulls(chunk)
  let count = 0
  for (let i = 0; i < chunk.length; i++) {
    if (nullable && !isPresent(chunk, i)) count++
    else count += missing[codes[i]!]!
  }
  return count
}
