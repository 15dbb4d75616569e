import {
  Binary,
  Bool,
  Data,
  type DataType,
  Date_,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float,
  Int,
  LargeBinary,
  LargeUtf8,
  List,
  makeData,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Time,
  Timestamp,
  Type,
  Utf8,
  Utf8View,
  Vector,
} from 'apache-arrow'
import { ClienteleError } from '../error.js'
import type { TableLike } from './types.js'
import { schemaOf } from './schema.js'

/**
 * The given table as a `Table` of this copy of apache-arrow with at least one batch: itself, or, where it comes
 * from another copy, a new table over the same buffers. `who` names the calling function in errors.
 */
export function adopt(table: TableLike | Table, who: string): Table {
  if (!looksLikeTable(table)) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: got ${describe(table)}, but needs an Apache Arrow table; make one with fromRows(rows) or readTable(file).`,
    )
  }
  // `instanceof` is of no use here: newer copies of apache-arrow let it pass each other's objects.
  const isOwn = Object.getPrototypeOf(table) === Table.prototype
  const rows = table.numRows
  if (isOwn && rows > 0) return table as Table
  const fields = (table.schema.fields as unknown as Field[]).map((field) => ownField(field, who))
  const schema = schemaOf(fields, new Map(table.schema.metadata))
  if (rows === 0) return emptyTable(schema)
  const batches = (table.batches as RecordBatch[]).map((batch) => {
    const children = batch.data.children.map((child, i) => ownData(child, fields[i]!.type))
    return recordBatch(schema, batch.numRows, children)
  })
  return new Table(schema, batches)
}

/** A table without rows, in one batch. (What apache-arrow makes of empty vectors has children that are no `Data`.) */
export function emptyTable(schema: Schema): Table {
  const children = schema.fields.map(({ type }) => makeData({ type, length: 0, nullCount: 0 } as any) as Data)
  return new Table(schema, [recordBatch(schema, 0, children)])
}

/**
 * A batch of this copy of apache-arrow from its columns, which must have `rows` rows each. Made without its constructor,
 * which looks for each field among all of them: a table of 100,000 columns would take a minute.
 */
export function recordBatch(schema: Schema, rows: number, children: Data[]): RecordBatch {
  const data = new Data(new Struct(schema.fields), 0, rows, 0, undefined, children)
  return Object.assign(Object.create(RecordBatch.prototype) as RecordBatch, {
    schema,
    data,
    _metadata: new Map<string, string>(),
  })
}

/** What a value is, for error messages: 'an array', 'null', 'a string'. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Date) return 'a Date'
  if (value instanceof Promise) return 'a promise (put await before it)'
  const kind = typeof value
  return kind === 'object' ? 'an object' : `a ${kind}`
}

function looksLikeTable(table: TableLike): boolean {
  const t = table as Partial<TableLike> | null | undefined
  return typeof t === 'object' && t !== null && Array.isArray(t.schema?.fields) && Array.isArray(t.batches)
}

function ownField(field: Field, who: string): Field {
  return new Field(field.name, ownType(field.type, who), field.nullable, new Map(field.metadata))
}

function ownType(given: DataType, who: string): DataType {
  const type = given as any
  switch (given.typeId) {
    case Type.Null:
      return new Null()
    case Type.Bool:
      return new Bool()
    case Type.Int:
      return new Int(type.isSigned, type.bitWidth)
    case Type.Float:
      return new Float(type.precision)
    case Type.Decimal:
      return new Decimal(type.scale, type.precision, type.bitWidth)
    case Type.Utf8:
      return new Utf8()
    case Type.LargeUtf8:
      return new LargeUtf8()
    case Type.Utf8View:
      return new Utf8View()
    case Type.Binary:
      return new Binary()
    case Type.LargeBinary:
      return new LargeBinary()
    case Type.FixedSizeBinary:
      return new FixedSizeBinary(type.byteWidth)
    case Type.Date:
      return new Date_(type.unit)
    case Type.Time:
      return new Time(type.unit, type.bitWidth)
    case Type.Timestamp:
      return new Timestamp(type.unit, type.timezone)
    case Type.Duration:
      return new Duration(type.unit)
    case Type.List:
      return new List(ownField(type.children[0], who))
    case Type.FixedSizeList:
      return new FixedSizeList(type.listSize, ownField(type.children[0], who))
    case Type.Struct:
      return new Struct(type.children.map((child: Field) => ownField(child, who)))
    case Type.Dictionary:
      return new Dictionary(
        ownType(type.dictionary, who),
        ownType(type.indices, who) as any,
        type.id,
        type.isOrdered,
      )
    default:
      throw new ClienteleError(
        'column-type',
        `${who}: got a column of type ${String(given)} from another copy of apache-arrow, which cannot be read here; leave it out, or give a table of this copy.`,
      )
  }
}

function ownData(data: Data, type: DataType): Data {
  const children = data.children.map((child, i) => ownData(child, (type as Struct).children[i]!.type))
  const dictionary =
    data.dictionary &&
    new Vector(data.dictionary.data.map((chunk) => ownData(chunk, (type as Dictionary).dictionary)))
  const buffers = [data.valueOffsets, ownValues(data.values, type), data.nullBitmap, data.typeIds]
  // A null count of −1 is counted again when somebody asks.
  const nulls = data.nullBitmap?.byteLength ? -1 : data.nullCount
  return new Data(
    type,
    data.offset,
    data.length,
    nulls,
    buffers as any,
    children,
    dictionary,
    data.variadicBuffers ?? [],
  )
}

/** Older copies of apache-arrow hold some 64-bit values as pairs of 32 bits. */
function ownValues(values: any, type: DataType): any {
  const Own = type.ArrayType as BigInt64ArrayConstructor | undefined
  const isPairs = Own === BigInt64Array && values instanceof Int32Array
  return isPairs ? new Own(values.buffer, values.byteOffset, values.length >> 1) : values
}
