import { ClienteleError } from '../error.js'
import { MS_A_DAY } from './times.js'

/**
 * The calendar day of each moment, as days since 1970-01-01, by the wall clock of `timeZone` (UTC by
 * default). Missing moments (NaN) give NaN.
 */
export function dayOf(timeZone: string | undefined, who: string): (ms: number) => number {
  if (timeZone === undefined || timeZone === 'UTC') return (ms) => Math.floor(ms / MS_A_DAY)
  const offset = zoneOffset(timeZone, who)
  return (ms) => Math.floor((ms + offset(ms)) / MS_A_DAY)
}

const QUARTER_HOUR = 900_000

/** The zone's offset from UTC in milliseconds; zones change only on quarters of an hour, so it is kept for each. */
function zoneOffset(timeZone: string, who: string): (ms: number) => number {
  const format = wallClock(timeZone, who)
  const known = new Map<number, number>()
  return (ms) => {
    if (Number.isNaN(ms)) return NaN
    const quarter = Math.floor(ms / QUARTER_HOUR)
    let offset = known.get(quarter)
    if (offset === undefined) {
      const start = quarter * QUARTER_HOUR
      const part = Object.fromEntries(
        format.formatToParts(start).map(({ type, value }) => [type, Number(value)]),
      )
      const { year, month, day, hour, minute, second } = part as Record<string, number>
      offset = Date.UTC(year!, month! - 1, day, hour, minute, second) - start
      known.set(quarter, offset)
    }
    return offset
  }
}

function wallClock(timeZone: string, who: string): Intl.DateTimeFormat {
  const numeric = 'numeric' as const
  const parts = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  }
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', calendar: 'iso8601', ...parts })
  } catch (cause) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: there is no time zone '${timeZone}'; use a name such as 'Europe/London'.`,
      { cause },
    )
  }
}

/** Days since 1970-01-01 as '2025-01-31'. */
export function isoDay(day: number): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10)
}
