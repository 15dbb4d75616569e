import { type Table, Type, Vector } from 'apache-arrow'
import { toRows } from 'clientele'

/** An answer as plain data that can be compared: tables by their values, models by their JSON, no functions. */
export function plain(value: unknown): unknown {
  if (typeof value === 'function') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (isTable(value)) return { names: value.schema.fields.map((field) => field.name), rows: rowsOf(value) }
  if (value instanceof Date) return value.toISOString()
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON())
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>)
  if (Array.isArray(value)) return value.map(plain)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]))
}

/** As `plain`, with the rows of every table in a fixed order, for answers that promise none. */
export function unordered(value: unknown): unknown {
  return sortRows(plain(value))
}

function sortRows(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('names' in value && 'rows' in value) {
    const rows = value.rows as unknown[]
    return { ...value, rows: rows.map((row) => JSON.stringify(row)).sort() }
  }
  if (Array.isArray(value)) return value.map(sortRows)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sortRows(part)]))
}

/**
 * Where an answer holds a NaN or an infinity, other than in the columns that were given and passed on; empty
 * for a good answer.
 */
export function badNumbers(value: unknown, given: ReadonlySet<string>, path = 'answer'): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`]
  if (typeof value !== 'object' || value === null) return []
  if (isTable(value)) {
    return value.schema.fields.flatMap((field, i) => {
      const vector = new Vector(value.batches.map((batch) => batch.data.children[i]!))
      if (field.type.typeId !== Type.Float || given.has(field.name)) return []
      return [...vector].flatMap((v, row) =>
        v === null ? [] : badNumbers(v, given, `${path}.${field.name}[${row}]`),
      )
    })
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => badNumbers(item, given, `${path}[${i}]`))
  return Object.entries(value).flatMap(([name, part]) => badNumbers(part, given, `${path}.${name}`))
}

function rowsOf(table: Table): unknown[] {
  return toRows(table).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, v]) => [name, v instanceof Date ? v.toISOString() : v]),
    ),
  )
}

export function isTable(value: unknown): value is Table {
  const table = value as Partial<Table> | null
  return typeof table === 'object' && table !== null && Array.isArray(table.batches) && 'schema' in table
}
