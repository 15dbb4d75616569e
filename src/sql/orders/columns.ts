import type { Table } from '../../table/arrow.js'
import { type Column, findColumn, wrongType } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import { isText } from '../../table/strings.js'
import { isBareDate, isTime, zoneOf } from '../../table/times.js'
import type { AsOf } from '../../table/asOf.js'
import {
  all,
  any,
  call,
  choose,
  column,
  type Expression,
  moment,
  number,
  oneOf,
  text,
  truth,
  whole,
} from '../expression/expression.js'
import { SPACES } from '../expression/functions.js'

/** Ten-thousandths of money, in which sums are exact. */
export const UNITS = 1e4

/** Beyond this, doubles have no four places. */
const MOST = 1e11

/** A column of times: what it is, and as a date or a time of the database. */
export interface Times {
  readonly bareDates: boolean
  readonly zoned: boolean
  readonly value: Expression
  /** Days since 1970 on the wall clock. */
  readonly day: Expression
}

/** A column of dates or timestamps; text is refused, since databases differ in what they read of it. */
export function timesOf(shape: Table, name: string, timeZone: string | undefined, who: string): Times {
  const own = findColumn(shape, name, who)
  if (!isTime(own.type)) {
    throw wrongType(
      who,
      own,
      'a date or timestamp is needed here',
      "convert it in a query, from(engine, {query: 'SELECT CAST(… AS TIMESTAMP) …'}), or choose another column",
    )
  }
  const value = column(name)
  const zoned = zoneOf(own.type) !== null
  const day = zoned ? call('zonedDay', value, text(timeZone ?? 'UTC')) : call('day', value)
  return { bareDates: isBareDate(own.type), zoned, value, day }
}

/** Whether a time lies after what is known. */
export function isFuture(times: Times, time: Expression, day: Expression, asOf: AsOf): Expression {
  if (times.bareDates || asOf.ms === Infinity) return call('above', day, whole(asOf.day))
  // A moment is included as a whole millisecond.
  return call('atLeast', time, moment((times.zoned ? asOf.ms : asOf.wallMs) + 1, times.zoned))
}

/** A column of numbers as doubles, missing where it is NaN. */
export function numberOf(shape: Table, name: string, who: string): Expression {
  readNumbers(findColumn(shape, name, who), who)
  return call('asNumber', column(name))
}

/** Whether a row has no id: missing, NaN or blank text. */
export function isWithoutId(own: Column, value: Expression = column(own.name)): Expression {
  if (isText(own.type)) return any(call('isMissing', value), isBlank(value))
  return isNumeric(own.type) ? call('isMissing', call('asNumber', value)) : call('isMissing', value)
}

/** Whether text is empty or nothing but space. */
export function isBlank(value: Expression): Expression {
  // Nearly all texts begin with a visible letter, and trimming takes its time.
  const letter = call('firstLetter', value)
  const visible = all(call('above', letter, whole(32)), call('below', letter, whole(127)))
  return choose([[visible, truth(false)]], oneOf(call('trimmed', value, text(SPACES)), [text('')]))
}

/** Whether a number that is there is a decimal of at most four places. */
export function isDecimal(value: Expression): Expression {
  const units = call('round', call('times', value, number(UNITS)))
  return all(
    call('atMost', call('abs', value), number(MOST)),
    call('equal', call('divided', units, number(UNITS)), value),
  )
}

/** Whether a number that is there is whole. */
export function isWhole(value: Expression): Expression {
  return all(call('atMost', call('abs', value), number(MOST)), call('equal', call('round', value), value))
}

/** Money as whole ten-thousandths where that is exact, else as it is. */
export function unitsOf(value: Expression, decimal: boolean): Expression {
  return decimal ? call('asWhole', call('round', call('times', value, number(UNITS)))) : value
}

/** A sum of such money as a double. */
export function moneyOf(units: Expression, decimal: boolean): Expression {
  return decimal ? call('divided', call('asDouble', units), number(UNITS)) : call('asDouble', units)
}

/** A test that is never unknown. */
export function holds(test: Expression): Expression {
  return call('coalesce', test, truth(false))
}
