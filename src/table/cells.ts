import { type Data, type DataType, type Int, Type, Vector } from 'apache-arrow'
import { type ByteChunk, byteChunks, decodeText, dictionaryCodes } from './bytes.js'
import { asColumn, type Column, findColumn, hasNulls, isPresent } from './column.js'
import { isNumeric, readNumbers } from './numbers.js'
import type { Cell } from './rows.js'
import { isText } from './strings.js'
import { isTime, readTimes } from './times.js'
import type { Table } from 'apache-arrow'

/** Gives the value of row `i` as plain JavaScript: dates as Date, whole numbers as number where they are safe. */
export type Cells = (i: number) => Cell

/** A reader of single values, for code that must call a user's function; kernels read whole columns. */
export function readCells(column: Column, who: string): Cells {
  const { type } = column
  if (isText(type)) return chunked(column, textCells)
  if (isTime(type)) return timeCells(readTimes(column, who))
  if (type.typeId === Type.Bool) {
    const values = readNumbers(column, who)
    return (i) => (Number.isNaN(values[i]!) ? null : values[i] === 1)
  }
  if (isLong(type)) return longCells(column, who)
  if (isNumeric(type)) return numberCells(readNumbers(column, who))
  return chunked(column, otherCells)
}

/** A row that reads its columns when they are asked for; it is one object that moves from row to row. */
export interface RowCursor {
  readonly row: object
  readonly moveTo: (i: number) => void
}

/** A cursor over the rows of a table; a column is read when it is first asked for. */
export function rowCursor(table: Table, who: string): RowCursor {
  let at = 0
  const row = Object.create(null) as object
  for (const { name } of table.schema.fields) {
    let cells: Cells | undefined
    Object.defineProperty(row, name, {
      enumerable: true,
      configurable: true,
      get: () => (cells ??= readCells(findColumn(table, name, who), who))(at),
    })
  }
  return { row, moveTo: (i) => void (at = i) }
}

function isLong(type: DataType): boolean {
  return type.typeId === Type.Int && (type as Int).bitWidth === 64
}

function numberCells(values: Float64Array): Cells {
  return (i) => (Number.isNaN(values[i]!) ? null : values[i]!)
}

function timeCells(ms: Float64Array): Cells {
  return (i) => (Number.isNaN(ms[i]!) ? null : new Date(ms[i]!))
}

function longCells(column: Column, who: string): Cells {
  const values = readNumbers(column, who)
  const exact = chunked(column, otherCells)
  return (i) => {
    const v = values[i]!
    if (Number.isNaN(v)) return null
    return Number.isSafeInteger(v) ? v : exact(i)
  }
}

/** A reader over chunks that remembers the last chunk it was in. */
function chunked({ chunks }: Column, cellsOf: (chunk: Data) => Cells): Cells {
  const readers = chunks.map(cellsOf)
  if (readers.length === 1) return readers[0]!
  const starts = [0]
  for (const chunk of chunks) starts.push(starts.at(-1)! + chunk.length)
  let c = 0
  return (i) => {
    if (i < starts[c]!) c = 0
    while (i >= starts[c + 1]!) c++
    return readers[c]!(i - starts[c]!)
  }
}

function textCells(chunk: Data): Cells {
  const nullable = hasNulls(chunk)
  if (chunk.type.typeId === Type.Dictionary) {
    const { dictionary } = chunk
    if (!dictionary || dictionary.length === 0) return () => null
    const label = chunked(asColumn('', dictionary.type, dictionary.data), textCells)
    const labels = Array.from({ length: dictionary.length }, (_, i) => label(i))
    const codes = dictionaryCodes(chunk)
    return (i) => (nullable && !isPresent(chunk, i) ? null : labels[codes[i]!]!)
  }
  const parts = byteChunks(chunk)
  const [only] = parts
  if (parts.length === 1) return (i) => (nullable && !isPresent(chunk, i) ? null : decodeAt(only!, i))
  return otherCells(chunk)
}

function decodeAt({ bytes, offsets }: ByteChunk, i: number): string {
  return decodeText(bytes, offsets[i]!, offsets[i + 1]!)
}

/** Whatever is rare, by apache-arrow's own reader: lists as arrays, structs as objects. */
function otherCells(chunk: Data): Cells {
  const vector = new Vector([chunk])
  return (i) => {
    const value: any = vector.get(i)
    return value?.toJSON?.() ?? value ?? null
  }
}
