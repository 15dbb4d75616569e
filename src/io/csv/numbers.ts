/** How numbers are written in a column. */
export interface NumberStyle {
  /** The byte of the decimal mark: '.' or ','; 0 as long as no value told. */
  readonly decimal: number
  /** The characters of which one may stand between groups of three digits. */
  readonly thousands: string
  /** Numbers with such groups. */
  readonly grouped: RegExp
  /** The currency sign that may stand before or after a number, '' for none. */
  readonly currency: string
}

/** The marks between groups that are no decimal mark anywhere: apostrophes and spaces that do not break. */
export const PLAIN_GROUPS = "'\u2019\u00a0\u202f"

/** The style of numbers with that decimal mark (undefined: not known yet), marks of groups and currency sign. */
export function numberStyle(
  decimal: '.' | ',' | undefined,
  thousands: string | undefined,
  currency: string,
): NumberStyle {
  const other = decimal === undefined ? '' : decimal === '.' ? ',' : '.'
  const marks = thousands ?? other + PLAIN_GROUPS
  const escaped = marks.replace(/[\\\]^-]/g, String.raw`\$&`)
  const fraction = decimal === undefined ? '' : `(?:[${decimal}]\\d*)?`
  // In India groups above the first have two digits: 12,34,567.
  const lakhs = marks.includes(',') ? '|(?:\\d{1,2},)(?:\\d\\d,)+\\d{3}' : ''
  const grouped = new RegExp(
    `^-?(?=[1-9])(?:\\d{1,3}([${escaped}])\\d{3}(?:\\1\\d{3})*${lakhs})${fraction}$`,
    'u',
  )
  return { decimal: decimal?.charCodeAt(0) ?? 0, thousands: marks, grouped, currency }
}

const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))

/**
 * The plain decimal number in those bytes, NaN where it is not one. Up to 15 digits over an exact power of
 * ten give the correctly rounded double (Clinger 1990). A leading zero or plus, or more digits, is left to
 * `parseOddNumber`: identifiers look like that.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let p = start
  let b = bytes[p]!
  const negative = b === 45
  if (negative) b = bytes[++p]!
  if (b === 48 && end - p > 1 && bytes[p + 1] !== decimal) return NaN
  if (end - p > 16) return NaN
  let value = 0
  let digits = 0
  let fraction = -1
  for (; p < end; p++) {
    b = bytes[p]! - 48
    if (b >= 0 && b <= 9) {
      value = value * 10 + b
      digits++
    } else if (bytes[p] === decimal && fraction < 0) fraction = digits
    else return NaN
  }
  if (digits === 0 || digits > 15) return NaN
  if (fraction >= 0) value /= POWERS[digits - fraction]!
  return negative ? -value : value
}

const GENERAL = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/
const INFINITE = /^-?inf(?:inity)?$/i
/** A long number, or 12E3: more likely an identifier than an amount. */
const IDENTIFIER = /^(?:-?\d{16,}|\d+[eE]\d+)$/

/**
 * Any other way to write a number, NaN where the text is none: exponents, many decimals, groups of digits,
 * amounts of money, infinity, spaces around. Identifiers are not numbers: a leading zero or plus, more than 15 digits
 * without a fraction, or whole digits with an exponent (12E3) would be lost; `given` says that the caller wants a
 * number all the same.
 */
export function parseOddNumber(text: string, style: NumberStyle, given: boolean): number {
  const money = readMoney(text)
  if (money.currency !== '' && money.currency !== style.currency) return NaN
  let { plain } = money
  const groups = style.grouped.exec(plain)
  if (groups) plain = plain.replaceAll(groups[1] ?? ',', '')
  if (style.decimal === 44) {
    if (plain.includes('.')) return NaN
    plain = plain.replace(',', '.')
  } else if (style.decimal === 0 && plain.includes('.')) return NaN
  if (given) plain = plain.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1')
  if (INFINITE.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity
  if (!GENERAL.test(plain)) return NaN
  if (!given && IDENTIFIER.test(plain)) return NaN
  return Number(plain)
}

/** Whether a number is written without a fraction. */
export function isWritten(text: string, mark: number): boolean {
  return mark !== 0 && text.includes(String.fromCharCode(mark))
}

const SPECIAL = /[(\u2212\p{Sc}元]|[A-Z]{3}|-$|Rs|kr|zł|Kč/u
const CODES = 'EUR|USD|GBP|CHF|CNY|RMB|JPY|INR|BRL|AUD|CAD|SEK|NOK|DKK|PLN|CZK'
const SIGN = String.raw`(?:(?:US|R|A|C|HK|NT|S|MX)\$|\p{Sc}|元|${CODES}|Rs\.?|kr\.?|zł|Kč)?`
const MONEY = new RegExp(
  String.raw`^(\(?)([-\u2212]?)\s*(${SIGN})\s*([-\u2212]?)(\d[\d.,'\u2019\u00a0\u202f ]*|[.,]\d+)(${SIGN})(-?)(\)?)$`,
  'u',
)
/** '$(5.00)', as spreadsheets write it, is '($5.00)'. */
const OUTSIDE = /^(\p{Sc})\s*\(\s*/u

/** An amount such as '-$1,000.50', '12,50 €', '3.00-' or '(3.00)' as a number's text and the currency's sign; other text as it is. */
export function readMoney(text: string): { plain: string; currency: string } {
  const trimmed = text.trim().replace(OUTSIDE, '($1')
  const match = SPECIAL.test(trimmed) ? MONEY.exec(trimmed) : undefined
  if (!match) return { plain: trimmed, currency: '' }
  const [, open, minus, before, inner, digits, after, last, close] = match
  const negatives = open!.length + minus!.length + inner!.length + last!.length
  if (open!.length !== close!.length || negatives > 1 || (before !== '' && after !== '')) {
    return { plain: trimmed, currency: '' }
  }
  return { plain: `${negatives > 0 ? '-' : ''}${digits!.trim()}`, currency: before || after || '' }
}
