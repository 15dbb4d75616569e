import {
  DateDay,
  Decimal,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  Bool,
  type DataType,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { type Form, forms } from './forms.js'

export { type Form, forms } from './forms.js'

/** A plain value as the tests know it: dates are milliseconds since 1970, decimals are their digits. */
export type Plain = string | number | bigint | boolean | null

export interface PlainColumn {
  readonly kind: Kind
  readonly values: readonly Plain[]
}

/** A table as plain values by column. */
export interface PlainTable {
  readonly rows: number
  readonly columns: { readonly [name: string]: PlainColumn }
}

export type Kind = keyof typeof KINDS

const DAY = 86_400_000

/** For each kind of column: values, many of them equal, and the Arrow types that can hold them. */
const KINDS = {
  text: {
    // One to four bytes a letter, lengths around a word of four and eight bytes, and a NUL at the end.
    values: fc.constantFrom(
      '',
      'a',
      'ab',
      'abc',
      'abcd',
      'abcde',
      'abcdefgh',
      'é',
      'a\0',
      '𝒳',
      '\uFFFF',
      'Z',
    ),
    types: [new Utf8()],
  },
  longText: {
    values: fc.constantFrom(
      '',
      'customer-000000001',
      'customer-000000002',
      'Customer-000000001',
      'ab',
      '数据',
      'x'.repeat(70),
    ),
    types: [new Utf8()],
  },
  whole: {
    values: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 1, 100, 127)),
    types: [new Int8(), new Int16(), new Int32(), new Uint32(), new Float32()],
  },
  signed: { values: fc.constantFrom(-1, 0, 1, -2147483648, 2147483647), types: [new Int32(), new Float64()] },
  long: {
    values: fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n),
    types: [new Int64()],
  },
  unsigned: { values: fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 64n - 1n), types: [new Uint64()] },
  number: {
    values: fc.constantFrom(0, -0, NaN, 1, -1, 1.5, 0.1, Infinity, -Infinity, 1e300, 5e-324),
    types: [new Float64()],
  },
  boolean: { values: fc.boolean(), types: [new Bool()] },
  day: { values: fc.constantFrom(0, DAY, -DAY, 20_000 * DAY), types: [new DateDay()] },
  time: {
    values: fc.constantFrom(0, 1000, -1000, 86_400_000, 1_700_000_000_000),
    types: [
      new TimestampSecond(),
      new TimestampMillisecond(),
      new TimestampMicrosecond('UTC'),
      new TimestampNanosecond(),
    ],
  },
  decimal: {
    values: fc.constantFrom('0.00', '0.01', '-0.01', '12.30', '-99999999.99'),
    types: [new Decimal(2, 10)],
  },
} as const satisfies { [kind: string]: { values: fc.Arbitrary<Plain>; types: readonly DataType[] } }

export const kinds = Object.keys(KINDS) as Kind[]

/** Columns `a`, `b`, … of random kinds with missing values. */
export function plainTables({
  maxColumns = 3,
  maxRows = 40,
  of = kinds,
}: {
  maxColumns?: number
  maxRows?: number
  of?: readonly Kind[]
} = {}): fc.Arbitrary<PlainTable> {
  return fc.nat(maxRows).chain((rows) =>
    fc
      .array(
        fc.constantFrom(...of).chain((kind) => plainColumns(kind, rows)),
        { minLength: 1, maxLength: maxColumns },
      )
      .map((columns) => ({
        rows,
        columns: Object.fromEntries(columns.map((column, i) => [String.fromCharCode(97 + i), column])),
      })),
  )
}

function plainColumns(kind: Kind, rows: number): fc.Arbitrary<PlainColumn> {
  const value: fc.Arbitrary<Plain> = fc.option(KINDS[kind].values as fc.Arbitrary<Plain>, { freq: 5 })
  return fc.array(value, { minLength: rows, maxLength: rows }).map((values) => ({ kind, values }))
}

/** The plain table as an Arrow table, with `pick` choosing among the types that can hold each column. */
export function toArrow({ columns, rows }: PlainTable, pick = 0): Table {
  const vectors = Object.entries(columns).map(([name, { kind, values }]) => {
    const { types } = KINDS[kind]
    return [name, vectorOf(values, kind, types[pick % types.length]!)] as const
  })
  const table = new Table(Object.fromEntries(vectors) as Record<string, Vector>)
  return rows === 0 ? table.slice(0, 0) : table
}

function vectorOf(values: readonly Plain[], kind: Kind, type: DataType): Vector {
  const given = values.map((value) => {
    if (value === null || (kind !== 'day' && kind !== 'decimal')) return value
    return kind === 'day' ? new Date(value as number) : decimalWords(value as string)
  })
  // A row more, sliced off: apache-arrow makes no vector of an empty list.
  return vectorFromArray([...given, null], type).slice(0, given.length)
}

/** A decimal with two places as four little-endian words in two's complement. */
function decimalWords(digits: string): Uint32Array {
  const unscaled = BigInt.asUintN(128, BigInt(digits.replace('.', '')))
  return Uint32Array.from({ length: 4 }, (_, w) => Number((unscaled >> BigInt(32 * w)) & 0xffffffffn))
}

/** A random plain table and the Arrow tables that hold it, in every form. */
export function tables(
  options?: Parameters<typeof plainTables>[0],
): fc.Arbitrary<{ plain: PlainTable; forms: Form[] }> {
  return fc
    .record({ plain: plainTables(options), pick: fc.nat(3) })
    .map(({ plain, pick }) => ({ plain, forms: forms(toArrow(plain, pick)) }))
}
