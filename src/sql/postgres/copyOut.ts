import { ClienteleError } from '../../error.js'
import type { Table, Vector } from '../../table/arrow.js'
import {
  bitBuffer,
  dayBuffer,
  float64Buffer,
  int32Buffer,
  int64Buffer,
  microsecondBuffer,
  utf8Buffer,
} from '../../table/buffers.js'
import { makeTable } from '../../table/build.js'
import { NEGATIVE, NOT_A_NUMBER, POSTGRES_DAY, POSTGRES_MICROSECOND, SIGNATURE } from './copyFormat.js'

/** A column of an answer: its name and the number of its type in PostgreSQL's catalogue. */
export interface CopyColumn {
  readonly name: string
  readonly type: number
}

/** Values of one column as they arrive. */
interface Builder {
  /** Makes room for twice as many rows as there are. */
  grow(rows: number): void
  set(row: number, bytes: DataView, at: number, length: number): void
  finish(rows: number, validity: { bits: Uint8Array | undefined; nulls: number }): Vector
}

/** The types that are read from their binary form; PostgreSQL is asked for every other as text. */
const builders: { readonly [type: number]: () => Builder } = {
  16: booleans,
  20: integers64,
  21: () => integers(2),
  23: () => integers(4),
  25: text,
  700: () => doubles((bytes, at) => bytes.getFloat32(at)),
  701: () => doubles((bytes, at) => bytes.getFloat64(at)),
  1043: text,
  1082: days,
  1114: () => timestamps(),
  1184: () => timestamps('UTC'),
  1700: () => doubles(numeric),
}

export const isBinary = (type: number): boolean => type in builders

export interface CopyReader {
  push(piece: Uint8Array): void
  readonly rows: () => number
  finish(): Table
}

/** Reads PostgreSQL's binary COPY format, piece by piece, into a table. */
export function copyReader(columns: readonly CopyColumn[]): CopyReader {
  const parts = columns.map(({ type }) => ({ ...builders[type]!(), missing: new Uint8Array(0), nulls: 0 }))
  let room = 0
  let rows = 0
  let rest = new Uint8Array(0)
  // The header: signature, flags, and the length of an extension that nobody uses.
  let skip = SIGNATURE.length + 8

  const grow = () => {
    room = Math.max(1024, 2 * room)
    for (const part of parts) {
      part.grow(room)
      const missing = new Uint8Array(room)
      missing.set(part.missing)
      part.missing = missing
    }
  }

  /** Reads a row at `at`: where the next begins, or −1 where its end has not arrived. */
  const readRow = (bytes: DataView, at: number): number => {
    for (const part of parts) {
      if (at + 4 > bytes.byteLength) return -1
      const length = bytes.getInt32(at)
      at += 4 + Math.max(0, length)
      if (at > bytes.byteLength) return -1
      part.missing[rows] = length < 0 ? 1 : 0
      if (length >= 0) part.set(rows, bytes, at - length, length)
    }
    return at
  }

  return {
    rows: () => rows,
    push(piece) {
      const bytes = rest.length > 0 ? joined(rest, piece) : piece
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      let at = Math.min(skip, bytes.length)
      skip -= at
      while (at + 2 <= bytes.length && view.getInt16(at) >= 0) {
        if (rows === room) grow()
        const next = readRow(view, at + 2)
        if (next < 0) break
        at = next
        rows++
      }
      rest = bytes.slice(at)
    },
    finish() {
      if (rows === 0) grow()
      const vectors = parts.map((part): Vector => part.finish(rows, validityOf(part.missing, rows)))
      return makeTable(new Map(columns.map(({ name }, i) => [name, vectors[i]!])), undefined, rows)
    },
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

function validityOf(missing: Uint8Array, rows: number): { bits: Uint8Array | undefined; nulls: number } {
  const bits = new Uint8Array(((rows + 63) & ~63) >> 3 || 8)
  let nulls = 0
  for (let i = 0; i < rows; i++) {
    if (missing[i] === 1) nulls++
    else bits[i >> 3]! |= 1 << (i & 7)
  }
  return { bits: nulls > 0 ? bits : undefined, nulls }
}

function booleans(): Builder {
  let bits = new Uint8Array(0)
  return {
    grow: (rows) => (bits = larger(bits, rows >> 3)),
    set(row, bytes, at) {
      if (bytes.getUint8(at) === 1) bits[row >> 3]! |= 1 << (row & 7)
    },
    finish: (rows, valid) => bitBuffer(bits, rows, valid),
  }
}

function integers(width: 2 | 4): Builder {
  let values = new Int32Array(0)
  return {
    grow: (rows) => (values = larger(values, rows)),
    set: (row, bytes, at) => (values[row] = width === 2 ? bytes.getInt16(at) : bytes.getInt32(at)),
    finish: (rows, valid) => int32Buffer(values.slice(0, rows), rows, valid),
  }
}

function integers64(): Builder {
  let values = new BigInt64Array(0)
  return {
    grow: (rows) => (values = larger(values, rows)),
    set: (row, bytes, at) => (values[row] = bytes.getBigInt64(at)),
    finish: (rows, valid) => int64Buffer(values.slice(0, rows), rows, valid),
  }
}

function doubles(read: (bytes: DataView, at: number) => number): Builder {
  let values = new Float64Array(0)
  return {
    grow: (rows) => (values = larger(values, rows)),
    set: (row, bytes, at) => (values[row] = read(bytes, at)),
    finish: (rows, valid) => float64Buffer(values.slice(0, rows), rows, valid),
  }
}

function days(): Builder {
  let values = new Int32Array(0)
  return {
    grow: (rows) => (values = larger(values, rows)),
    set(row, bytes, at) {
      const day = bytes.getInt32(at)
      if (Math.abs(day) >= 2_147_483_647) throw endless()
      values[row] = day + POSTGRES_DAY
    },
    finish: (rows, valid) => dayBuffer(values.slice(0, rows), rows, valid),
  }
}

function timestamps(timeZone?: string): Builder {
  let values = new BigInt64Array(0)
  return {
    grow: (rows) => (values = larger(values, rows)),
    set(row, bytes, at) {
      const since = bytes.getBigInt64(at)
      if (BigInt.asIntN(64, since + 1n) <= -9_223_372_036_854_775_807n) throw endless()
      values[row] = since + POSTGRES_MICROSECOND
    },
    finish: (rows, valid) => microsecondBuffer(values.slice(0, rows), rows, valid, timeZone),
  }
}

function endless(): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    "postgres: the answer holds a date 'infinity', which a table cannot hold; leave such rows out or make it null.",
  )
}

function text(): Builder {
  let offsets = new Int32Array(1)
  let bytes = new Uint8Array(1024)
  let end = 0
  let last = -1
  return {
    grow: (rows) => (offsets = larger(offsets, rows + 1)),
    set(row, source, at, length) {
      // A row whose end had not arrived is read again, and rows without a value in between have no bytes.
      if (row === last) end = offsets[row]!
      for (let i = last + 1; i <= row; i++) offsets[i] = end
      last = row
      if (end + length > bytes.length) bytes = larger(bytes, 2 * (end + length))
      bytes.set(new Uint8Array(source.buffer, source.byteOffset + at, length), end)
      end += length
      offsets[row + 1] = end
    },
    finish(rows, valid) {
      for (let i = last + 2; i <= rows; i++) offsets[i] = end
      return utf8Buffer(offsets.slice(0, rows + 1), bytes.slice(0, end), rows, valid)
    },
  }
}

/** PostgreSQL's exact numbers, digits to the base of 10,000, as the double nearest to them. */
function numeric(bytes: DataView, at: number): number {
  const digits = bytes.getInt16(at)
  const weight = bytes.getInt16(at + 2)
  const sign = bytes.getUint16(at + 4)
  if (sign >= NOT_A_NUMBER) return sign === NOT_A_NUMBER ? NaN : sign === 0xd000 ? Infinity : -Infinity
  let whole = 0
  for (let d = 0; d < digits; d++) whole = whole * 10_000 + bytes.getInt16(at + 8 + 2 * d)
  const places = 4 * (digits - 1 - weight)
  // Both parts are exact in doubles, so that the quotient is the nearest double; else let the parser find it.
  const exact = Number.isSafeInteger(whole) && places >= 0 && places <= 22
  const value = exact ? whole / 10 ** places : parsed(bytes, at + 8, digits, places)
  return sign === NEGATIVE ? -value : value
}

function parsed(bytes: DataView, at: number, digits: number, places: number): number {
  const all = Array.from({ length: digits }, (_, d) => `${bytes.getInt16(at + 2 * d)}`.padStart(4, '0'))
  return Number(`${all.join('') || '0'}e${-places}`)
}

type Growable = Uint8Array | Int32Array | Float64Array | BigInt64Array

function larger<A extends Growable>(values: A, length: number): A {
  const grown = new (values.constructor as new (length: number) => A)(Math.max(values.length, length))
  grown.set(values as never)
  return grown
}
