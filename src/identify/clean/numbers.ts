import { cut, saysNothing, tidy } from './text.js'

/** From here on different whole numbers are no longer told apart. */
const LARGEST = 1e15

/**
 * A number as JavaScript writes it, so that '1,250.00', '1.250,00' and '1 250' are one. Where there is one kind of sign, commas before each three digits part
 * thousands and all else parts decimals. What is no number is kept as text.
 */
export function cleanNumber(raw: string): string {
  const text = tidy(raw)
  if (saysNothing(text)) return ''
  const number = Number(plainNumber(text.replace(/ |'/g, '').replace(/^\u2212/, '-')))
  return Math.abs(number) < LARGEST ? String(number + 0) : cut(text)
}

function plainNumber(text: string): string {
  if (!/^[+-]?[\d.,]*\d[\d.,]*(?:e[+-]?\d+)?$/.test(text)) return 'no number'
  const [comma, dot] = [text.lastIndexOf(','), text.lastIndexOf('.')]
  if (comma >= 0 && dot >= 0)
    return comma > dot ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '')
  if (/^[+-]?\d{1,3}(?:,\d{3})+$/.test(text)) return text.replaceAll(',', '')
  if (/^[+-]?\d{1,3}(?:\.\d{3}){2,}$/.test(text)) return text.replaceAll('.', '')
  return text.replace(',', '.')
}
