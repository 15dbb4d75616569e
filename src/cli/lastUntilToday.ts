import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { calendarDay, clockOf, isoDay, settleZone } from '../table/days.js'
import { readAbout } from '../table/metadata.js'
import { MS_A_DAY, readTimes } from '../table/times.js'

/**
 * The day of the last order that is not in the future, where some are: a slip such as 2205 for 2025 would make everybody else look lost.
 * undefined where none is, and where all are: then the clock is wrong, or the shop is invented.
 */
export function lastUntilToday(orders: Table, now: number): string | undefined {
  const { roles, timeZone } = readAbout(orders, 'analyze')
  const column = findColumn(orders, roles['time']!, 'analyze')
  const clock = clockOf(timeZone, 'analyze')
  const times = readTimes(column, 'analyze')
  const zoned = settleZone(column, [times], clock)
  // On some wall clock it is tomorrow already.
  const end = now + MS_A_DAY
  let [last, future] = [-Infinity, false]
  for (const time of times) {
    if (time > end) future = true
    else if (time > last) last = time
  }
  if (!future || last === -Infinity) return undefined
  return isoDay(zoned ? clock.day(last) : calendarDay(last))
}
