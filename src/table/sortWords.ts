import { type DataType, Type } from 'apache-arrow'
import { byteChunks } from './bytes.js'
import { asColumn, type Column, hasNulls, isPresent } from './column.js'
import { groupRows } from './group.js'
import { readNumbers } from './numbers.js'
import { sortRows } from './sort.js'
import { takeColumn } from './take.js'

/** A key as unsigned words from lowest to highest, whose order is that of the values. */
export interface SortWords {
  readonly words: readonly Uint32Array[]
  readonly missing: Uint8Array | undefined
}

export function sortWords(column: Column, who: string): SortWords {
  const { typeId } = column.type
  if (typeId === Type.Null) return { words: [], missing: undefined }
  if (typeId === Type.Float) return floatWords(readNumbers(column, who))
  if (typeId === Type.Bool) return { words: [bits(column)], missing: missingRows(column) }
  const width = wordsOf(column.type)
  if (width === 0) return rankWords(column, who)
  return { words: integerWords(column, width), missing: missingRows(column) }
}

/** How many words a value has that sorts like a little-endian whole number; 0 where it does not. */
function wordsOf(type: DataType): number {
  switch (type.typeId) {
    case Type.Int:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
      return (type.ArrayType as Int32ArrayConstructor).BYTES_PER_ELEMENT === 8 ? 2 : 1
    case Type.Decimal:
      return (type as unknown as { bitWidth: number }).bitWidth / 32
    default:
      return 0
  }
}

function integerWords({ chunks, length, type }: Column, width: number): Uint32Array[] {
  const words = Array.from({ length: width }, () => new Uint32Array(length))
  // Two's complement sorts as unsigned once its sign is turned over.
  const isSigned = (type as unknown as { isSigned?: boolean }).isSigned ?? true
  const sign = isSigned ? 0x80000000 : 0
  let start = 0
  for (const chunk of chunks) {
    const values = chunk.values as Uint32Array
    const source =
      width === 1 ? values : new Uint32Array(values.buffer, values.byteOffset, width * chunk.length)
    words.forEach((word, w) => {
      const turned = w === width - 1 ? sign : 0
      for (let i = 0; i < chunk.length; i++) word[start + i] = source[i * width + w]! ^ turned
    })
    start += chunk.length
  }
  return words
}

/** The bits of a double sort like its value once negative ones are inverted and positive ones get a set sign. */
export function floatWords(values: Float64Array): SortWords {
  const rows = values.length
  const [low, high] = [new Uint32Array(rows), new Uint32Array(rows)]
  let missing: Uint8Array | undefined
  const one = new Float64Array(1)
  const halves = new Uint32Array(one.buffer)
  for (let i = 0; i < rows; i++) {
    const v = values[i]!
    if (Number.isNaN(v)) {
      missing ??= new Uint8Array(rows)
      missing[i] = 1
      continue
    }
    one[0] = v + 0
    const negative = halves[1]! >>> 31 === 1
    low[i] = negative ? ~halves[0]! : halves[0]!
    high[i] = negative ? ~halves[1]! : halves[1]! | 0x80000000
  }
  return { words: [low, high], missing }
}

function bits({ chunks, length }: Column): Uint32Array {
  const out = new Uint32Array(length)
  let row = 0
  for (const chunk of chunks) {
    const values = chunk.values as Uint8Array
    for (let bit = chunk.offset; bit < chunk.offset + chunk.length; bit++) {
      out[row++] = (values[bit >> 3]! >> (bit & 7)) & 1
    }
  }
  return out
}

function missingRows({ chunks, length }: Column): Uint8Array | undefined {
  if (!chunks.some(hasNulls)) return undefined
  const missing = new Uint8Array(length)
  let start = 0
  for (const chunk of chunks) {
    if (hasNulls(chunk))
      for (let i = 0; i < chunk.length; i++) missing[start + i] = isPresent(chunk, i) ? 0 : 1
    start += chunk.length
  }
  return missing
}

/** Text, binary and dictionaries: the rank of each distinct value. */
function rankWords(column: Column, who: string): SortWords {
  const { codes, size, firstRows } = groupRows([column], who)
  const ranks = new Uint32Array(size)
  const { order, nullGroup } = orderDistinct(column, firstRows, who)
  order.forEach((group, rank) => (ranks[group] = rank))
  let missing: Uint8Array | undefined
  if (nullGroup >= 0) {
    missing = new Uint8Array(codes.length)
    for (let i = 0; i < codes.length; i++) if (codes[i] === nullGroup) missing[i] = 1
  }
  return { words: [Uint32Array.from(codes, (code) => ranks[code]!)], missing }
}

/** Distinct values in order, and which of them is missing. */
function orderDistinct(
  column: Column,
  firstRows: Int32Array,
  who: string,
): { order: Int32Array; nullGroup: number } {
  const distinct = plainValues(takeColumn(column, firstRows))
  const nulls =
    distinct.type.typeId === Type.Float
      ? floatWords(readNumbers(distinct, who)).missing
      : missingRows(distinct)
  const nullGroup = nulls ? nulls.indexOf(1) : -1
  const { typeId } = distinct.type
  // A dictionary of numbers or dates.
  if (wordsOf(distinct.type) > 0 || typeId === Type.Float || typeId === Type.Bool) {
    const order = sortRows([{ column: distinct }], who)
    return { order, nullGroup }
  }
  const [part] = distinct.chunks.flatMap(byteChunks)
  const order = Int32Array.from(firstRows.keys())
  if (part) order.sort((a, b) => compareBytes(part.bytes, part.offsets, a, b))
  return { order, nullGroup }
}

/** The labels that a dictionary's codes stand for, or the values themselves. */
function plainValues(data: ReturnType<typeof takeColumn>): Column {
  if (data.type.typeId !== Type.Dictionary) return asColumn('', data.type, [data])
  const labels = data.dictionary!
  const rows = Int32Array.from({ length: data.length }, (_, i) =>
    hasNulls(data) && !isPresent(data, i) ? -1 : (data.values[i] as number),
  )
  const plain = takeColumn(asColumn('', labels.type, labels.data), rows)
  return asColumn('', plain.type, [plain])
}

/** UTF-8 bytes sort as code points do. */
function compareBytes(bytes: Uint8Array, offsets: Int32Array, a: number, b: number): number {
  let i = offsets[a]!
  let j = offsets[b]!
  const endA = offsets[a + 1]!
  const endB = offsets[b + 1]!
  for (; i < endA && j < endB; i++, j++) {
    const difference = bytes[i]! - bytes[j]!
    if (difference !== 0) return difference
  }
  return endA - i - (endB - j)
}
