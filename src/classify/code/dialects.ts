import { ClienteleError } from '../../error.js'

/** A database's way of writing SQL. */
export type Dialect = 'duckdb' | 'postgres' | 'spark' | 'clickhouse'

export const DIALECTS: readonly Dialect[] = ['duckdb', 'postgres', 'spark', 'clickhouse']

/** How a dialect writes what differs between them. */
export interface Grammar {
  readonly identifier: (name: string) => string
  readonly text: (value: string) => string
  readonly number: (value: number) => string
  /** A column as a double, NaN as null. */
  readonly asNumber: (column: string) => string
  readonly asText: (column: string) => string
  /** What follows `SELECT *` to leave out columns; undefined where only lateral joins can. */
  readonly without: ((names: string) => string) | undefined
  /** What keeps a lateral subquery from being copied to wherever its columns are read. */
  readonly fence: string
  readonly createTable: (name: string) => string
  /** The whole row of `input` as one value, and a column that holds one as columns again. */
  readonly wholeRow: string
  readonly unfold: (column: string) => string
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

export const grammars: { readonly [D in Dialect]: Grammar } = {
  duckdb: {
    identifier: doubled('"'),
    text: doubled("'"),
    number: double,
    asNumber: standard('DOUBLE'),
    asText: cast('VARCHAR'),
    without: (names) => `EXCLUDE (${names})`,
    fence: '',
    createTable: (name) => `CREATE TEMPORARY TABLE ${name}`,
    wholeRow: 'input',
    unfold: (column) => `input.${column}.*`,
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
    without: undefined,
    fence: ' OFFSET 0',
    createTable: (name) => `CREATE TEMPORARY TABLE ${name}`,
    wholeRow: 'input',
    unfold: (column) => `(input.${column}).*`,
  },
  spark: {
    identifier: doubled('`'),
    text: escaped("'"),
    number: (value) => (value < 0 ? `(${exponential(value)}D)` : `${exponential(value)}D`),
    asNumber: standard('DOUBLE'),
    asText: cast('STRING'),
    without: undefined,
    fence: '',
    createTable: (name) => `CREATE TABLE ${name}`,
    wholeRow: 'struct(input.*)',
    unfold: (column) => `input.${column}.*`,
  },
  clickhouse: {
    identifier: escaped('`'),
    text: escaped("'"),
    number: double,
    // NaN equals nothing here, not even itself.
    asNumber: (column) =>
      `if(isNaN(CAST(${column} AS Nullable(Float64))), NULL, CAST(${column} AS Nullable(Float64)))`,
    asText: cast('Nullable(String)'),
    without: (names) => `EXCEPT (${names})`,
    fence: '',
    createTable: (name) => `CREATE TEMPORARY TABLE ${name}`,
    wholeRow: 'tuple(input.*)',
    unfold: (column) => `input.${column}.*`,
  },
}

function refuseNul(value: string): string {
  if (!/\0|\p{Surrogate}/u.test(value)) return value
  throw new ClienteleError(
    'unsupported',
    `toSql: the name or label '${value.replaceAll('\0', '\\0').slice(0, 40)}' holds a character that SQL cannot write; rename it, or use toFunction.`,
  )
}
