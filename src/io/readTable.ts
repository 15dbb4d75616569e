import { ClienteleError } from '../error.js'
import { checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import type { Table } from '../table/arrow.js'
import { stackTables } from '../table/stack.js'
import { checkCsvOptions, CSV_OPTIONS, type CsvOptions } from './csv/options.js'
import { findFormat, type Format } from './format.js'
import { readIpc } from './ipc.js'
import { readParquet } from './parquet.js'
import { readCsv } from './readCsv.js'
import { retype } from './retype.js'
import { findInputs, type Input, memoryInput, type Source } from './source.js'

/** What to read and how. Of the options for CSV files, Parquet and Arrow files heed `types`, for their columns of text, bytes and numbers. */
export interface ReadOptions extends CsvOptions, ProgressOptions {
  /** The columns to read (default all), in the file's order; what is left out costs next to nothing. */
  readonly columns?: readonly string[] | undefined
  /** The format, where neither the extension nor the first bytes tell. */
  readonly format?: Format | undefined
}

/**
 * A file as an Arrow table: an export from a shop or CRM as CSV, a Parquet file, an Arrow IPC file or stream.
 * The format is found out by extension and first bytes, and so is everything about a CSV file: gzip, encoding (UTF-8,
 * UTF-16, GB 18030, Windows-1252; others where `encoding` says so), delimiter, decimal mark, and each column's type.
 *
 * Types of CSV columns: whole numbers are Int32, other numbers Float64, true and false Bool, dates Date (days)
 * or Timestamp (milliseconds; UTC where there is a zone) where any has a time of day, text a dictionary where values
 * repeat and Utf8 where they mostly do not. What looks like a number but is an identifier stays text: leading
 * zeros or plus (00123, +44…), more than 15 digits, whole digits with an exponent (12E3), numbers in columns named phone, zip, iban and the like. A type that
 * the first thousand rows suggest is widened where a later value does not fit: integers to floats to text; nothing is rounded or lost. Dates are
 * read as yyyy-mm-dd, yyyy/mm/dd, dd.mm.yyyy, and dd/mm/yyyy or mm/dd/yyyy (also with -), 15 Feb 2025, 15-Feb-25, Feb 15, 2025 and 2025年2月15日, each with a time of day (8:26,
 * 08:26:00.250, 8:26 PM, Z, +01:00) or none; where every day could be a month, and where a column mixes ways to write
 * dates, that is an error that says what to choose. Times that are numbers are read with
 * `types`: 'excel-days', 'unix-seconds', 'unix-milliseconds'.
 *
 * Amounts are numbers: 1,234.50 and 1.234,50, 1'250.50, 12,34,567.50, -$1,000.50, R$ 5,00, 12,50 €, 12,50- and (3.00), which is −3; where one column has several
 * currencies it stays text. The decimal mark is found out once, from all numbers of the first thousand rows that leave no doubt; where a number such as 1.250 could
 * be a fraction or thousands and nothing tells, that is an error (a file separated by commas has points).
 *
 * Empty text is null, quoted or not; a column without a value has Arrow's type Null. Columns without a name are named by place (column_3), and of columns of the same name the second
 * gets _2. Blank lines are skipped, so is Excel's first line `sep=;`, which is heeded. At most 65,536 columns are read.
 *
 * Arrow files may be compressed with LZ4, as Feather files are, or with zstd (from Node 22.15 on).
 *
 * @param source - a path; a folder, a pattern (`orders/*.csv`, `**`, `{a,b}`) or a list of paths, whose files have the same
 * columns and are read one under the other, sorted by name; an http(s) or file URL; a Uint8Array or ArrayBuffer;
 * a ReadableStream or any async iterable of Uint8Arrays, such as a Node stream
 * @param options - `columns` to read only some; `format`; for CSV `delimiter`, `header`, `types`, `encoding`, `decimal`,
 * `thousands`, `missing`, `comment`, `trim`; `types` also reads columns of Parquet and Arrow files: text, which often holds dates
 * (`types: {placed: 'mm/dd/yyyy'}`, or 'timestamp' to find out), numbers and bytes such as UUIDs (`types: {CustomerID: 'text'}`); `onProgress` (bytes of CSV, files of others) and `signal`
 * @returns a table; what Parquet and Arrow files say about themselves (`about`) is kept
 * @throws ClienteleError `file-missing`, `file-malformed` (cut off, not that format, a line with too many fields: with its
 * line and column), `value-invalid` (a value that does not fit the type given, ambiguous or mixed dates), `column-missing`,
 * `contradiction` (files that do not belong together), `unsupported`, `option-invalid`, `aborted`
 *
 * Cost: one pass over a CSV file (half a million lines of eight columns in about 0.15 s), another for columns whose type was guessed too
 * narrow; memory for the table and a few megabytes. Parquet and Arrow need the file in memory as well.
 *
 * @example
 * ```ts
 * const csv = 'client;placed_at;amount\n00123;31.12.2024 18:05;19,90\n00124;02.01.2025 09:30;5,00'
 * const lines = await readTable(new TextEncoder().encode(csv))
 * console.log(lines.schema.fields.map((field) => String(field.type)).join()) // Utf8,Timestamp<MILLISECOND>,Float64
 * console.log(lines.getChild('amount').get(0)) // 19.9
 * ```
 */
export async function readTable(source: Source, options: ReadOptions = {}): Promise<Table> {
  const who = 'readTable'
  checkReadOptions(options, who)
  const { columns } = options
  const inputs = await Promise.all((await findInputs(source, who)).map(keep))
  const formats = await Promise.all(inputs.map((input) => findFormat(input, options.format, who)))
  const csv = formats.map((format) => format === 'csv' || format === 'tsv')
  if (csv.every(Boolean)) {
    const delimiter = options.delimiter ?? (formats[0] === 'tsv' ? '\t' : undefined)
    return readCsv(inputs, { ...options, delimiter }, who)
  }
  if (csv.some(Boolean)) throw mixedFormats(inputs, formats, who)
  let done = 0
  const tables = await Promise.all(
    inputs.map(async (input, i) => {
      const read = formats[i] === 'parquet' ? readParquet : readIpc
      const table = await read(input, columns, who)
      report(who, options, { phase: 'read files', done: ++done, total: inputs.length })
      return table
    }),
  )
  const names = inputs.map((input) => input.name)
  const table = tables.length === 1 ? tables[0]! : stackTables(tables, names, who)
  return options.types ? retype(table, options.types, options, who) : table
}

/** A stream can be read only once, so what it gives is kept. */
async function keep(input: Input): Promise<Input> {
  if (input.again) return input
  return memoryInput(await input.bytes(), input.name, 'readTable', input.extension)
}

/** An error for options of the wrong kind. */
export function checkReadOptions(options: ReadOptions, who: string, more: readonly string[] = []): void {
  checkOptions(who, options, ['columns', 'format', 'onProgress', 'signal', ...CSV_OPTIONS, ...more])
  checkCsvOptions(options, who)
  const { columns } = options
  if (columns === undefined) return
  if (!Array.isArray(columns) || columns.length === 0 || columns.some((name) => typeof name !== 'string')) {
    throw invalid(who, `columns must be a list of column names`)
  }
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  if (twice !== undefined) throw invalid(who, `columns names '${twice}' twice`)
}

function mixedFormats(inputs: readonly Input[], formats: readonly Format[], who: string): ClienteleError {
  const other = formats.findIndex((format) => format !== formats[0])
  return new ClienteleError(
    'contradiction',
    `${who}: ${inputs[0]!.name} is ${formats[0]}, but ${inputs[other]!.name} is ${formats[other]}; files read together must be of one format.`,
  )
}
