// What other rooms need of apache-arrow; nothing outside table/ imports it.
export { Type } from 'apache-arrow'
export type {
  Bool,
  Data,
  DataType,
  DateDay,
  Decimal,
  Dictionary,
  Float,
  Float64,
  Int,
  Int32,
  Int8,
  Table,
  Timestamp,
  TimestampMillisecond,
  Utf8,
  Vector,
} from 'apache-arrow'
