import { invalid } from '../options.js'
import { dayOf } from './days.js'
import { MS_A_DAY, parseIsoTime } from './times.js'

/** Up to when something is known: a bare date means through the end of that day, a moment is itself included. */
export interface AsOf {
  /** The calendar day, as days since 1970-01-01. */
  readonly day: number
  /** The moment in epoch milliseconds; Infinity where the whole day is meant. */
  readonly ms: number
  /** Whether a moment lies after it. */
  readonly isFuture: (ms: number) => boolean
}

const BARE_DATE = /^\s*\d{4}-\d\d-\d\d\s*$/

/** Reads an option that names a moment: '2011-12-09', '2011-12-09T12:00:00Z' or a Date. */
export function readAsOf(
  value: string | Date,
  timeZone: string | undefined,
  who: string,
  option = 'asOf',
): AsOf {
  const toDay = dayOf(timeZone, who)
  const ms = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseIsoTime(value) : NaN
  if (Number.isNaN(ms)) {
    const got = typeof value === 'string' ? `'${value.slice(0, 40)}'` : String(value)
    throw invalid(who, `${option} must be a date such as '2025-01-31' or a timestamp, but got ${got}`)
  }
  if (typeof value === 'string' && BARE_DATE.test(value)) {
    const day = ms / MS_A_DAY
    return { day, ms: Infinity, isFuture: (moment) => toDay(moment) > day }
  }
  return { day: toDay(ms), ms, isFuture: (moment) => moment > ms }
}
