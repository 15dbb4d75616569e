import { hidden } from '../../dialect/hidden.js'
import { DAYS_A_UNIT } from '../../table/metadata.js'
import type { Rules } from '../../value/summarize/options.js'
import {
  all,
  any,
  call,
  column,
  countWhere,
  type Expression,
  nothing,
  number,
  total,
  when,
  whole,
  within,
} from '../expression/expression.js'
import { type Named, type Query, select } from '../expression/query.js'
import { moneyOf } from '../orders/columns.js'
import { AMOUNT, BOUGHT, CUSTOMER, DAY, ORDER, type Orders, TIME } from '../orders/readOrders.js'

const [PURCHASES, FIRST, LAST, REVENUE, FIRST_DAY, LAST_DAY, DAYS, FIRST_REVENUE, LATER_DAYS, LATER_REVENUE] =
  [
    'purchases',
    'first',
    'last',
    'revenue',
    'first_day',
    'last_day',
    'days',
    'first_revenue',
    'later_days',
    'later_revenue',
  ].map(hidden) as [string, string, string, string, string, string, string, string, string, string]

/** One row a customer under those names, in the order of the columns of a summary. */
export function summaryQuery(
  orders: Orders,
  names: readonly string[],
  { unit, calibrationEnd }: Pick<Rules, 'unit' | 'calibrationEnd'>,
  asOf: number,
): Query {
  const { query, decimal } = orders
  const days = byDay(orders)
  const customers = byCustomer(days, orders, calibrationEnd)
  const ordered = query.kind === 'select' && query.columns.some(([name]) => name === ORDER)
  const end = Math.min(asOf, calibrationEnd)
  const values = summaryColumns(decimal, ordered, end, asOf, DAYS_A_UNIT[unit], calibrationEnd < Infinity)
  const counts = any(
    call('above', column(PURCHASES), whole(0)),
    call('below', moneyOf(column(REVENUE), decimal), number(0)),
  )
  return select(
    customers,
    names.map((name, i): Named => [name, values[i]!]),
    {
      where: counts,
      ...(ordered && {
        join: {
          query: distinctOrders(query, calibrationEnd),
          on: call('equal', column(CUSTOMER), column(CUSTOMER, 'other')),
        },
      }),
    },
  )
}

/** One row a customer and day: what is the same for all columns, and far less than there are orders. */
function byDay({ query, bought, times }: Orders): Query {
  const isBought = bought ? undefined : call('equal', column(BOUGHT), whole(1))
  return select(
    query,
    [
      [CUSTOMER, column(CUSTOMER)],
      [DAY, column(DAY)],
      [AMOUNT, call('sum', column(AMOUNT))],
      [PURCHASES, bought ? call('rows') : call('sum', column(BOUGHT))],
      // A bare date is its day.
      ...(times.bareDates
        ? []
        : ([
            [FIRST, call('min', within(isBought, column(TIME)))],
            [LAST, call('max', within(isBought, column(TIME)))],
          ] as const)),
    ],
    { groupBy: [column(CUSTOMER), column(DAY)] },
  )
}

function byCustomer(days: Query, { bought, times }: Orders, calibrationEnd: number): Query {
  const early = calibrationEnd === Infinity ? undefined : call('atMost', column(DAY), whole(calibrationEnd))
  const isBought = bought ? undefined : call('above', column(PURCHASES), whole(0))
  const counted = early || isBought ? all(early, isBought) : undefined
  const late = early && call('not', early)
  const purchaseDay = within(counted, column(DAY))
  const end = (name: 'min' | 'max', time: string): Expression =>
    times.bareDates ? call('dateOf', call(name, purchaseDay)) : call(name, within(early, column(time)))
  return select(
    days,
    [
      [CUSTOMER, column(CUSTOMER)],
      [PURCHASES, total(within(early, column(PURCHASES)))],
      [REVENUE, total(within(early, column(AMOUNT)))],
      [FIRST, end('min', FIRST)],
      [LAST, end('max', LAST)],
      [FIRST_DAY, call('min', purchaseDay)],
      [LAST_DAY, call('max', purchaseDay)],
      [DAYS, counted ? countWhere(counted) : call('rows')],
      [FIRST_REVENUE, call('firstBy', column(AMOUNT), purchaseDay)],
      ...(late
        ? ([
            [LATER_DAYS, countWhere(all(late, isBought))],
            [LATER_REVENUE, total(when(late, column(AMOUNT)))],
          ] as const)
        : []),
    ],
    { groupBy: [column(CUSTOMER)] },
  )
}

/** How many different orders each customer has. */
function distinctOrders(orders: Query, calibrationEnd: number): Query {
  return select(
    orders,
    [
      [CUSTOMER, column(CUSTOMER)],
      [ORDER, call('distinct', column(ORDER))],
    ],
    {
      where: all(
        call('equal', column(BOUGHT), whole(1)),
        calibrationEnd === Infinity ? undefined : call('atMost', column(DAY), whole(calibrationEnd)),
      ),
      groupBy: [column(CUSTOMER)],
    },
  )
}

function summaryColumns(
  decimal: boolean,
  ordered: boolean,
  end: number,
  asOf: number,
  daysAUnit: number,
  holdout: boolean,
): Expression[] {
  const has = call('above', column(PURCHASES), whole(0))
  const there = (value: Expression) => when(has, value)
  const units = (days: Expression) => call('divided', call('asDouble', days), number(daysAUnit))
  const until = Number.isFinite(end) ? whole(end) : nothing('whole')
  const money = (value: Expression) => moneyOf(value, decimal)
  const repeats = call('minus', column(DAYS), whole(1))
  const mean = (sum: Expression, days: Expression) =>
    when(call('above', days, whole(0)), call('divided', money(sum), call('asDouble', days)))
  return [
    column(CUSTOMER),
    column(FIRST),
    column(LAST),
    ordered ? call('coalesce', column(ORDER, 'other'), whole(0)) : column(PURCHASES),
    money(column(REVENUE)),
    there(call('minus', until, column(LAST_DAY))),
    there(repeats),
    there(units(call('minus', column(LAST_DAY), column(FIRST_DAY)))),
    there(units(call('minus', until, column(FIRST_DAY)))),
    there(mean(call('minus', column(REVENUE), column(FIRST_REVENUE)), repeats)),
    there(money(column(FIRST_REVENUE))),
    ...(holdout
      ? [
          column(LATER_DAYS),
          number((asOf - end) / daysAUnit),
          money(column(LATER_REVENUE)),
          mean(column(LATER_REVENUE), column(LATER_DAYS)),
        ]
      : []),
  ]
}
