import { ClienteleError } from '../../error.js'
import { PLAIN_GROUPS, readMoney } from './numbers.js'
import { type Block, fieldText } from './scan.js'

export type Mark = '.' | ','

/** What a number's marks say: which is the decimal mark, or that the only mark could be either. */
export interface Evidence {
  readonly decimal: Mark | undefined
  readonly vague: Mark | undefined
  /** Whether it has both marks, which leaves no doubt. */
  readonly both: boolean
}

const NOTHING: Evidence = { decimal: undefined, vague: undefined, both: false }
const PLAIN_MARKS = new RegExp(`[${PLAIN_GROUPS}]`, 'g')

/** What a text tells about marks, undefined where it is no number; `thousands` is what was said to stand between groups. */
export function evidenceOf(text: string, thousands = ''): Evidence | undefined {
  const { plain } = readMoney(text)
  const space = thousands === '.' || thousands === ',' ? '' : thousands
  const unsigned = plain.replace(/^[-+]/, '')
  const bare = unsigned
    .replaceAll(space, '')
    .replace(PLAIN_MARKS, '')
    .replace(/(?<=\d)e[+-]?\d{1,3}$/i, '')
  if (/^\d+$/.test(bare)) return NOTHING
  if (!/^[\d.,]*\d[\d.,]*$/.test(bare)) return undefined
  const clear = (decimal: Mark, both = false): Evidence => ({ decimal, vague: undefined, both })
  if (/^[1-9]\d{0,2}(?:\.\d{3})+,\d*$/.test(bare)) return clear(',', true)
  if (/^[1-9]\d{0,2}(?:,\d{3})+\.\d*$/.test(bare)) return clear('.', true)
  if (/^[1-9]\d{0,2}(?:\.\d{3}){2,}$/.test(bare)) return clear(',')
  if (/^[1-9]\d{0,2}(?:,\d{3}){2,}$/.test(bare)) return clear('.')
  if (/^[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d*)?$/.test(bare)) return clear('.', bare.includes('.'))
  const mark = /^\d*([.,])\d*$/.exec(bare)?.[1] as Mark | undefined
  if (!mark) return undefined
  // 1.250: a fraction, or a thousand. With an exponent or other groups there is no doubt.
  if (bare === unsigned && /^[1-9]\d{0,2}[.,]\d{3}$/.test(bare)) {
    return { decimal: undefined, vague: mark, both: false }
  }
  return clear(mark)
}

/** What the first fields of a column say about its marks. */
export interface Marks {
  readonly decimal: Mark | undefined
  /** Whether some numbers say the one and some the other. */
  readonly torn: boolean
  /** A number whose mark could be either. */
  readonly vague: string | undefined
  /** The one currency sign of the column, '' where there is none or several. */
  readonly currency: string
}

const SILENT: Marks = { decimal: undefined, torn: false, vague: undefined, currency: '' }

/**
 * Looks at a column's marks; nothing is learnt from columns that hold anything but numbers. Between commas, a field with
 * a comma may well be a list, so that only both marks together count there against the point.
 */
export function lookAtMarks(
  bytes: Uint8Array,
  block: Block,
  place: number,
  stride: number,
  records: number,
  commas: boolean,
  isMissing: (text: string) => boolean,
  thousands?: string,
): Marks {
  const found = new Set<Mark>()
  const signs = new Set<string>()
  let vague: string | undefined
  for (let r = 0, f = place; r < records; r++, f += stride) {
    if (areDigits(bytes, block.starts[f]!, block.ends[f]!)) continue
    const text = fieldText(bytes, block.starts[f]!, block.ends[f]!)
    if (isMissing(text.trim())) continue
    const evidence = evidenceOf(text, thousands)
    if (!evidence) return SILENT
    const { currency } = readMoney(text)
    if (currency !== '') signs.add(currency)
    if (evidence.vague) vague ??= text.trim()
    if (evidence.decimal === ',' && commas && !evidence.both) return SILENT
    if (evidence.decimal) found.add(evidence.decimal)
  }
  const [currency = ''] = signs
  const [decimal] = found
  const torn = found.size > 1
  return { decimal: torn ? undefined : decimal, torn, vague, currency: signs.size > 1 ? '' : currency }
}

function areDigits(bytes: Uint8Array, start: number, end: number): boolean {
  if (end < 0) return false
  for (let p = start; p < end; p++) if (bytes[p]! < 48 || bytes[p]! > 57) return false
  return true
}

/** The decimal mark that all columns that tell have, undefined where none tells; 'torn' where they differ. */
export function commonMark(columns: readonly Marks[]): Mark | 'torn' | undefined {
  const found = new Set(columns.flatMap(({ decimal }) => decimal ?? []))
  return found.size > 1 ? 'torn' : [...found][0]
}

/** What is wrong with a number that could be a thousand times another, and what to do. */
export function vagueSentence(name: string, example: string): string {
  const mark = /[.,]/.exec(readMoney(example).plain)![0]
  const what = mark === '.' ? 'point' : 'comma'
  return `column '${name}' holds numbers such as '${example.slice(0, 40)}', and nothing tells whether the ${what} marks thousands or decimals; say thousands: '${mark}' or decimal: '${mark}'.`
}

/** The error for it. */
export function vagueMark(name: string, example: string, who: string): ClienteleError {
  return new ClienteleError('value-invalid', `${who}: ${vagueSentence(name, example)}`)
}
