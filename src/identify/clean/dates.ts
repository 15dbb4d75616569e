import { tidyNumber } from './text.js'

/** How a column writes its dates where the year does not come first, and its years of two digits. */
export type DateForm = {
  readonly order: 'day_first' | 'month_first'
  /** Years of two digits up to this one are of the 2000s. */
  readonly pivot: number
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
/** Beginnings of months in German, French, Spanish, Italian and Dutch where they differ from English. */
const OTHER_MONTHS: { readonly [start: string]: number } = {
  mär: 3, mrt: 3, mai: 5, okt: 10, dez: 12, fév: 2, avr: 4, jui: 7, aoû: 8, déc: 12, ene: 1, abr: 4, ago: 8, dic: 12,
  gen: 1, mag: 5, giu: 6, lug: 7, set: 9, ott: 10, mei: 5,
} // prettier-ignore

/** Nothing, nines, the first days of spreadsheets and databases, and the end of time. */
const PLACEHOLDER = /^(0*|9{4,8}|99991231|19000101|1899123[01]|2999\d{4})$/

/**
 * A date as YYYYMMDD with 00 for what is not known: ISO, compact, year first or last, months as names, part of a
 * date, years of two digits. What is no date, or a day that is none such as 29 February 2023, keeps its digits: it still equals itself, and is mostly a slip away from the
 * right one. '' where it has none, or is what systems write for want of a date.
 */
export function cleanDate(raw: string, form: DateForm): string {
  const text = withoutTime(raw)
  const parts = dateParts(text)
  const plain = text.replace(/\D/g, '').slice(0, 16)
  const digits = (parts && readParts(parts, form)) ?? readCompact(plain, form) ?? plain
  return PLACEHOLDER.test(digits) ? '' : digits
}

function withoutTime(raw: string): string {
  return tidyNumber(raw).replace(/[t ]+\d{1,2}:\d\d.*$/, '')
}

/** The numbers of a date in their order, months' names as numbers. */
function dateParts(text: string): readonly string[] | undefined {
  const named = text.replace(/\p{L}{3,}/gu, (word) => monthNumber(word) ?? word)
  const isNamed = named !== text
  const parts = named
    .split(/[^\p{L}\d]+|(?<=\d)(?:st|nd|rd|th)\b|[年月日년월일]/u)
    .filter((part) => part !== '')
  if (
    parts.length > 3 ||
    parts.length === 0 ||
    !parts.every((part) => /^(\d{1,4}|\d{6}|\d{8}|m\d\d?)$/.test(part))
  )
    return undefined
  return isNamed ? monthInTheMiddle(parts) : parts
}

function monthNumber(word: string): string | undefined {
  const start = word.slice(0, 3)
  if (start === 'jui' && word.startsWith('juin')) return ' m6 '
  const month = MONTHS.indexOf(start) + 1 || OTHER_MONTHS[start]
  return month === undefined ? undefined : ` m${month} `
}

/** Day, month, year, as 'm3' says the month for certain. */
function monthInTheMiddle(parts: readonly string[]): readonly string[] | undefined {
  const month = parts.filter((part) => part.startsWith('m'))
  if (month.length !== 1) return undefined
  const [a, b] = parts.filter((part) => !part.startsWith('m'))
  if (a === undefined) return undefined
  return b === undefined ? [month[0]!, a] : [a, month[0]!, b]
}

function readParts(parts: readonly string[], form: DateForm): string | undefined {
  const [a, b, c] = parts as [string, string?, string?]
  if (b === undefined) return readCompact(a, form)
  if (c === undefined) {
    // A year and a month, in whichever order.
    const [year, month] = a.length === 4 ? [a, b] : [b, a]
    return year.length === 4 ? pack(year, month, '0') : undefined
  }
  if (a.length > 2) return pack(a, b, c)
  if (b.replace('m', '').length > 2 || c.length === 3) return undefined
  const year = fullYear(c, form)
  const [day, month] = form.order === 'day_first' || b.startsWith('m') ? [a, b] : [b, a]
  return fits(month, day) || !fits(day, month) ? pack(year, month, day) : pack(year, day, month)
}

/** YYYYMMDD, DDMMYYYY or MMDDYYYY, YYYYMM, a year. */
function readCompact(digits: string, form: DateForm): string | undefined {
  if (digits.length === 4) return isYear(digits) ? `${digits}0000` : undefined
  if (digits.length === 6) {
    return isYear(digits.slice(0, 4)) && Number(digits.slice(4)) <= 12 ? `${digits}00` : undefined
  }
  if (digits.length !== 8 || isYear(digits.slice(0, 4)) || !isYear(digits.slice(4))) return undefined
  return readParts([digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)], form)
}

function isYear(digits: string): boolean {
  return digits >= '1800' && digits <= '2199'
}

function fullYear(digits: string, { pivot }: DateForm): string {
  if (digits.length > 2) return digits
  const year = Number(digits)
  return String(year <= pivot ? 2000 + year : 1900 + year)
}

/** Whether a month and a day may be: 0 is not known. */
function fits(month: string, day: string): boolean {
  return Number(month.replace('m', '')) <= 12 && Number(day) <= 31
}

function pack(year: string, month: string, day: string): string | undefined {
  const m = month.replace('m', '')
  if (!isYear(year) || year.length > 4 || m.length > 2 || day.length > 2) return undefined
  return year + m.padStart(2, '0') + day.padStart(2, '0')
}

/** The form of a column's dates as its values show it, and how sure that is. */
export function findDateForm(values: readonly string[]): DateForm & { readonly why: string } {
  let dayFirst = 0
  let monthFirst = 0
  let yearLast = 0
  let latest = 0
  let short = 0
  for (const value of values) {
    const parts = dateParts(withoutTime(value))
    if (parts?.length !== 3) {
      if (parts?.length === 1 && isYear(parts[0]!.slice(0, 4)))
        latest = Math.max(latest, Number(parts[0]!.slice(0, 4)))
      continue
    }
    const [a, b, c] = parts as [string, string, string]
    const year = a.length === 4 ? a : c
    if (year.length === 4) latest = isYear(year) ? Math.max(latest, Number(year)) : latest
    else short++
    if (a.length > 2 || b.startsWith('m')) continue
    yearLast++
    if (Number(a) > 12 && Number(b) <= 12) dayFirst++
    if (Number(b) > 12 && Number(a) <= 12) monthFirst++
  }
  const order = monthFirst > dayFirst ? 'month_first' : 'day_first'
  const pivot = latest >= 2000 ? Math.min(99, latest - 2000) : 10
  return { order, pivot, why: sayForm(order, pivot, { dayFirst, monthFirst, yearLast, short }) }
}

function sayForm(
  order: string,
  pivot: number,
  { dayFirst, monthFirst, yearLast, short }: { [count: string]: number },
): string {
  const century =
    short! > 0 ? `; years of two digits up to ${String(pivot).padStart(2, '0')} are of the 2000s` : ''
  if (yearLast === 0) return `year first${century}`
  const said = order === 'day_first' ? 'day before month' : 'month before day'
  if (dayFirst === 0 && monthFirst === 0) return `${said} by default: no value shows which${century}`
  return `${said}, as ${Math.max(dayFirst!, monthFirst!)} of ${dayFirst! + monthFirst!} telling values show${century}`
}
