import { type Data, type Table, Type } from '../../table/arrow.js'
import { byteChunks } from '../../table/bytes.js'
import { asColumn, hasNulls, isPresent } from '../../table/column.js'
import { readStrings } from '../../table/strings.js'
import { NEGATIVE, POSTGRES_DAY, POSTGRES_MICROSECOND, SIGNATURE } from './copyFormat.js'

/** How many bytes are sent at once. */
const PIECE = 1 << 16

/** Bytes that grow as values are written, most significant byte first. */
interface Writer {
  bytes: Uint8Array
  view: DataView
  end: number
}

type WriteCell = (out: Writer, i: number) => void

/**
 * A table of portable columns in PostgreSQL's binary COPY format, piece by piece.
 *
 * https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"
 */
export function* copyBytes(table: Table): Generator<Uint8Array> {
  const out = writer()
  append(out, SIGNATURE)
  reserve(out, 8)
  out.end += 8
  for (const batch of table.batches) {
    const cells = batch.data.children.map(cellWriter)
    for (let i = 0; i < batch.numRows; i++) {
      reserve(out, 2)
      out.view.setInt16(out.end, cells.length)
      out.end += 2
      for (const write of cells) write(out, i)
      if (out.end < PIECE) continue
      yield out.bytes.slice(0, out.end)
      out.end = 0
    }
  }
  reserve(out, 2)
  out.view.setInt16(out.end, -1)
  yield out.bytes.slice(0, out.end + 2)
}

function writer(): Writer {
  const bytes = new Uint8Array(2 * PIECE)
  return { bytes, view: new DataView(bytes.buffer), end: 0 }
}

function reserve(out: Writer, more: number): void {
  if (out.end + more <= out.bytes.length) return
  const larger = new Uint8Array(2 * (out.end + more))
  larger.set(out.bytes.subarray(0, out.end))
  out.bytes = larger
  out.view = new DataView(larger.buffer)
}

function append(out: Writer, bytes: Uint8Array): void {
  reserve(out, bytes.length)
  out.bytes.set(bytes, out.end)
  out.end += bytes.length
}

/** The length that stands before a value; −1 stands for null. */
function size(out: Writer, bytes: number): number {
  reserve(out, 4 + Math.max(0, bytes))
  out.view.setInt32(out.end, bytes)
  const at = out.end + 4
  out.end = at + Math.max(0, bytes)
  return at
}

function cellWriter(chunk: Data): WriteCell {
  const write = valueWriter(chunk)
  if (!hasNulls(chunk)) return write
  return (out, i) => (isPresent(chunk, i) ? write(out, i) : void size(out, -1))
}

function valueWriter(chunk: Data): WriteCell {
  const { type } = chunk
  const values: any = chunk.values
  switch (type.typeId) {
    case Type.Bool:
      return (out, i) => {
        const bit = chunk.offset + i
        out.view.setUint8(size(out, 1), (values[bit >> 3] >> (bit & 7)) & 1)
      }
    case Type.Int:
      return values instanceof BigInt64Array
        ? (out, i) => out.view.setBigInt64(size(out, 8), values[i]!)
        : (out, i) => out.view.setInt32(size(out, 4), values[i])
    case Type.Float:
      return values instanceof Float32Array
        ? (out, i) => out.view.setFloat32(size(out, 4), values[i]!)
        : (out, i) => out.view.setFloat64(size(out, 8), values[i])
    case Type.Date:
      return (out, i) => out.view.setInt32(size(out, 4), values[i] - POSTGRES_DAY)
    case Type.Timestamp:
      return (out, i) => out.view.setBigInt64(size(out, 8), values[i] - POSTGRES_MICROSECOND)
    case Type.Decimal:
      return decimalWriter(chunk)
    default:
      return textWriter(chunk)
  }
}

function textWriter(chunk: Data): WriteCell {
  const [part] = byteChunks(chunk)
  if (!part) return () => {}
  const { offsets, bytes } = part
  return (out, i) => {
    const from = offsets[i]!
    const to = offsets[i + 1]!
    const at = size(out, to - from)
    out.bytes.set(bytes.subarray(from, to), at)
  }
}

/** Decimals as PostgreSQL keeps them: digits to the base of 10,000 before and after the point. */
function decimalWriter(chunk: Data): WriteCell {
  const texts = readStrings(asColumn('', chunk.type, [chunk]))
  return (out, i) => {
    const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(texts[i]!) ?? []
    const before = Math.ceil(whole.length / 4)
    const all = whole.padStart(4 * before, '0') + fraction.padEnd(4 * Math.ceil(fraction.length / 4), '0')
    const at = size(out, 8 + all.length / 2)
    out.view.setInt16(at, all.length / 4)
    out.view.setInt16(at + 2, before - 1)
    out.view.setUint16(at + 4, sign ? NEGATIVE : 0)
    out.view.setUint16(at + 6, fraction.length)
    for (let d = 0; d < all.length; d += 4) out.view.setInt16(at + 8 + d / 2, Number(all.slice(d, d + 4)))
  }
}
