import { float64 } from '../../table/build.js'
import { asColumn } from '../../table/column.js'
import { sortRows } from '../../table/sort.js'

/** Row numbers sorted by numbers that are all there: by the first list, equal ones by the next. */
export function sortedRows(keys: readonly { values: Float64Array; descending?: boolean }[]): Int32Array {
  return sortRows(
    keys.map(({ values, descending = false }) => {
      const { type, data } = float64(values)
      return { column: asColumn('', type, data), descending }
    }),
  )
}

/** The values of these rows. */
export function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!
  return out
}
