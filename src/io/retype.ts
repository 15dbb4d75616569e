import { ClienteleError } from '../error.js'
import type { Table, Vector } from '../table/arrow.js'
import { addColumns } from '../table/build.js'
import { readCategories } from '../table/categories.js'
import { asColumn, type Column, findColumn, typeName } from '../table/column.js'
import { isText } from '../table/strings.js'
import { takeVector } from '../table/take.js'
import { restart, settleOrder, type Style } from './csvBuilder.js'
import { fillColumn } from './csvColumns.js'
import { type CsvOptions, styleOf } from './csvOptions.js'
import { finishOrders } from './csvReader.js'
import { type ColumnType, guessField, lookAt, makeBuilder, mergeFormats } from './csvTypes.js'
import { finishColumn } from './finishColumn.js'
import { type Block, fieldText } from './scan.js'

/**
 * The table with text columns read as other types, as the fields of a CSV file would be: Parquet files often
 * hold dates as text. Each distinct text is read once.
 */
export function retype(
  table: Table,
  types: { readonly [column: string]: ColumnType },
  options: CsvOptions,
  who: string,
): Table {
  const style = styleOf(options, options.decimal ?? '.')
  const added = Object.entries(types).map(([name, type]) => {
    return [name, retypeColumn(findColumn(table, name, who), type, style, who)] as const
  })
  return addColumns(table, Object.fromEntries(added), who, { replace: true })
}

function retypeColumn(column: Column, type: ColumnType, style: Style, who: string): Vector {
  if (!isText(column.type)) {
    throw new ClienteleError(
      'column-type',
      `${who}: option types names column '${column.name}', which is ${typeName(column.type)} in the file; only text can be read as another type, so leave it out of types.`,
    )
  }
  const { codes, labels } = readCategories(column, who)
  const { bytes, block, count } = blockOf(labels)
  const look = lookAt(bytes, block, 0, 1, Math.min(count, 1000), style, false)
  const builder = makeBuilder(column.name, 0, look, type, who)
  restart(builder, count)
  const view = new DataView(bytes.buffer)
  const slice = { bytes, view, block, stride: 1, records: count, row: 0 }
  let r = fillColumn(builder, slice, 0, style)
  while (r < count) {
    const guess = guessField(bytes, block.starts[r]!, block.ends[r]!, style)
    const merged = builder.format && guess?.format && mergeFormats(builder.format, guess.format)
    if (builder.format?.order !== 'either' || !merged || merged.order === 'either') {
      throw unreadable(column, fieldText(bytes, block.starts[r]!, block.ends[r]!), type, who)
    }
    settleOrder(builder, merged.order as 'dmy' | 'mdy', r)
    r = fillColumn(builder, slice, r, style)
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

function unreadable(column: Column, text: string, type: ColumnType, who: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' holds '${text.slice(0, 40)}', but option types wants ${type}; mend the value or give another type.`,
  )
}
