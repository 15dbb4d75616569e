import type { Table } from '../table/arrow.js'
import { type Cell, cellOf, type CellStyle, fieldBytes, makeRoom, type Sink, WIDEST } from './csv/cells.js'

/** How a CSV file is written. */
export interface CsvWriteStyle extends CellStyle {
  /** Whether the file begins with a byte order mark, by which Excel knows UTF-8. */
  readonly bom: boolean
  /** Whether the first line names the columns. */
  readonly header: boolean
}

const PIECE = 1 << 20

/** A table as the bytes of a CSV file (RFC 4180, but with LF), in pieces. */
export function* csvPieces(table: Table, style: CsvWriteStyle, who: string): Generator<Uint8Array> {
  const names = table.schema.fields.map((field) => field.name)
  const cells = names.map((name) => cellOf(table, name, style, who))
  const sink: Sink = { bytes: new Uint8Array(PIECE + (PIECE >> 2)), pos: 0 }
  if (style.bom) sink.bytes.set([0xef, 0xbb, 0xbf])
  if (style.bom) sink.pos = 3
  if (style.header) putHeader(sink, names, style)
  const rows = table.numRows
  for (let row = 0; row < rows; row++) {
    putRow(sink, cells, row, style.delimiter)
    if (sink.pos < PIECE) continue
    yield sink.bytes.slice(0, sink.pos)
    sink.pos = 0
  }
  yield sink.bytes.slice(0, sink.pos)
}

function putHeader(sink: Sink, names: readonly string[], style: CsvWriteStyle): void {
  names.forEach((name, i) => {
    const bytes = fieldBytes(name, style)
    makeRoom(sink, bytes.length + 2)
    sink.bytes.set(bytes, sink.pos)
    sink.pos += bytes.length
    sink.bytes[sink.pos++] = i === names.length - 1 ? 10 : style.delimiter
  })
}

function putRow(sink: Sink, cells: readonly Cell[], row: number, delimiter: number): void {
  makeRoom(sink, WIDEST * (cells.length + 1))
  const begin = sink.pos
  for (let c = 0; c < cells.length; c++) {
    cells[c]!(row, sink)
    // A cell may have used up the room of those after it.
    makeRoom(sink, WIDEST * (cells.length - c) + 4)
    sink.bytes[sink.pos++] = delimiter
  }
  // A line without a byte would be a blank line, so a lone missing value is written as empty quotes.
  if (sink.pos === begin + 1 && cells.length === 1) {
    sink.bytes[begin] = 34
    sink.bytes[begin + 1] = 34
    sink.pos = begin + 3
  }
  sink.bytes[sink.pos - 1] = 10
}
