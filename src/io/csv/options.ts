import { ClienteleError } from '../../error.js'
import { checkBoolean, checkChoice, invalid } from '../../options.js'
import type { Style } from './builder.js'
import { type Encoding, ENCODINGS } from './look.js'
import { numberStyle } from './numbers.js'
import type { ColumnType } from './types.js'

/** How a CSV file is read. Everything is found out where it is not said. */
export interface CsvOptions {
  /** The character between fields; found out among comma, semicolon, tab and |. */
  readonly delimiter?: string | undefined
  /**
   * Whether the first line names the columns (default true), or, for a file without a header, the columns' names.
   * false names them column_1, column_2, …
   */
  readonly header?: boolean | readonly string[] | undefined
  /** Column types by name, where they are not to be found out. */
  readonly types?: { readonly [column: string]: ColumnType } | undefined
  /** How text is stored; found out, for each file, among UTF-8, UTF-16, GB 18030 and Windows-1252. */
  readonly encoding?: Encoding | undefined
  /**
   * The decimal mark; found out from the numbers that leave no doubt (12,50 or 1.234,56). Where all could be read either way
   * (1.250), a file separated by commas has points, any other is refused.
   */
  readonly decimal?: '.' | ',' | undefined
  /**
   * What stands between groups of three digits: ',' in 1,234,567. By default that one of point and comma that is not the decimal mark,
   * an apostrophe or a space that does not break; nothing else counts where this is given.
   */
  readonly thousands?: string | undefined
  /**
   * Words that mean that there is no value, in every column; empty text always does. Where this is not given, NA,
   * N/A, #N/A, NaN, null, None, \N, -, MySQL's 0000-00-00 and errors of spreadsheets (#REF!) mean it in columns whose other values are numbers, dates or booleans.
   */
  readonly missing?: readonly string[] | undefined
  /** The character that begins a comment line; none by default. */
  readonly comment?: string | undefined
  /** Whether to drop spaces around text (default false; names of columns and numbers are always trimmed). */
  readonly trim?: boolean | undefined
}

export const CSV_OPTIONS: readonly string[] = [
  'delimiter',
  'header',
  'types',
  'encoding',
  'decimal',
  'thousands',
  'missing',
  'comment',
  'trim',
]

const MISSING_TYPED: readonly string[] = [
  'NA',
  'N/A',
  '#N/A',
  'n/a',
  'NaN',
  'nan',
  'null',
  'NULL',
  'Null',
  'None',
  String.raw`\N`,
  '-',
  '#DIV/0!',
  '#NAME?',
  '#NUM!',
  '#REF!',
  '#VALUE!',
  '0000-00-00',
  '0000-00-00 00:00:00',
]

/** An error for options of the wrong kind. */
export function checkCsvOptions(options: CsvOptions, who: string): void {
  const { delimiter, header, types, encoding, decimal, thousands, missing, comment, trim } = options
  if (delimiter !== undefined) checkCharacter(who, 'delimiter', delimiter)
  if (comment !== undefined) checkCharacter(who, 'comment', comment)
  if (decimal !== undefined) checkChoice(who, 'decimal', decimal, ['.', ','])
  if (trim !== undefined) checkBoolean(who, 'trim', trim)
  if (encoding !== undefined) {
    checkChoice(who, 'encoding', encoding, ENCODINGS)
  }
  if (thousands !== undefined && (typeof thousands !== 'string' || thousands.length !== 1)) {
    throw invalid(who, `thousands must be one character, such as ','`)
  }
  if (thousands !== undefined && thousands === decimal) {
    throw new ClienteleError('contradiction', `${who}: thousands and decimal are both '${thousands}'.`)
  }
  if (missing !== undefined && !isList(missing)) {
    throw invalid(who, `missing must be a list of words, such as ['', 'NA']`)
  }
  if (types !== undefined && (typeof types !== 'object' || types === null || Array.isArray(types))) {
    throw invalid(who, `types must be an object of column names and types, such as {day: 'dd/mm/yyyy'}`)
  }
  if (header !== undefined && typeof header !== 'boolean') checkNames(header, who)
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function checkNames(names: readonly string[], who: string): void {
  if (!isList(names) || names.length === 0) {
    throw invalid(who, `header must be true, false or a list of names`)
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw invalid(who, `header names '${twice}' twice`)
}

function checkCharacter(who: string, name: string, value: unknown): void {
  const code = typeof value === 'string' && value.length === 1 ? value.charCodeAt(0) : 0
  if (code === 0 || code > 127 || code === 34 || code === 10 || code === 13) {
    throw invalid(who, `${name} must be one ASCII character that is no quote or newline`)
  }
}

/** How values are read, from the options and what was found out about a column. */
export function styleOf(options: CsvOptions, decimal: '.' | ',' | undefined, currency = ''): Style {
  const { missing, thousands, trim = false } = options
  return {
    ...numberStyle(decimal, thousands, currency),
    missing: new Set(['', ...(missing ?? [])]),
    missingTyped: new Set(missing ? [] : MISSING_TYPED),
    trim,
  }
}

/** The decimal mark that the options say: where one of point and comma marks thousands, the other one. */
export function saidDecimal({ decimal, thousands }: CsvOptions): '.' | ',' | undefined {
  return decimal ?? (thousands === '.' ? ',' : thousands === ',' ? '.' : undefined)
}
