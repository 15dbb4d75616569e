import { ClienteleError } from '../error.js'

/** A database's way of writing SQL. */
export type Dialect = 'duckdb' | 'postgres' | 'spark' | 'clickhouse'

export const DIALECTS: readonly Dialect[] = ['duckdb', 'postgres', 'spark', 'clickhouse']

/** A dialect that can leave out columns of `*`. */
export interface LeaveOut {
  readonly without: (names: string) => string
}

/** A dialect that cannot: a SELECT takes them from a lateral subquery, and several steps carry each row as one value. */
export interface WholeRow {
  /** What keeps a lateral subquery from being copied to wherever its columns are read. */
  readonly fence: string
  /** The whole row of `input` as one value, and such a value as columns again. */
  readonly fold: string
  readonly unfold: (column: string) => string
}

/** How a dialect writes what differs between them. */
export interface Grammar {
  readonly identifier: (name: string) => string
  readonly text: (value: string) => string
  readonly number: (value: number) => string
  /** A column as a double, NaN as null. */
  readonly asNumber: (column: string) => string
  readonly asText: (column: string) => string
  readonly createTable: (name: string) => string
  /** How a SELECT gives the columns of a table without those on the way. */
  readonly columns: LeaveOut | WholeRow
  /** The most numbers and names in one statement of a large model. */
  readonly largest: number
}

/** A double's literal that no database takes for an exact decimal. */
function exponential(value: number): string {
  return Object.is(value, -0) ? '0e0' : value.toExponential()
}

const double = (value: number): string => (value < 0 ? `(${exponential(value)})` : exponential(value))

const doubled = (quote: string) => (name: string) =>
  `${quote}${refuseNul(name).replaceAll(quote, quote + quote)}${quote}`

const escaped = (quote: string) => (value: string) =>
  `${quote}${refuseNul(value).replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`

const standard = (type: string) => (column: string) =>
  `NULLIF(CAST(${column} AS ${type}), CAST('NaN' AS ${type}))`

const cast = (type: string) => (column: string) => `CAST(${column} AS ${type})`

const temporary = (name: string) => `CREATE TEMPORARY TABLE ${name}`

export const grammars: { readonly [D in Dialect]: Grammar } = {
  duckdb: {
    identifier: doubled('"'),
    text: doubled("'"),
    number: double,
    asNumber: standard('DOUBLE'),
    asText: cast('VARCHAR'),
    createTable: temporary,
    columns: { without: (names) => `* EXCLUDE (${names})` },
    largest: 10_000,
  },
  postgres: {
    identifier: doubled('"'),
    // Backslashes are letters unless an old setting says otherwise: with E'' they are escapes whatever it says.
    text: (value) =>
      value.includes('\\') ? `E${doubled("'")(value.replaceAll('\\', '\\\\'))}` : doubled("'")(value),
    // Without the cast it would be an exact decimal, slow and of another rounding.
    number: (value) => `${double(value)}::float8`,
    asNumber: standard('float8'),
    asText: cast('text'),
    createTable: temporary,
    columns: { fence: ' OFFSET 0', fold: 'input', unfold: (column) => `(input.${column}).*` },
    largest: 10_000,
  },
  spark: {
    identifier: doubled('`'),
    text: escaped("'"),
    number: (value) => (value < 0 ? `(${exponential(value)}D)` : `${exponential(value)}D`),
    asNumber: standard('DOUBLE'),
    asText: cast('STRING'),
    createTable: (name) => `CREATE TABLE ${name}`,
    columns: { fence: '', fold: 'struct(input.*)', unfold: (column) => `input.${column}.*` },
    // Its planner takes more time for a long statement than for its parts.
    largest: 2000,
  },
  clickhouse: {
    identifier: escaped('`'),
    text: escaped("'"),
    number: double,
    // NaN equals nothing here, not even itself.
    asNumber: (column) =>
      `if(isNaN(CAST(${column} AS Nullable(Float64))), NULL, CAST(${column} AS Nullable(Float64)))`,
    asText: cast('Nullable(String)'),
    createTable: temporary,
    columns: { without: (names) => `* EXCEPT (${names})` },
    largest: 10_000,
  },
}

function refuseNul(value: string): string {
  if (!/\0|\p{Surrogate}/u.test(value)) return value
  throw new ClienteleError(
    'unsupported',
    `toSql: the name or label '${value.replaceAll('\0', '\\0').slice(0, 40)}' holds a character that SQL cannot write; rename it, or use toFunction.`,
  )
}
