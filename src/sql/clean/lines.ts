import { hidden } from '../../dialect/hidden.js'
import { readAsOf } from '../../table/asOf.js'
import type { Clock } from '../../table/days.js'
import type { LineColumns } from '../../value/clean/lines.js'
import type { CleanRules } from '../../value/cleanOrders.js'
import type { Engine } from '../engine.js'
import {
  all,
  call,
  column,
  countWhere,
  type Expression,
  number,
  when,
  whole,
} from '../expression/expression.js'
import { type Named, type Query, select } from '../expression/query.js'
import { askOne } from '../orders/ask.js'
import {
  holds,
  isDecimal,
  isFuture,
  isWhole,
  isWithoutId,
  numberOf,
  timesOf,
  unitsOf,
} from '../orders/columns.js'
import { everything, type Plan } from '../relation/relation.js'

/** The amount of a line, in ten-thousandths where all are decimals; missing where it is missing or infinite. */
export const AMOUNT: string = hidden('amount')
/** Whether quantity, price and amount are all above 0. */
export const POSITIVE: string = hidden('positive')
/** Whether there is a customer. */
export const KNOWN: string = hidden('known')
/** Whether the line lies after what is known. */
export const FUTURE: string = hidden('future')

/** Order lines with what all rules ask. */
export interface Lines {
  readonly query: Query
  readonly columns: LineColumns
  /** Whether amounts are in ten-thousandths. */
  readonly decimal: boolean
  readonly futureLines: number
}

function above(of: Expression | undefined): Expression | undefined {
  return of && call('above', of, number(0))
}

/** Reads what the rules ask of each line; the database is asked whether amounts are decimals. */
export async function readLines(
  who: string,
  engine: Engine,
  plan: Plan,
  columns: LineColumns,
  { asOf }: Pick<CleanRules, 'asOf'>,
  clock: Clock,
  timeZone: string | undefined,
): Promise<Lines> {
  const times = timesOf(plan.shape, columns.time.name, timeZone, who)
  const numbers = (name: string | undefined) =>
    name === undefined ? undefined : numberOf(plan.shape, name, who)
  const quantity = numbers(columns.quantity?.name)
  const price = numbers(columns.price?.name)
  const given = numbers(columns.amount?.name)
  const raw = given ?? call('times', quantity!, price!)
  const value = when(call('not', call('isInfinite', raw)), raw)
  const future =
    asOf === undefined ? undefined : isFuture(times, times.value, times.day, readAsOf(asOf, clock, who))
  const exact = given ? isDecimal(value) : all(isWhole(quantity!), isDecimal(price!))
  const found = await askOne(
    engine,
    select(plan.query, [
      ['other', countWhere(call('not', exact))],
      ['future', future ? countWhere(future) : whole(0)],
    ]),
  )
  const decimal = found.other === 0
  const query = select(plan.query, [
    ...everything(plan),
    [AMOUNT, unitsOf(value, decimal)],
    [POSITIVE, holds(all(above(value), above(quantity), above(price)))],
    [KNOWN, call('not', isWithoutId(columns.customer))],
    ...(future ? [[FUTURE, holds(future)] as Named] : []),
  ])
  return { query, columns, decimal, futureLines: found.future! }
}

/** Whether the quantity of a line is negative. */
export function isReturned({ quantity }: LineColumns): Expression | undefined {
  return quantity && holds(call('below', call('asNumber', column(quantity.name)), number(0)))
}
