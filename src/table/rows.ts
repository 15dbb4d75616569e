import type {
  Bool,
  DataType,
  Dictionary,
  Float64,
  Int32,
  Int64,
  Null,
  TimestampMillisecond,
  Type,
  Utf8,
} from 'apache-arrow'

/** A value as plain JavaScript has it; whole numbers beyond 2⁵³ are bigints, null is missing. */
export type Cell = string | number | bigint | boolean | Date | null

type TextId = Type.Utf8 | Type.LargeUtf8 | Type.Utf8View
type TimeId =
  | Type.Date
  | Type.DateDay
  | Type.DateMillisecond
  | Type.Timestamp
  | Type.TimestampSecond
  | Type.TimestampMillisecond
  | Type.TimestampMicrosecond
  | Type.TimestampNanosecond
type LongId = Type.Int64 | Type.Uint64
type NumberId =
  | Type.Int
  | Type.Int8
  | Type.Int16
  | Type.Int32
  | Type.Uint8
  | Type.Uint16
  | Type.Uint32
  | Type.Float
  | Type.Float16
  | Type.Float32
  | Type.Float64
  | Type.Decimal

/** What a present value of an Arrow type is in plain JavaScript. */
export type Value<D> = 0 extends 1 & D
  ? any
  : D extends { readonly dictionary: infer Labels }
    ? Value<Labels>
    : D extends { readonly typeId: infer Id }
      ? ValueOf<Id>
      : unknown

type ValueOf<Id> = [Id] extends [TextId]
  ? string
  : [Id] extends [TimeId]
    ? Date
    : [Id] extends [Type.Bool]
      ? boolean
      : [Id] extends [LongId]
        ? number | bigint
        : [Id] extends [NumberId]
          ? number
          : any

/** A row of a table with columns `T`; every value may be missing. */
export type Row<T> = string extends keyof T
  ? { readonly [column: string]: any }
  : { readonly [K in keyof T]: Value<T[K]> | null }

/** The Arrow type that plain values of type `V` become. */
export type ColumnOf<V> = 0 extends 1 & V
  ? DataType
  : [V] extends [null | undefined]
    ? Null
    : [V] extends [number | null | undefined]
      ? Float64
      : [V] extends [string | null | undefined]
        ? Dictionary<Utf8, Int32>
        : [V] extends [boolean | null | undefined]
          ? Bool
          : [V] extends [Date | null | undefined]
            ? TimestampMillisecond
            : [V] extends [bigint | null | undefined]
              ? Int64
              : DataType
