import { invalid } from '../options.js'
import { calendarDay, type Clock } from './days.js'
import { hasZone, MS_A_DAY, parseIsoTime } from './times.js'

/** Up to when something is known: a bare date means through the end of that day, a time is itself included. */
export interface AsOf {
  /** The calendar day, as days since 1970-01-01. */
  readonly day: number
  /** The last moment in epoch milliseconds, for times that carry a zone; Infinity where the whole day is meant. */
  readonly ms: number
  /** The same on the wall clock, for times without a zone. */
  readonly wallMs: number
  /** Whether a time lies after it; `zoned` says whether it carries a zone. */
  readonly isFuture: (ms: number, zoned: boolean) => boolean
}

const BARE_DATE = /^\s*\d{4}-\d\d-\d\d\s*$/

/**
 * Reads an option that names a time: '2011-12-09', '2011-12-09T12:00:00Z' or a Date. Without a zone it is on the
 * wall clock of `clock`.
 */
export function readAsOf(value: string | Date, clock: Clock, who: string, option = 'asOf'): AsOf {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseIsoTime(value) : NaN
  if (Number.isNaN(time)) {
    const got = typeof value === 'string' ? `'${value.slice(0, 40)}'` : String(value)
    throw invalid(who, `${option} must be a date such as '2025-01-31' or a timestamp, but got ${got}`)
  }
  if (typeof value === 'string' && BARE_DATE.test(value)) {
    const day = time / MS_A_DAY
    const isFuture = (ms: number, zoned: boolean) => (zoned ? clock.day(ms) : calendarDay(ms)) > day
    return { day, ms: Infinity, wallMs: Infinity, isFuture }
  }
  const zoned = value instanceof Date || hasZone(value)
  const ms = zoned ? time : clock.moment(time)
  const wallMs = zoned ? clock.wall(time) : time
  return { day: calendarDay(wallMs), ms, wallMs, isFuture: (at, has) => at > (has ? ms : wallMs) }
}
