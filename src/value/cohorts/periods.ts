import { MS_A_DAY } from '../../table/times.js'

/** A stretch of the calendar. */
export type Period = 'week' | 'month' | 'quarter' | 'year'

const MONTHS: Record<Exclude<Period, 'week'>, number> = { month: 1, quarter: 3, year: 12 }

/** The number of the period that a day (since 1970-01-01) falls in; weeks begin on Monday, as ISO 8601 has it. */
export function periodOfDay(day: number, period: Period): number {
  // 1970-01-01 was a Thursday.
  if (period === 'week') return Math.floor((day + 3) / 7)
  const date = new Date(day * MS_A_DAY)
  return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / MONTHS[period])
}

/** The first day of a period. */
export function periodStart(number: number, period: Period): number {
  if (period === 'week') return number * 7 - 3
  const month = number * MONTHS[period]
  const date = new Date(0)
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1)
  return date.getTime() / MS_A_DAY
}
