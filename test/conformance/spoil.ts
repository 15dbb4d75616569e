import { type DataType, Float64, Int32, Table, Utf8, Vector, vectorFromArray } from 'apache-arrow'
import { takeRows } from '#src/table/take'
import type { Kind } from './base.js'

/** A table with something wrong in one column, or with unusual rows. */
export interface Spoilt {
  readonly what: string
  readonly table: Table
  /** The column that an error must name, if one is thrown. */
  readonly column?: string
  /** There is no right answer: it must throw. */
  readonly mustThrow?: boolean
}

/** Everything that an analyst's export may do to the columns that a function reads. */
export function spoil(table: Table, reads: { readonly [column: string]: Kind }): Spoilt[] {
  const columns = Object.entries(reads).flatMap(([column, kind]) => spoilColumn(table, column, kind))
  return [...unusualRows(table), ...columns]
}

function unusualRows(table: Table): Spoilt[] {
  const rows = (numbers: number[]) => takeRows(table, Int32Array.from(numbers))
  const all = Array.from({ length: table.numRows }, (_, i) => i)
  return [
    { what: 'no rows', table: rows([]) },
    { what: 'a schema without batches', table: new Table(table.schema) },
    { what: 'one row', table: rows([0]) },
    { what: 'all rows equal', table: rows(all.map(() => 0)) },
    { what: 'every row twice', table: rows([...all, ...all]) },
    { what: 'a row of nulls', table: rows([...all, -1]) },
  ]
}

function spoilColumn(table: Table, column: string, kind: Kind): Spoilt[] {
  const values = columnOf(table, column).toJSON() as unknown[]
  const one = (value: unknown) => values.map((v, i) => (i === 3 ? value : v))
  const made: Spoilt[] = [
    {
      what: `no column ${column}`,
      table: table.select(namesWithout(table, column)),
      column,
      mustThrow: true,
    },
    { what: `a null in ${column}`, table: withValues(table, column, one(null)), column },
    {
      what: `only nulls in ${column}`,
      table: withValues(
        table,
        column,
        values.map(() => null),
      ),
      column,
    },
  ]
  if (kind === 'number') {
    const doubles = (list: unknown[]) =>
      withValues(
        table,
        column,
        list.map((v) => (v === null ? null : Number(v))),
        new Float64(),
      )
    for (const bad of [NaN, Infinity, -Infinity, 1e308])
      made.push({ what: `${bad} in ${column}`, table: doubles(one(bad)), column })
    made.push({ what: `only NaN in ${column}`, table: doubles(values.map(() => NaN)), column })
    made.push({ what: `zero in all of ${column}`, table: doubles(values.map(() => 0)), column })
    made.push({
      what: `text in ${column}`,
      table: withValues(table, column, one('n/a').map(String), new Utf8()),
      column,
      mustThrow: true,
    })
  }
  if (kind === 'time') {
    made.push({
      what: `no date in ${column}`,
      table: withValues(table, column, one('soon').map(String), new Utf8()),
      column,
      mustThrow: true,
    })
    made.push({
      what: `numbers in ${column}`,
      table: withValues(
        table,
        column,
        values.map((_, i) => i),
        new Int32(),
      ),
      column,
      mustThrow: true,
    })
  }
  return made
}

function columnOf(table: Table, name: string): Vector {
  return table.getChild(name)!
}

function namesWithout(table: Table, column: string): string[] {
  return table.schema.fields.map((field) => field.name).filter((name) => name !== column)
}

/** The table with other values in one column. */
export function withValues(
  table: Table,
  column: string,
  values: readonly unknown[],
  type: DataType = columnOf(table, column).type,
): Table {
  const vectors = table.schema.fields.map(({ name }) => [
    name,
    name === column ? vectorFromArray(values, type) : columnOf(table, name),
  ])
  const made = new Table(Object.fromEntries(vectors) as Record<string, Vector>)
  for (const [key, value] of table.schema.metadata) made.schema.metadata.set(key, value)
  return made
}
