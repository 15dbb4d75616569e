import { ClienteleError } from '../error.js'
import type { Vector } from '../table/arrow.js'
import { timestamp } from '../table/build.js'
import { MS_A_DAY } from '../table/times.js'

/** Ways to write a time as a number: days since 1900 as spreadsheets count them, seconds or milliseconds since 1970 UTC. */
export type CountedTime = 'excel-days' | 'unix-seconds' | 'unix-milliseconds'

interface Count {
  readonly unit: number
  /** What 1970 is. */
  readonly zero: number
  /** Numbers that are times from 1971 to 2099, by which such a column is known. */
  readonly likely: readonly [number, number]
}

const EPOCH_IN_EXCEL = 25_569
const LIKELY_DAYS = [366, 47_847] as const

const COUNTS: Readonly<Record<CountedTime, Count>> = {
  'excel-days': count(MS_A_DAY, EPOCH_IN_EXCEL),
  'unix-seconds': count(1000, 0),
  'unix-milliseconds': count(1, 0),
}

function count(unit: number, zero: number): Count {
  const [from, to] = LIKELY_DAYS.map((day) => zero + (day * MS_A_DAY) / unit)
  return { unit, zero, likely: [from!, to!] }
}

/** Whether that is the name of such a way. */
export function isCountedTime(type: string): type is CountedTime {
  return Object.hasOwn(COUNTS, type)
}

/** The way in which that number would be a time of our days; undefined where there is none. */
export function guessCountedTime(value: number): CountedTime | undefined {
  return (Object.keys(COUNTS) as CountedTime[]).find((way) => {
    const [from, to] = COUNTS[way].likely
    return value >= from && value <= to
  })
}

/**
 * Numbers as timestamps; NaN is missing. Excel's have no time zone and whole seconds, since its fractions of a day are rounded;
 * those before March 1900, where Excel has a day too many, are refused.
 */
export function countedTimes(values: Float64Array, way: CountedTime, name: string, who: string): Vector {
  const { unit, zero } = COUNTS[way]
  const isExcel = way === 'excel-days'
  const [least, most] = isExcel ? [61, 2_958_466] : [-8.64e15 / unit, 8.64e15 / unit]
  const ms = values.map((value, i) => {
    if (Number.isNaN(value)) return NaN
    if (value >= least && value < most) {
      return isExcel ? Math.round((value - zero) * 86_400) * 1000 : Math.round((value - zero) * unit)
    }
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' holds ${value} in row ${i + 1}, which is no time as ${way}; mend the value or give another type.`,
    )
  })
  return timestamp(ms, isExcel ? null : 'UTC')
}
