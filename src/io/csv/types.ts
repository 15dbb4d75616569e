import { ClienteleError } from '../../error.js'
import { type CountedTime, isCountedTime } from '../countedTimes.js'
import type { Builder, Kind, Style } from './builder.js'
import { parseBoolean } from './columns.js'
import {
  type DateFormat,
  dateFormatName,
  dateFormatOf,
  lastWasTimed,
  lastWasZoned,
  type Order,
  readDateFormat,
} from './dates.js'
import { isWritten, parseNumber, parseOddNumber } from './numbers.js'
import { makeWords } from './text.js'
import { type Block, fieldText } from './scan.js'

/**
 * What a CSV column is to be read as: a type, or how its dates are written or counted. `text` is a dictionary where values
 * repeat and Utf8 where they mostly do not.
 */
export type ColumnType =
  | 'int32'
  | 'float64'
  | 'bool'
  | 'text'
  | 'utf8'
  | 'dictionary'
  | 'date'
  | 'timestamp'
  | CountedTime
  | DateStyle

/** How dates are written; a time of day may follow. */
export type DateStyle =
  | `${'dd' | 'mm'}${'/' | '-' | '.' | ''}${'dd' | 'mm'}${'/' | '-' | '.' | ''}${'yyyy' | 'yy'}`
  | `yyyy${'/' | '-' | '.' | ''}mm${'/' | '-' | '.' | ''}dd`

/** What one field looks like. */
interface Guess {
  readonly kind: Kind
  readonly format?: DateFormat | undefined
}

/** What a field looks like, undefined where it means that there is no value. */
export function guessField(bytes: Uint8Array, start: number, end: number, style: Style): Guess | undefined {
  if (end === start) return undefined
  if (end > 0) {
    const plain = parseNumber(bytes, start, end, style.decimal)
    if (!Number.isNaN(plain)) return { kind: isWhole(bytes, start, end, plain) ? 'int' : 'float' }
    const format = dateFormatOf(bytes, start, end)
    if (format) return { kind: 'date', format }
    if (parseBoolean(bytes, start, end) >= 0) return { kind: 'bool' }
  }
  const text = fieldText(bytes, start, end)
  const word = text.trim()
  if (word === '' || style.missing.has(word) || style.missingTyped.has(word)) return undefined
  const odd = parseOddNumber(text, style, false)
  if (Number.isNaN(odd)) return { kind: 'text' }
  return { kind: (odd | 0) === odd && !isWritten(text, style.decimal) ? 'int' : 'float' }
}

/** Prices that are all written as 2.00 are no integers: the next one may be 2.50. */
function isWhole(bytes: Uint8Array, start: number, end: number, value: number): boolean {
  if ((value | 0) !== value) return false
  for (let p = start; p < end; p++) if (bytes[p] === 44 || bytes[p] === 46) return false
  return true
}

/** What the first records say about one column. */
export interface Look {
  /** undefined where there was no value. */
  readonly kind: Kind | undefined
  readonly format: DateFormat | undefined
  /** A date as the file writes it, empty where there is none. */
  readonly example: string
  readonly timed: boolean
  readonly zoned: boolean
  /** Whether hardly a value repeats. */
  readonly distinct: boolean
  /** Two examples of dates that no one format fits. */
  readonly mixed: readonly [string, string] | undefined
}

/** Looks at the fields of one column in the first records; where text is seen, nothing more can be learnt but `distinct`. */
export function lookAt(
  bytes: Uint8Array,
  block: Block,
  place: number,
  stride: number,
  records: number,
  style: Style,
  countDistinct: boolean,
): Look {
  const kinds = new Set<Kind>()
  const distinct = new Set<string>()
  let values = 0
  let format: DateFormat | undefined
  let example = ''
  let mixed: [string, string] | undefined
  let timed = false
  let zoned = false
  for (let r = 0, f = place; r < records; r++, f += stride) {
    if (!countDistinct && kinds.has('text')) break
    const guess = guessField(bytes, block.starts[f]!, block.ends[f]!, style)
    if (!guess) continue
    kinds.add(guess.kind)
    values++
    if (countDistinct) distinct.add(fieldText(bytes, block.starts[f]!, block.ends[f]!))
    if (!guess.format) continue
    if (lastWasTimed()) timed = true
    if (lastWasZoned()) zoned = true
    const merged = format ? mergeFormats(format, guess.format) : guess.format
    const text = fieldText(bytes, block.starts[f]!, block.ends[f]!)
    if (!merged) mixed ??= [example, text]
    else if (merged !== format) {
      format = merged
      example = text
    }
  }
  const kind = joinKinds(kinds)
  if (kind !== 'date') mixed = undefined
  return { kind, format, example, timed, zoned, distinct: distinct.size > 0.9 * values, mixed }
}

function joinKinds(kinds: ReadonlySet<Kind>): Kind | undefined {
  if (kinds.size <= 1) return [...kinds][0]
  return kinds.size === 2 && kinds.has('int') && kinds.has('float') ? 'float' : 'text'
}

/** The one format that both are, undefined where there is none. */
export function mergeFormats(a: DateFormat, b: DateFormat): DateFormat | undefined {
  if (a.mark !== b.mark || a.shortYear !== b.shortYear) return undefined
  if (a.order === b.order) return a
  if (b.order === 'either' && namesDay(a.order)) return a
  return a.order === 'either' && namesDay(b.order) ? b : undefined
}

/** Names of columns whose digits are not amounts: nobody adds up telephone or postal numbers. */
const IDENTIFIER =
  /(?:^|[^a-z])(?:phone|telephone|telefono?|tel|mobile|fax|zip|zip[ _-]?code|post[ _-]?code|postal|postal[ _-]?code|plz|手机|电话|邮编|邮政编码|iban|ean|gtin|upc|barcode|ssn|vat[ _-]?id)(?:$|[^a-z])/i

function namesDay(order: Order): boolean {
  return order === 'dmy' || order === 'mdy'
}

/** A column as the first look says, or as the caller does. */
export function makeBuilder(
  name: string,
  place: number,
  look: Look,
  type: ColumnType | undefined,
  style: Style,
  who: string,
): Builder {
  const builder: Builder = {
    name,
    place,
    given: type !== undefined,
    style,
    kind: look.kind ?? 'none',
    format: look.format,
    stored: undefined,
    values: new Int32Array(0),
    bits: undefined,
    nulls: 0,
    words: makeWords(),
    plain: undefined,
    timed: false,
    zoned: false,
    zone: undefined,
    again: false,
  }
  if (type !== undefined) giveType(builder, type, look, who)
  else if ((builder.kind === 'int' || builder.kind === 'float') && isIdentifier(name)) builder.kind = 'text'
  if (builder.kind === 'date' && builder.format && look.mixed) {
    if (type === undefined || type === 'date' || type === 'timestamp') throw mixedDates(name, look.mixed, who)
  }
  return builder
}

/** Whether a column's name says that its digits are no amounts. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'))
}

/** Whether a type that was given is one of numbers; true where none was given. */
export function mayBeNumber(type: ColumnType | undefined): boolean {
  return type === undefined || type === 'int32' || type === 'float64' || isCountedTime(type)
}

const ISO: DateFormat = { order: 'ymd', mark: 45, shortYear: false }

const TYPES: Readonly<Record<string, Pick<Builder, 'kind' | 'stored'>>> = {
  int32: { kind: 'int', stored: undefined },
  float64: { kind: 'float', stored: undefined },
  bool: { kind: 'bool', stored: undefined },
  text: { kind: 'text', stored: undefined },
  utf8: { kind: 'text', stored: 'utf8' },
  dictionary: { kind: 'text', stored: 'dictionary' },
  date: { kind: 'date', stored: 'date' },
  timestamp: { kind: 'date', stored: 'timestamp' },
  'excel-days': { kind: 'float', stored: 'excel-days' },
  'unix-seconds': { kind: 'float', stored: 'unix-seconds' },
  'unix-milliseconds': { kind: 'float', stored: 'unix-milliseconds' },
}

function giveType(builder: Builder, type: ColumnType, look: Look, who: string): void {
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  const format = known ? (look.format ?? ISO) : readDateFormat(String(type))
  if (!known && !format) throw unknownType(builder.name, type, who)
  builder.kind = known?.kind ?? 'date'
  builder.stored = known?.stored
  builder.format = format
}

function unknownType(name: string, type: string, who: string): ClienteleError {
  return new ClienteleError(
    'option-invalid',
    `${who}: option types gives column '${name}' the type '${String(type).slice(0, 40)}', but it must be one of ${Object.keys(TYPES).join(', ')}, or how dates are written, such as 'dd/mm/yyyy'.`,
  )
}

/** The error for a column whose dates are not all written one way. */
export function mixedDates(name: string, examples: readonly [string, string], who: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' mixes ways to write dates, '${examples[0].slice(0, 40)}' and '${examples[1].slice(0, 40)}'; write them one way, such as 2025-01-31, where the file comes from, or by hand; in a script, read the column as text and let derive make dates of it.`,
  )
}

/** The error for a column whose dates could each be read in two ways. */
export function ambiguousDates(
  name: string,
  format: DateFormat,
  example: string,
  who: string,
): ClienteleError {
  const dayFirst = dateFormatName({ ...format, order: 'dmy' })
  const monthFirst = dateFormatName({ ...format, order: 'mdy' })
  return new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' holds dates such as '${example.slice(0, 40)}', and none tells whether day or month comes first; say types: {${key(name)}: '${dayFirst}'} or types: {${key(name)}: '${monthFirst}'}.`,
  )
}

/** A column's name as a key in JavaScript. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name.replaceAll("'", "\\'")}'`
}
