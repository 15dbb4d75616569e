import { ClienteleError } from '../error.js'
import type { Column } from './column.js'
import { isText, readStrings } from './strings.js'
import { hasZone, MS_A_DAY, zoneOf } from './times.js'

/**
 * What turns moments into the wall clock of a zone, and back. Only times that carry a zone are moments; times
 * without one are on the wall clock already. Missing times (NaN) stay missing.
 */
export interface Clock {
  readonly isUtc: boolean
  /** The calendar day of a moment, as days since 1970-01-01. */
  readonly day: (ms: number) => number
  /** What the wall clock shows at a moment, written as if it were UTC. */
  readonly wall: (ms: number) => number
  /** The moment at which the wall clock shows that. */
  readonly moment: (wall: number) => number
}

/** The wall clock of `timeZone`, UTC by default. */
export function clockOf(timeZone: string | undefined, who: string): Clock {
  if (timeZone === undefined || timeZone === 'UTC') {
    return { isUtc: true, day: calendarDay, wall: unchanged, moment: unchanged }
  }
  const offset = zoneOffset(timeZone, who)
  return {
    isUtc: false,
    day: (ms) => calendarDay(ms + offset(ms)),
    wall: (ms) => ms + offset(ms),
    // The offset of the moment, not that of the time written as UTC.
    moment: (wall) => wall - offset(wall - offset(wall)),
  }
}

function unchanged(ms: number): number {
  return ms
}

/** The day of a time on the wall clock. */
export function calendarDay(ms: number): number {
  return Math.floor(ms / MS_A_DAY)
}

/**
 * The calendar days of a time column that was read as `times`: by the clock where its times carry a zone, else
 * their own.
 */
export function daysOf(column: Column, times: Float64Array, clock: Clock): Float64Array {
  return times.map(settleZone(column, [times], clock) ? clock.day : calendarDay)
}

/**
 * Whether the times of a column carry a zone: a timestamp's type names one, in text any value has Z or an
 * offset. `times` are its values in one or more parts; values of such a text without a zone, read as UTC, become moments of the clock's zone.
 */
export function settleZone(column: Column, times: readonly Float64Array[], clock: Clock): boolean {
  if (!isText(column.type)) return zoneOf(column.type) !== null
  // In UTC the wall clock shows the moment.
  if (clock.isUtc) return false
  const zoned = new Map<string | null, boolean>()
  const texts = readStrings(column)
  for (const text of texts) if (!zoned.has(text)) zoned.set(text, text !== null && hasZone(text))
  if (![...zoned.values()].includes(true)) return false
  let row = 0
  for (const part of times) {
    for (let i = 0; i < part.length; i++) if (!zoned.get(texts[row++]!)) part[i] = clock.moment(part[i]!)
  }
  return true
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
