import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** A column of probabilities, NaN where they are missing. */
export function readProbabilities(who: string, table: Table, name: string): Float64Array {
  const probability = readNumbers(findColumn(table, name, who), who)
  const row = probability.findIndex((p) => p < 0 || p > 1)
  if (row < 0) return probability
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds ${probability[row]} in row ${row + 1}, but probabilities are from 0 to 1; look at how it was predicted.`,
  )
}
