/** How numbers are written in a file. */
export interface NumberStyle {
  /** The byte of the decimal mark: '.' or ','. */
  readonly decimal: number
  /** What stands between groups of three digits, if anything. */
  readonly thousands: string | undefined
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

/**
 * Any other way to write a number, NaN where the text is none: exponents, many decimals, thousands marks,
 * infinity, spaces around. Identifiers are not numbers: a leading zero or plus, or more than 15 digits without
 * a fraction, would be lost; `given` says that the caller wants a number all the same.
 */
export function parseOddNumber(text: string, style: NumberStyle, given: boolean): number {
  let plain = text.trim()
  if (style.thousands !== undefined) plain = ungroup(plain, style.thousands)
  if (style.decimal === 44) {
    if (plain.includes('.')) return NaN
    plain = plain.replace(',', '.')
  }
  if (given) plain = plain.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1')
  if (INFINITE.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity
  if (!GENERAL.test(plain)) return NaN
  if (!given && /^-?\d{16,}$/.test(plain)) return NaN
  return Number(plain)
}

function ungroup(text: string, mark: string): string {
  const parts = text.split(mark)
  if (parts.length === 1) return text
  const grouped =
    /^-?\d{1,3}$/.test(parts[0]!) &&
    parts.slice(1, -1).every((part) => /^\d{3}$/.test(part)) &&
    /^\d{3}(?:[.,]\d*)?$/.test(parts.at(-1)!)
  return grouped ? parts.join('') : text
}
