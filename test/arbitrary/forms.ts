import { createRequire } from 'node:module'
import {
  Data,
  type DataType,
  Dictionary,
  Field,
  Int16,
  Int32,
  Int64,
  Int8,
  LargeUtf8,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Type,
  Uint8,
  Utf8,
  Utf8View,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { adopt } from '#src/table/adopt'
import { takeRows } from '#src/table/take'

/** The CommonJS build of apache-arrow: other classes than those of the ES modules. */
const foreignArrow = createRequire(import.meta.url)('apache-arrow') as { tableFromIPC: typeof tableFromIPC }

/** The same content in one physical form. */
export interface Form {
  readonly form: string
  readonly table: Table
}

/**
 * The same content in every physical form that can carry it: chunked, sliced, text as dictionaries of several
 * kinds and as plain, large and view layouts, whole numbers of other widths, shared memory, and a table from another copy
 * of apache-arrow.
 */
export function forms(table: Table): Form[] {
  const own = adopt(table, 'forms')
  const made = Object.entries(MAKERS).map(([form, make]) => ({ form, table: make(own) }))
  return [{ form: 'as given', table }, ...made]
}

const MAKERS: { readonly [form: string]: (table: Table) => Table } = {
  'one batch': oneBatch,
  chunked,
  sliced,
  'with struct-level padding': (table) => chunked(sliced(table)),
  'plain text': (table) => retext(table, (values) => vectorFromArray(values, new Utf8())),
  'large text': (table) => retext(table, (values) => vectorFromArray(values, new LargeUtf8())),
  'text views': (table) => retext(table, (values) => vectorFromArray(values, new Utf8View())),
  dictionaries: (table) => retext(table, (values) => encode(values, new Int32())),
  'dictionaries with duplicated, unused and missing labels': (table) =>
    retext(table, (values) => encode(values, new Int16(), true)),
  'dictionaries of large text by 64-bit codes': (table) =>
    retext(table, (values) => encode(values, new Int64(), true, new LargeUtf8())),
  'a dictionary a chunk': (table) => rechunk(table, (values) => encode(values, new Uint8())),
  'narrow whole numbers': narrow,
  'wide whole numbers': wide,
  'shared memory': (table) => mapColumns(table, share),
  'another copy of apache-arrow': foreign,
}

function oneBatch(table: Table): Table {
  return takeRows(
    table,
    Int32Array.from({ length: table.numRows }, (_, i) => i),
  )
}

/** Uneven batches, with an empty one at each end. */
export function chunked(table: Table): Table {
  const n = table.numRows
  const cuts = [0, 0, Math.floor(n / 7), Math.floor(n / 3), n, n]
  // Dictionaries have other numbers in what was taken, so that it comes with its own schema.
  const { schema, batches } = oneBatch(table)
  return new Table(
    schema,
    cuts.slice(1).map((end, i) => batches[0]!.slice(cuts[i]!, end)),
  )
}

/** A slice of a larger batch whose bit offsets are not multiples of eight. */
export function sliced(table: Table): Table {
  const n = table.numRows
  if (n === 0) return table
  const rows = Int32Array.from({ length: n + 5 }, (_, i) => Math.min(n - 1, Math.max(0, i - 3)))
  return takeRows(table, rows).slice(3, n + 3)
}

function foreign(table: Table): Table {
  return foreignArrow.tableFromIPC(tableToIPC(table)) as Table
}

type Texts = (string | null)[]

function isText(type: DataType): boolean {
  const of = type.typeId === Type.Dictionary ? (type as Dictionary).dictionary : type
  return [Type.Utf8, Type.LargeUtf8, Type.Utf8View].includes(of.typeId)
}

function retext(table: Table, make: (values: Texts) => Vector): Table {
  return mapColumns(oneBatch(table), (data) =>
    isText(data.type) ? make(new Vector([data]).toJSON() as Texts).data[0]! : data,
  )
}

/** As `retext`, in batches that don't share their dictionaries. */
function rechunk(table: Table, make: (values: Texts) => Vector): Table {
  const parts = chunked(table).batches.map((batch) => retext(new Table([batch]), make))
  const { schema } = parts.at(-2)!
  const batches = parts.map(({ batches }) => new RecordBatch(schema, batches[0]!.data))
  return new Table(schema, batches)
}

/** With `odd`, labels are there twice and used in turn, one is never used, and one is missing. */
function encode(
  values: Texts,
  indices: Int8 | Int16 | Int32 | Int64 | Uint8,
  odd = false,
  of: Utf8 | LargeUtf8 = new Utf8(),
): Vector {
  const distinct: Texts = [...new Set(values.filter((value) => value !== null))]
  const labels = odd ? ['never used', ...distinct, null, ...distinct] : distinct
  const codes = values.map((value, i) => {
    const at = odd && i % 2 ? labels.lastIndexOf(value) : labels.indexOf(value)
    return at
  })
  const present = new Uint8Array((values.length >> 3) + 1)
  const Codes = indices.ArrayType as unknown as new (n: number) => { [i: number]: unknown }
  const keys = new Codes(values.length)
  codes.forEach((code, i) => {
    // A missing label stands for a missing value as well as an unset bit does.
    if (code >= 0) present[i >> 3]! |= 1 << (i & 7)
    keys[i] = indices.bitWidth === 64 ? BigInt(Math.max(0, code)) : Math.max(0, code)
  })
  const type = new Dictionary(of, indices as Int32)
  const words = labels.length > 0 ? vectorFromArray(labels, of) : new Vector([new Data(of, 0, 0)])
  return new Vector([
    new Data(type, 0, values.length, -1, [undefined, keys, present] as any, [], words as any),
  ])
}

function narrow(table: Table): Table {
  return mapColumns(oneBatch(table), (data) => {
    if (data.type.typeId !== Type.Int) return data
    const values = new Vector([data]).toJSON() as (number | bigint | null)[]
    const small = values.every((v) => v === null || (v >= -128 && v <= 127))
    return small
      ? vectorFromArray(
          values.map((v) => (v === null ? null : Number(v))),
          new Int8(),
        ).data[0]!
      : data
  })
}

function wide(table: Table): Table {
  return mapColumns(oneBatch(table), (data) => {
    if (data.type.typeId !== Type.Int) return data
    const values = new Vector([data]).toJSON() as (number | bigint | null)[]
    if (values.some((v) => v !== null && v >= 2n ** 63n)) return data
    return vectorFromArray(
      values.map((v) => (v === null ? null : BigInt(v))),
      new Int64(),
    ).data[0]!
  })
}

function shareBuffer(buffer: any): any {
  if (!buffer) return buffer
  const bytes = new Uint8Array(new SharedArrayBuffer(buffer.byteLength))
  bytes.set(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength))
  return new buffer.constructor(bytes.buffer, 0, buffer.length)
}

function share(data: Data): Data {
  const buffers = [data.valueOffsets, data.values, data.nullBitmap, data.typeIds].map(shareBuffer)
  const dictionary = data.dictionary && new Vector(data.dictionary.data.map(share))
  return new Data(
    data.type,
    data.offset,
    data.length,
    -1,
    buffers as any,
    data.children.map(share),
    dictionary,
    data.variadicBuffers.map(shareBuffer),
  )
}

/** Column by column of every batch; types may change, in the same way for each batch. */
function mapColumns(table: Table, change: (data: Data) => Data): Table {
  const columns = table.batches.map((batch) => batch.data.children.map(change))
  const fields = table.schema.fields.map(
    (field, i) => new Field(field.name, columns[0]?.[i]?.type ?? field.type, true, field.metadata),
  )
  const schema = new Schema(fields, table.schema.metadata)
  const batches = table.batches.map((batch, b) => {
    const data = new Data(new Struct(fields), 0, batch.numRows, 0, undefined, columns[b])
    return new RecordBatch(schema, data)
  })
  return new Table(schema, batches)
}
