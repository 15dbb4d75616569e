import type { Dialect } from '../../dialect/grammars.js'
import { hidden } from '../../dialect/hidden.js'
import { type SqlTable, tableSql } from '../../dialect/tableSql.js'
import { column, type Expression, type Order } from './expression.js'
import { fencedParts } from './fence.js'
import { type Printer, printerOf } from './print.js'

/** A value with the name of its column. */
export type Named = readonly [name: string, value: Expression]

/** Rows of a database, as a plan: nothing runs. */
export type Query = Stored | Values | Select | Union

/** A table, or the text of a query that the user gave. */
export interface Stored {
  readonly kind: 'stored'
  readonly table: SqlTable
}

/** Rows that the query itself holds. */
export interface Values {
  readonly kind: 'values'
  readonly names: readonly string[]
  readonly rows: readonly (readonly Expression[])[]
}

/** Rows made of those of another query. */
export interface Select {
  readonly kind: 'select'
  /** What expressions call `input`. */
  readonly from: Query
  /** What expressions call `other`: at most one row of it for each of `from`'s, and none where `on` holds for none; without `on` each with each. */
  readonly join?: { readonly query: Query; readonly on: Expression | undefined } | undefined
  readonly columns: readonly Named[]
  readonly where?: Expression | undefined
  /** One row a group; an empty list: one row. */
  readonly groupBy?: readonly Expression[] | undefined
  readonly orderBy?: readonly Order[] | undefined
  readonly limit?: number | undefined
}

/** The rows of several queries that have the same columns. */
export interface Union {
  readonly kind: 'union'
  readonly queries: readonly Query[]
}

/** Columns of the query that is read, as they are. */
export function copy(...names: readonly string[]): Named[] {
  return names.map((name) => [name, column(name)])
}

/** A query that selects from another. */
export function select(
  from: Query,
  columns: readonly Named[],
  rest: Omit<Select, 'kind' | 'from' | 'columns'> = {},
): Select {
  return { kind: 'select', from, columns, ...rest }
}

/** A query as SQL: each part but the last is named, whether it is read once or several times, so that the text grows with the plan only. */
export function querySql(query: Query, dialect: Dialect): string {
  const printer = printerOf(dialect)
  const names = new Map<Query, string>()
  const parts: string[] = []
  const { columns } = printer.grammar
  const fence = 'fence' in columns ? columns.fence : ''
  const fenced = fence === '' ? new Set<Query>() : fencedParts(query)
  const reach = (part: Query): string => {
    if (part.kind === 'stored') return tableSql('from', part.table, printer.grammar)
    const known = names.get(part)
    if (known !== undefined) return known
    const body = `${bodySql(part, printer, reach)}${fenced.has(part) ? fence : ''}`
    const name = printer.grammar.identifier(hidden(String(parts.length + 1)))
    names.set(part, name)
    parts.push(`${name} AS (\n${body}\n)`)
    return name
  }
  const last =
    query.kind === 'stored' ? `SELECT * FROM ${reach(query)} AS ${SOURCE}` : bodySql(query, printer, reach)
  return parts.length === 0 ? last : `WITH ${parts.join(', ')}\n${last}`
}

const SOURCE = 'input'

function bodySql(query: Values | Select | Union, printer: Printer, reach: (part: Query) => string): string {
  if (query.kind === 'values') return valuesSql(query, printer)
  if (query.kind === 'union') {
    return query.queries.map((one) => `SELECT * FROM ${reach(one)} AS ${SOURCE}`).join('\nUNION ALL\n')
  }
  const { from, join, columns, where, groupBy, orderBy, limit } = query
  const { grammar, expression, order } = printer
  const listed = columns.map(([name, value]) => `${expression(value)} AS ${grammar.identifier(name)}`)
  const source = reach(from)
  const other = join && reach(join.query)
  const lines = [`SELECT ${listed.join(', ')}`, `FROM ${source} AS ${SOURCE}`]
  if (join) {
    lines.push(
      join.on === undefined
        ? `CROSS JOIN ${other!} AS other`
        : `LEFT JOIN ${other!} AS other ON ${expression(join.on)}`,
    )
  }
  if (where !== undefined) lines.push(`WHERE ${expression(where)}`)
  if (groupBy && groupBy.length > 0) lines.push(`GROUP BY ${groupBy.map(expression).join(', ')}`)
  if (orderBy && orderBy.length > 0) lines.push(`ORDER BY ${order(orderBy)}`)
  if (limit !== undefined) lines.push(`LIMIT ${limit}`)
  return lines.join('\n')
}

function valuesSql({ names, rows }: Values, { grammar, expression }: Printer): string {
  return rows
    .map(
      (row) =>
        `SELECT ${row.map((value, i) => `${expression(value)} AS ${grammar.identifier(names[i]!)}`).join(', ')}`,
    )
    .join(' UNION ALL\n')
}
