import type { Value } from './functions.js'
import { notMapped } from './notMapped.js'

const PARTS: { readonly [letter: string]: string } = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
}

const known = new Map<string, RegExp>()

/** What reads dates of a format of strptime with years, months, days and times as numbers. */
export function readerOf(format: string): RegExp {
  let reader = known.get(format)
  if (reader === undefined) {
    const pattern = format.replace(/%(.)|[^%]/gs, (piece, letter: string | undefined) => {
      if (letter === undefined) return piece.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
      const part = PARTS[letter]
      if (part === undefined) throw notMapped(`the format ${format} of dates`)
      return part
    })
    try {
      reader = new RegExp(`^${pattern}$`, 'u')
    } catch {
      throw notMapped(`the format ${format} of dates`)
    }
    if (known.size < 100) known.set(format, reader)
  }
  return reader
}

/** The date that a text of that format names; null for none, 31 February among them. */
export function parseByFormat(text: string, format: string): Date | null {
  const found = readerOf(format).exec(text.trim())?.groups
  if (found === undefined) return null
  const [year, month, day] = [Number(found['Y']), Number(found['m'] ?? 1), Number(found['d'] ?? 1)]
  const time = [found['H'], found['M'], found['S']].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ]
  const date = new Date(Date.UTC(year, month - 1, day, ...time))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null
}

/** A date, or text in ISO form as one. */
export function readDate(value: Value): Date | null {
  if (value instanceof Date) return value
  if (typeof value !== 'string') return null
  return parseByFormat(value.slice(0, 10), '%Y-%m-%d')
}

export function days(date: Date): number {
  return Math.floor(Number(date) / 86_400_000)
}

export function months(date: Date): number {
  return 12 * date.getUTCFullYear() + date.getUTCMonth()
}
