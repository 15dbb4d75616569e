// What other rooms need of apache-arrow; nothing outside table/ imports it.
export type {
  DataType,
  DateDay,
  Dictionary,
  Float64,
  Int32,
  Table,
  TimestampMillisecond,
  Utf8,
  Vector,
} from 'apache-arrow'
