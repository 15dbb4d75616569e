import { asColumn, type Column } from './column.js'
import { groupRows } from './group.js'
import { readStrings } from './strings.js'
import { takeColumn } from './take.js'

/** A column as categories: for each row the number of its label, −1 where missing. */
export interface Categories {
  readonly codes: Int32Array
  /** Distinct labels in order of first appearance. */
  readonly labels: readonly string[]
}

/**
 * The distinct values of a column of any flat type as strings, and which of them each row holds: the same for
 * plain text, for dictionaries of any kind and for chunks that don't share theirs. Only distinct values are decoded.
 */
export function readCategories(column: Column, who?: string): Categories {
  const { codes, firstRows } = groupRows([column], who)
  const distinct = takeColumn(column, firstRows)
  const texts = readStrings(asColumn(column.name, distinct.type, [distinct]))
  const missing = texts.indexOf(null)
  if (missing < 0) return { codes, labels: texts as string[] }
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code >= missing) codes[i] = code === missing ? -1 : code - 1
  }
  return { codes, labels: texts.filter((text) => text !== null) }
}
