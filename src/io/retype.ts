import { ClienteleError } from '../error.js'
import type { Table, Vector } from '../table/arrow.js'
import { isBinary } from '../table/binary.js'
import { addColumns } from '../table/build.js'
import { readCategories } from '../table/categories.js'
import { asColumn, type Column, findColumn, typeName } from '../table/column.js'
import { isNumeric } from '../table/numbers.js'
import { retypeNumbers } from './retypeNumbers.js'
import { isText, printed } from '../table/strings.js'
import { takeVector } from '../table/take.js'
import { type Builder, restart, settleOrder, type Style } from './csv/builder.js'
import { fillColumn } from './csv/columns.js'
import type { CsvOptions } from './csv/options.js'
import { columnStyles } from './csv/styles.js'
import { mendGiven } from './csv/misfit.js'
import { finishOrders } from './csv/reader.js'
import { type ColumnType, guessField, lookAt, makeBuilder, mergeFormats } from './csv/types.js'
import { finishColumn } from './finishColumn.js'
import { type Block, fieldText } from './csv/scan.js'

/**
 * The table with columns of text, bytes or numbers read as other types, as the fields of a CSV file would be: Parquet files often
 * hold dates as text. Each distinct text is read once.
 */
export function retype(
  table: Table,
  types: { readonly [column: string]: ColumnType },
  options: CsvOptions,
  who: string,
): Table {
  const added = Object.entries(types).map(([name, type]) => {
    const column = findColumn(table, name, who)
    const isNumber = isNumeric(column.type)
    if (isNumber && type !== 'yyyymmdd') return [name, retypeNumbers(column, type, who)] as const
    const text = isNumber || isBinary(column.type) ? printed(column) : column
    return [name, retypeText(text, type, options, who)] as const
  })
  return addColumns(table, Object.fromEntries(added), who, { replace: true })
}

function retypeText(column: Column, type: ColumnType, options: CsvOptions, who: string): Vector {
  if (!isText(column.type)) {
    throw new ClienteleError(
      'column-type',
      `${who}: option types names column '${column.name}', which is ${typeName(column.type)} in the file; only text, bytes and numbers can be read as another type, so leave it out of types.`,
    )
  }
  const { codes, labels } = readCategories(column, who)
  const { bytes, block, count } = blockOf(labels)
  const { name } = column
  const known = { names: [name], wanted: new Set([name]), types: new Map([[name, type]]), delimiter: 0 }
  const [style] = columnStyles(bytes, block, count, known, options, who) as [Style]
  const look = lookAt(bytes, block, 0, 1, Math.min(count, 1000), style, false)
  const builder = makeBuilder(name, 0, look, type, style, who)
  restart(builder, count)
  const view = new DataView(bytes.buffer)
  const slice = { bytes, view, block, stride: 1, records: count, row: 0 }
  let r = fillColumn(builder, slice, 0)
  while (r < count) {
    const guess = guessField(bytes, block.starts[r]!, block.ends[r]!, style)
    const merged = builder.format && guess?.format && mergeFormats(builder.format, guess.format)
    if (builder.format?.order !== 'either' || !merged || merged.order === 'either') {
      throw unreadable(builder, fieldText(bytes, block.starts[r]!, block.ends[r]!), type, who)
    }
    settleOrder(builder, merged.order as 'dmy' | 'mdy', r)
    r = fillColumn(builder, slice, r)
  }
  finishOrders([builder], count, who)
  const words = finishColumn(builder, count)
  return takeVector(asColumn(column.name, words.type, words.data), codes)
}

/** Texts one after the other, as the fields of a file of one column. */
function blockOf(labels: readonly string[]): { bytes: Uint8Array; block: Block; count: number } {
  const texts = labels.map((label) => new TextEncoder().encode(label))
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, 16))
  const starts = new Int32Array(texts.length)
  const ends = new Int32Array(texts.length)
  let at = 0
  texts.forEach((text, i) => {
    bytes.set(text, at)
    starts[i] = at
    ends[i] = at += text.length
  })
  const block = { starts, ends, records: texts.length, pos: at, problem: 0, column: 0, at: 0 }
  return { bytes, block, count: texts.length }
}

function unreadable(column: Builder, text: string, type: ColumnType, who: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds '${text.slice(0, 40)}', but option types wants ${type}; ${mendGiven(column, text)} or give another type.`,
  )
}
