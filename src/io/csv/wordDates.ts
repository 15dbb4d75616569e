/** The order of a date with a month's name (15 Feb 2025, 15-Feb-25, Feb 15, 2025), or with the Chinese signs (2025年2月15日). */
export type WordOrder = 'dMy' | 'Mdy' | 'yMd'

/** A date's parts, and how many bytes they take. */
export interface WordDate {
  readonly order: WordOrder
  readonly mark: number
  readonly year: number
  readonly month: number
  readonly day: number
  readonly length: number
}

const MONTHS: readonly string[] =
  'january february march april may june july august september october november december'.split(' ')
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?([ /-])([A-Za-z]{3,9})\.?,?\2(\d{4}|\d\d)(?!\d)/
const MONTH_FIRST = /^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/
const CHINESE = /^(\d{4})年(\d{1,2})月(\d{1,2})日/
const decoder = new TextDecoder()

/** The date with a month's name or Chinese signs at the start of those bytes, undefined where there is none. */
export function readWordDate(bytes: Uint8Array, start: number, end: number): WordDate | undefined {
  const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 40)))
  const dayFirst = DAY_FIRST.exec(text)
  if (dayFirst) {
    const [found, day, mark, month, year] = dayFirst
    return wordDate('dMy', mark!.charCodeAt(0), year!, monthOf(month!), day!, found.length)
  }
  const monthFirst = MONTH_FIRST.exec(text)
  if (monthFirst) {
    const [found, month, day, year] = monthFirst
    return wordDate('Mdy', 32, year!, monthOf(month!), day!, found.length)
  }
  const chinese = CHINESE.exec(text)
  if (!chinese) return undefined
  const [found, year, month, day] = chinese
  // Each of the three signs takes three bytes.
  return wordDate('yMd', 0, year!, Number(month), day!, found.length + 6)
}

function wordDate(
  order: WordOrder,
  mark: number,
  year: string,
  month: number,
  day: string,
  length: number,
): WordDate | undefined {
  // Two digits leave no doubt beside a month's name: 70 to 99 are 19xx.
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900)
  return month > 0 ? { order, mark, year: full, month, day: Number(day), length } : undefined
}

/** 1 for 'Jan' and 'January', 0 for what is no month. */
function monthOf(word: string): number {
  const plain = word.toLowerCase()
  const isShort = plain.length === 3 || plain === 'sept'
  return MONTHS.findIndex((name) => name === plain || (isShort && name.startsWith(plain))) + 1
}
