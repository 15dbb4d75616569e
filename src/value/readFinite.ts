import { ClienteleError } from '../error.js'
import type { Column } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'

/** A column's numbers, NaN where missing; an infinity is an error that names the row. */
export function readFinite(column: Column, who: string): Float64Array {
  const values = readNumbers(column, who)
  let row = 0
  while (row < values.length && Math.abs(values[row]!) !== Infinity) row++
  if (row === values.length) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds ${values[row]} in row ${row + 1}, but finite numbers are needed; make it null where it is unknown.`,
  )
}
