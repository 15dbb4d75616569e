import { ClienteleError } from '../../error.js'
import type { Column } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** Beyond this, squares and their sums might overflow. */
const LARGEST = 1e100

/** A column's numbers, NaN where missing; one too great to be squared is an error that names the row. */
export function readMeasure(column: Column, who: string): Float64Array {
  const values = readNumbers(column, who)
  const row = values.findIndex((v) => Math.abs(v) > LARGEST)
  if (row < 0) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds ${values[row]} in row ${row + 1}, but numbers within ±1e100 are needed; correct it, or make it null where it is unknown.`,
  )
}
