import {
  Bool,
  Data,
  type DataType,
  DateDay,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int8,
  Table,
  TimestampMillisecond,
  Utf8,
  Vector,
} from 'apache-arrow'
import { ClienteleError } from '../error.js'
import { recordBatch } from './adopt.js'
import { schemaOf } from './schema.js'

/** The bitmap of the rows that `missing` does not name, and how many it does name. */
function validity(
  rows: number,
  missing: (i: number) => boolean,
): { bits: Uint8Array | undefined; nulls: number } {
  let bits: Uint8Array | undefined
  let nulls = 0
  for (let i = 0; i < rows; i++) {
    if (!missing(i)) continue
    bits ??= new Uint8Array(((rows + 63) & ~63) >> 3 || 8).fill(255)
    bits[i >> 3]! &= ~(1 << (i & 7))
    nulls++
  }
  return { bits, nulls }
}

function fixed<T extends DataType>(
  type: T,
  values: unknown,
  rows: number,
  missing?: (i: number) => boolean,
): Vector<T> {
  const { bits, nulls } = missing ? validity(rows, missing) : { bits: undefined, nulls: 0 }
  return new Vector([new Data(type, 0, rows, nulls, [undefined, values, bits] as any)])
}

/** Whether any value is NaN; a loop of its own, since it is faster than a function called for each row. */
function someNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true
  return false
}

/** Doubles; NaN becomes null. The array is kept, not copied. */
export function float64(values: Float64Array): Vector<Float64> {
  return fixed(
    new Float64(),
    values,
    values.length,
    someNaN(values) ? (i) => Number.isNaN(values[i]) : undefined,
  )
}

/** 32-bit integers; rows where `present` is 0 are null. The array is kept, not copied. */
export function int32(values: Int32Array, present?: Uint8Array): Vector<Int32> {
  return fixed(new Int32(), values, values.length, present && ((i) => present[i] === 0))
}

/** 8-bit integers. The array is kept, not copied. */
export function int8(values: Int8Array): Vector<Int8> {
  return fixed(new Int8(), values, values.length)
}

/** Booleans from bytes: 0, 1, anything else is null. */
export function bool(values: Uint8Array): Vector<Bool> {
  const bits = new Uint8Array(((values.length + 63) & ~63) >> 3 || 8)
  for (let i = 0; i < values.length; i++) if (values[i] === 1) bits[i >> 3]! |= 1 << (i & 7)
  return fixed(new Bool(), bits, values.length, (i) => values[i]! > 1)
}

/** Timestamps from milliseconds since 1970 UTC; NaN becomes null. */
export function timestamp(ms: Float64Array, timeZone?: string | null): Vector<TimestampMillisecond> {
  const values = new BigInt64Array(ms.length)
  writeWhole(ms, new Int32Array(values.buffer))
  const missing = someNaN(ms) ? (i: number) => Number.isNaN(ms[i]) : undefined
  return fixed(new TimestampMillisecond(timeZone ?? null), values, ms.length, missing)
}

/** The same in the memory of `ms`, whose numbers are lost; rows where `present` is 0 are null. */
export function timestampInPlace(
  ms: Float64Array,
  present: Uint8Array | undefined,
  timeZone?: string | null,
): Vector<TimestampMillisecond> {
  const { buffer, byteOffset, length } = ms
  writeWhole(ms, new Int32Array(buffer, byteOffset, 2 * length))
  const values = new BigInt64Array(buffer, byteOffset, length)
  const missing = present && ((i: number) => present[i] === 0)
  return fixed(new TimestampMillisecond(timeZone ?? null), values, length, missing)
}

/** Writes doubles as 64-bit integers, in halves; NaN as zero. `halves` may lie where the doubles are. */
function writeWhole(ms: Float64Array, halves: Int32Array): void {
  for (let i = 0; i < ms.length; i++) {
    const v = ms[i]!
    const high = Math.floor(v / 4294967296)
    // NaN has no bits.
    halves[2 * i] = (v - high * 4294967296) | 0
    halves[2 * i + 1] = high
  }
}

/** Bare dates from days since 1970-01-01; NaN becomes null. */
export function date(days: Float64Array): Vector<DateDay> {
  return fixed(new DateDay(), Int32Array.from(days), days.length, (i) => Number.isNaN(days[i]))
}

const encoder = new TextEncoder()

/** Text; null stays null. A microsecond a value: for repeated values use `dictionary`. */
export function utf8(values: readonly (string | null)[]): Vector<Utf8> {
  const offsets = new Int32Array(values.length + 1)
  let bytes = new Uint8Array(Math.max(64, 12 * values.length))
  let end = 0
  values.forEach((value, i) => {
    if (value !== null) {
      if (end + 3 * value.length > bytes.length) {
        const larger = new Uint8Array(2 * bytes.length + 3 * value.length)
        larger.set(bytes)
        bytes = larger
      }
      end += encoder.encodeInto(value, bytes.subarray(end)).written
    }
    offsets[i + 1] = end
  })
  return utf8FromBytes(offsets, bytes.subarray(0, end), (i) => values[i] === null)
}

/** Text from its UTF-8 bytes and the offsets where each value starts. */
export function utf8FromBytes(
  offsets: Int32Array,
  bytes: Uint8Array,
  missing?: (i: number) => boolean,
): Vector<Utf8> {
  const rows = offsets.length - 1
  const { bits, nulls } = missing ? validity(rows, missing) : { bits: undefined, nulls: 0 }
  return new Vector([new Data(new Utf8(), 0, rows, nulls, [offsets, bytes, bits] as any)])
}

/** A category column: for each row the number of its label, −1 where missing. The codes are kept, not copied. */
export function dictionary(
  codes: Int32Array,
  labels: readonly string[] | Vector<Utf8>,
): Vector<Dictionary<Utf8, Int32>> {
  const words = labels instanceof Vector ? labels : utf8(labels)
  const type = new Dictionary<Utf8, Int32>(new Utf8(), new Int32())
  const { bits, nulls } = validity(codes.length, (i) => codes[i]! < 0)
  return new Vector([
    new Data(type, 0, codes.length, nulls, [undefined, codes, bits] as any, [], words as any),
  ])
}

/** A table of one batch from equally long columns, by name or as a Map; `rows` matters where there are none. */
export function makeTable<T extends Record<string, DataType>>(
  columns: { [K in keyof T]: Vector<T[K]> } | ReadonlyMap<string, Vector>,
  metadata: Map<string, string> = new Map(),
  rows?: number,
): Table<T> {
  const vectors =
    columns instanceof Map
      ? ([...columns] as [string, Vector][])
      : Object.entries<Vector>(columns as Record<string, Vector>)
  const schema = schemaOf(
    vectors.map(([name, vector]) => new Field(name, vector.type, true)),
    metadata,
  )
  const children = vectors.map(([, vector]) => vector.data[0]!)
  const length = vectors[0]?.[1].length ?? rows ?? 0
  return new Table(schema, [recordBatch(schema, length, children)]) as Table<T>
}

/** How a verb names what it adds: `as` renames, `replace` allows to overwrite. */
export interface NamingOptions {
  /** New names for added columns: `{probability: 'p_tree'}`. The bounds of its interval, `probability_low` and `probability_high`, follow it. */
  readonly as?: { readonly [column: string]: string } | undefined
  /** Overwrite columns of the same name that are already there; without it they are an error. */
  readonly replace?: boolean | undefined
}

function newName(
  name: string,
  as: { readonly [name: string]: string },
  added: { readonly [name: string]: Vector },
): string {
  if (Object.hasOwn(as, name)) return as[name] ?? name
  const [, of, bound] = /^(.+)(_low|_high)$/.exec(name) ?? []
  return of !== undefined && Object.hasOwn(added, of) && Object.hasOwn(as, of)
    ? `${as[of] ?? of}${bound}`
    : name
}

/**
 * The table with columns added at its right (or replaced in their place): same rows, same batches, nothing
 * copied. Each added vector has one chunk and as many rows as the table.
 */
export function addColumns(
  table: Table,
  added: { readonly [name: string]: Vector },
  who: string,
  { as = {}, replace = false }: NamingOptions = {},
  metadata: Map<string, string> = table.schema.metadata,
): Table {
  for (const name of Object.keys(as)) {
    if (!Object.hasOwn(added, name)) {
      throw new ClienteleError(
        'option-invalid',
        `${who}: option as renames '${name}', but the columns added are ${Object.keys(added).join(', ')}.`,
      )
    }
  }
  const fields = [...table.schema.fields]
  const places = Object.entries(added).map(([name, vector]) => {
    if (vector.data.length !== 1) throw new Error(`addColumns: '${name}' has ${vector.data.length} chunks`)
    const target = newName(name, as, added)
    const field = new Field(target, vector.type, true)
    const at = fields.findIndex((other) => other.name === target)
    if (at >= 0 && !replace) {
      throw new ClienteleError(
        'column-exists',
        `${who}: would add a column '${target}', but the table has one already; rename the new one (as: {${name}: '…'}) or say replace: true.`,
      )
    }
    if (at < 0) fields.push(field)
    else fields[at] = field
    return { at: at < 0 ? fields.length - 1 : at, data: vector.data[0]! }
  })
  const schema = schemaOf(fields, metadata)
  let start = 0
  const batches = table.batches.map((batch) => {
    const rows = batch.numRows
    const children = [...batch.data.children]
    for (const { at, data } of places) {
      children[at] = start === 0 && rows === data.length ? data : data.slice(start, rows)
    }
    start += rows
    return recordBatch(schema, rows, children)
  })
  return new Table(schema, batches)
}
