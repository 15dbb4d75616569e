import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** How long each customer has been there already; 0 for all where no column says so. */
export function readTenure(who: string, table: Table, from: string | undefined): Float64Array {
  if (from === undefined) return new Float64Array(table.numRows)
  const tenure = readNumbers(findColumn(table, from, who), who)
  const wrong = tenure.findIndex((v) => v < 0 || v > 1e100)
  if (wrong < 0) return tenure
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${from}' holds ${tenure[wrong]} in row ${wrong + 1}, but a tenure must be finite and 0 or more; correct it.`,
  )
}
