import { type Dialect, grammars } from '../../dialect/grammars.js'
import type { ValueType } from './expression.js'

/** From printed arguments to SQL. */
type Print = (...terms: string[]) => string

const between =
  (sign: string): Print =>
  (...terms) =>
    `(${terms.join(` ${sign} `)})`

const named =
  (name: string): Print =>
  (...terms) =>
    `${name}(${terms.join(', ')})`

/** What `trim` of JavaScript takes away, apart from the blank: line ends, tabs and the spaces of Unicode. */
export const SPACES: string =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

const EPOCH = "DATE '1970-01-01'"

/** What expressions can call. */
export type FunctionName =
  | 'plus'
  | 'minus'
  | 'times'
  | 'divided'
  | 'equal'
  | 'differs'
  | 'below'
  | 'atMost'
  | 'above'
  | 'atLeast'
  | 'all'
  | 'any'
  | 'not'
  | 'isMissing'
  | 'isThere'
  | 'coalesce'
  | 'least'
  | 'greatest'
  | 'abs'
  | 'floor'
  | 'round'
  | 'sqrt'
  | 'ln'
  | 'exp'
  | 'power'
  | 'isInfinite'
  | 'asNumber'
  | 'asDouble'
  | 'asWhole'
  | 'asText'
  | 'joined'
  | 'part'
  | 'firstLetter'
  | 'trimmed'
  | 'bytes'
  | 'md5'
  | 'day'
  | 'zonedDay'
  | 'dateOf'
  | 'year'
  | 'month'
  | 'rows'
  | 'count'
  | 'distinct'
  | 'sum'
  | 'mean'
  | 'median'
  | 'quantile'
  | 'min'
  | 'max'
  | 'firstBy'
  | 'rowNumber'
  | 'before'

type Prints = { readonly [Name in FunctionName]: Print }

/** The functions of expressions, as most databases write them. */
const standard: Prints = {
  plus: between('+'),
  minus: between('-'),
  times: between('*'),
  /** Of doubles, the second not 0. */
  divided: between('/'),
  equal: between('='),
  differs: between('<>'),
  below: between('<'),
  atMost: between('<='),
  above: between('>'),
  atLeast: between('>='),
  all: between('AND'),
  any: between('OR'),
  not: (of) => `(NOT ${of})`,
  isMissing: (of) => `(${of} IS NULL)`,
  isThere: (of) => `(${of} IS NOT NULL)`,
  coalesce: named('COALESCE'),
  /** Of values that are there. */
  least: named('LEAST'),
  greatest: named('GREATEST'),
  abs: named('ABS'),
  floor: named('FLOOR'),
  /** To a whole number, which stays a double. */
  round: named('ROUND'),
  sqrt: named('SQRT'),
  ln: named('LN'),
  exp: named('EXP'),
  power: named('POWER'),
  isInfinite: (of) => `(${of} IN (CAST('Infinity' AS DOUBLE), CAST('-Infinity' AS DOUBLE)))`,
  /** A number of any kind as a double, NaN as missing. */
  asNumber: (of) => grammars.duckdb.asNumber(of!),
  asDouble: (of) => `CAST(${of} AS DOUBLE)`,
  /** A whole number of 64 bits; what is given has no fraction. */
  asWhole: (of) => `CAST(${of} AS BIGINT)`,
  asText: (of) => grammars.duckdb.asText(of!),
  /** Text put together. */
  joined: between('||'),
  /** So many letters from a place on, counted from 1. */
  part: named('SUBSTRING'),
  /** The code of a text's first letter; 0 where it is empty. */
  firstLetter: named('ASCII'),
  /** Text without space at its ends. */
  trimmed: (of, spaces) => `TRIM(BOTH ${spaces!} FROM ${of!})`,
  /** Text as what orders it by bytes. */
  bytes: (of) => of!,
  /** The MD5 of a text's UTF-8 as 32 small hexadecimal digits. */
  md5: named('MD5'),
  /** A date, or a time without a zone, as days since 1970. */
  day: (of) => `(CAST(${of} AS DATE) - ${EPOCH})`,
  /** The day of a moment on the wall clock of a zone. */
  zonedDay: (of, zone) => `(CAST((${of} AT TIME ZONE ${zone}) AS DATE) - ${EPOCH})`,
  /** Days since 1970 as a date. */
  dateOf: (of) => `(${EPOCH} + CAST(${of} AS INTEGER))`,
  year: (of) => `CAST(EXTRACT(YEAR FROM ${of}) AS BIGINT)`,
  month: (of) => `CAST(EXTRACT(MONTH FROM ${of}) AS BIGINT)`,
  /** How many rows there are; values that are there; different ones. */
  rows: () => 'COUNT(*)',
  count: named('COUNT'),
  distinct: (of) => `COUNT(DISTINCT ${of})`,
  sum: named('SUM'),
  mean: named('AVG'),
  /** The middle value, or the mean of the two in the middle. */
  median: named('MEDIAN'),
  /** The value below which a share lies, interpolated linearly. */
  quantile: named('QUANTILE_CONT'),
  min: named('MIN'),
  max: named('MAX'),
  /** The value where another, which may be missing, is least; the other is of one row only. */
  firstBy: named('ARG_MIN'),
  rowNumber: () => 'ROW_NUMBER()',
  /** The value of the row before. */
  before: named('LAG'),
}

/** How a dialect writes functions, types and moments. */
export interface Functions {
  readonly print: Prints
  readonly types: { readonly [T in ValueType]: string }
  /** A literal of epoch milliseconds. */
  readonly moment: (iso: string, zoned: boolean) => string
  /** What is run to keep the rows of a query, as a table of that name. */
  readonly store: (name: string, select: string) => string
}

const store = (name: string, select: string) => `CREATE TABLE ${name} AS\n${select}`

export const functions: { readonly [D in Dialect]: Functions } = {
  duckdb: {
    print: standard,
    types: {
      number: 'DOUBLE',
      whole: 'BIGINT',
      text: 'VARCHAR',
      truth: 'BOOLEAN',
      date: 'DATE',
      time: 'TIMESTAMP',
    },
    moment: (iso, zoned) => (zoned ? `TIMESTAMPTZ '${iso}+00'` : `TIMESTAMP '${iso}'`),
    store,
  },
  postgres: {
    print: {
      ...standard,
      // With CASE, which its shards can compute, unlike NULLIF.
      asNumber: (of) => `CASE WHEN CAST(${of} AS float8) <> 'NaN' THEN CAST(${of} AS float8) END`,
      asDouble: (of) => `CAST(${of} AS float8)`,
      asText: (of) => grammars.postgres.asText(of!),
      isInfinite: (of) => `(${of} IN (CAST('Infinity' AS float8), CAST('-Infinity' AS float8)))`,
      bytes: (of) => `${of} COLLATE "C"`,
      median: (of) => `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${of})`,
      quantile: (of, share) => `PERCENTILE_CONT(${share}) WITHIN GROUP (ORDER BY ${of})`,
      firstBy: (of, by) => `(ARRAY_AGG(${of} ORDER BY ${by}) FILTER (WHERE ${by} IS NOT NULL))[1]`,
    },
    types: {
      number: 'float8',
      whole: 'bigint',
      text: 'text',
      truth: 'boolean',
      date: 'date',
      time: 'timestamp',
    },
    moment: (iso, zoned) => (zoned ? `TIMESTAMPTZ '${iso}+00'` : `TIMESTAMP '${iso}'`),
    // A new table is unknown to the planner, which then guesses.
    store: (name, select) => `${store(name, select)};\nANALYZE ${name}`,
  },
  spark: {
    print: {
      ...standard,
      asNumber: (of) => grammars.spark.asNumber(of!),
      asText: (of) => grammars.spark.asText(of!),
      day: (of) => `UNIX_DATE(CAST(${of} AS DATE))`,
      // The session's zone is UTC, in which Spark shows moments.
      zonedDay: (of, zone) => `UNIX_DATE(CAST(FROM_UTC_TIMESTAMP(${of}, ${zone}) AS DATE))`,
      dateOf: (of) => `DATE_FROM_UNIX_DATE(CAST(${of} AS INT))`,
      median: (of) => `PERCENTILE(${of}, 0.5)`,
      quantile: named('PERCENTILE'),
      firstBy: named('MIN_BY'),
    },
    types: {
      number: 'DOUBLE',
      whole: 'BIGINT',
      text: 'STRING',
      truth: 'BOOLEAN',
      date: 'DATE',
      time: 'TIMESTAMP_NTZ',
    },
    moment: (iso, zoned) => (zoned ? `TIMESTAMP '${iso}Z'` : `TIMESTAMP_NTZ '${iso}'`),
    store,
  },
  clickhouse: {
    print: {
      ...standard,
      asNumber: (of) => grammars.clickhouse.asNumber(of!),
      asText: (of) => grammars.clickhouse.asText(of!),
      asDouble: (of) => `CAST(${of} AS Nullable(Float64))`,
      asWhole: (of) => `CAST(${of} AS Nullable(Int64))`,
      isInfinite: named('isInfinite'),
      day: (of) => `toInt32(toDate32(${of}))`,
      zonedDay: (of, zone) => `toInt32(toDate32(${of}, ${zone}))`,
      dateOf: (of) => `addDays(toDate32('1970-01-01'), ${of})`,
      year: (of) => `CAST(toYear(${of}) AS Nullable(Int64))`,
      month: (of) => `CAST(toMonth(${of}) AS Nullable(Int64))`,
      median: named('quantileExactInclusive(0.5)'),
      quantile: (of, share) => `quantileExactInclusive(${share})(${of})`,
      md5: (of) => `lower(hex(MD5(${of})))`,
      firstBy: named('argMin'),
      part: named('substringUTF8'),
    },
    types: {
      number: 'Nullable(Float64)',
      whole: 'Nullable(Int64)',
      text: 'Nullable(String)',
      truth: 'Nullable(Bool)',
      date: 'Nullable(Date32)',
      time: 'Nullable(DateTime64(3))',
    },
    moment: (iso, zoned) => `toDateTime64('${iso}', 3${zoned ? ", 'UTC'" : ''})`,
    store: (name, select) => `CREATE TABLE ${name} ENGINE = MergeTree ORDER BY tuple() AS\n${select}`,
  },
}
