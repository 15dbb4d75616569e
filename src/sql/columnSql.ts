import type { Dialect } from '../dialect/grammars.js'
import { type DataType, type Decimal, type Float, type Int, type Timestamp, Type } from '../table/arrow.js'

/** What a dialect calls the types that a portable table has. */
interface TypeNames {
  readonly bool: string
  readonly int32: string
  readonly int64: string
  readonly float32: string
  readonly float64: string
  readonly decimal: (precision: number, scale: number) => string
  readonly text: string
  readonly date: string
  readonly timestamp: string
  readonly zoned: string
  /** A type that takes nulls, where that is not every type. */
  readonly nullable?: (type: string) => string
}

const names: { readonly [D in Exclude<Dialect, 'duckdb' | 'spark'>]: TypeNames } = {
  postgres: {
    bool: 'boolean',
    int32: 'integer',
    int64: 'bigint',
    float32: 'real',
    float64: 'double precision',
    decimal: (precision, scale) => `numeric(${precision}, ${scale})`,
    text: 'text',
    date: 'date',
    timestamp: 'timestamp',
    zoned: 'timestamptz',
  },
  clickhouse: {
    bool: 'Bool',
    int32: 'Int32',
    int64: 'Int64',
    float32: 'Float32',
    float64: 'Float64',
    decimal: (precision, scale) => `Decimal(${precision}, ${scale})`,
    text: 'String',
    date: 'Date32',
    timestamp: 'DateTime64(6)',
    zoned: "DateTime64(6, 'UTC')",
    nullable: (type) => `Nullable(${type})`,
  },
}

/** The type that a column of a portable table has in a database's CREATE TABLE. */
export function columnSql(type: DataType, dialect: keyof typeof names): string {
  const { nullable = (name) => name, ...types } = names[dialect]
  return nullable(nameOf(type, types))
}

function nameOf(type: DataType, types: TypeNames): string {
  switch (type.typeId) {
    case Type.Bool:
      return types.bool
    case Type.Int:
      return (type as Int).bitWidth === 64 ? types.int64 : types.int32
    case Type.Float:
      return (type as Float).ArrayType === Float32Array ? types.float32 : types.float64
    case Type.Decimal:
      return types.decimal((type as Decimal).precision, (type as Decimal).scale)
    case Type.Date:
      return types.date
    case Type.Timestamp:
      return (type as Timestamp).timezone ? types.zoned : types.timestamp
    default:
      return types.text
  }
}
