import { float64, makeTable, utf8 } from '#src/table/build'

type Cell = string | number | null | undefined

/** A table from rows: columns with any text are Utf8, others doubles. */
export function rowsToTable(rows: readonly Record<string, Cell>[], names = Object.keys(rows[0] ?? {})) {
  const columns = names.map((name) => {
    const values = rows.map((row) => row[name] ?? null)
    const isText = values.some((value) => typeof value === 'string')
    if (isText) return [name, utf8(values.map((value) => (value === null ? null : String(value))))]
    return [name, float64(Float64Array.from(values, (value) => (value === null ? NaN : Number(value))))]
  })
  return makeTable<Record<string, any>>(Object.fromEntries(columns))
}

/** The rows of a table as plain objects. */
export function tableToRows(table: { toArray(): any[] }): Record<string, any>[] {
  return table.toArray().map((row) => ({ ...row.toJSON() }))
}
