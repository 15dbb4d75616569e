import { hidden } from '../../dialect/hidden.js'
import {
  all,
  call,
  column,
  countWhere,
  type Expression,
  flag,
  number,
  other,
  over,
  total,
  when,
  whole,
} from '../expression/expression.js'
import { copy, type Named, type Query, type Select, select } from '../expression/query.js'
import type { Histories } from '../history/readHistory.js'
import { moneyOf } from '../orders/columns.js'
import { AMOUNT, BOUGHT, CUSTOMER, DAY, ORDER } from '../orders/readOrders.js'

/** What a purchase has or has not, such as a discount: the name of its column in the rows. */
export interface Mark {
  readonly name: string
  readonly test: Expression
}

/** The last day with a purchase. */
export const LAST: string = hidden('last')

const isBought: Expression = call('equal', column(BOUGHT), whole(1))
const hasBought: Expression = call('above', column('purchases'), whole(0))

/** One row a customer and day: what was bought and returned, how many orders began, the gap since the day before. */
function daysQuery({ orders, ordered }: Histories, cutoff: number, marks: readonly Mark[]): Select {
  const past = call('atMost', column(DAY), whole(cutoff))
  const rows = select(
    orders.query,
    [
      ...copy(CUSTOMER, DAY, AMOUNT, BOUGHT, ...(ordered ? [ORDER] : [])),
      ...marks.map(({ name, test }): Named => [name, flag(all(isBought, test))]),
    ],
    { where: past },
  )
  const days = select(
    rows,
    [
      ...copy(CUSTOMER, DAY),
      ['bought', total(when(isBought, column(AMOUNT)))],
      ['returned', total(when(call('not', isBought), column(AMOUNT)))],
      ['purchases', total(column(BOUGHT))],
      ['returns', countWhere(call('not', isBought))],
      ...marks.flatMap(({ name }): Named[] => [
        [`${name}_count`, total(column(name))],
        [`${name}_any`, call('max', column(name))],
      ]),
    ],
    { groupBy: [column(CUSTOMER), column(DAY)] },
  )
  const opened = ordered
    ? withOrders(rows, days)
    : select(days, [...names(days), ['opens', column('purchases')]])
  const before = over(
    call('before', call('asWhole', column(DAY))),
    [column(CUSTOMER), flag(hasBought)],
    [{ by: column(DAY) }],
  )
  return select(opened, [...names(opened), ['gap', when(hasBought, call('minus', column(DAY), before))]])
}

const names = ({ columns }: Select): Named[] => copy(...columns.map(([name]) => name))

/** How many orders began on each day: an order begins with the first of its purchases. */
function withOrders(rows: Query, days: Select): Select {
  const orders = select(rows, [...copy(CUSTOMER, ORDER), [DAY, call('min', column(DAY))]], {
    where: isBought,
    groupBy: [column(CUSTOMER), column(ORDER)],
  })
  const opens = select(orders, [...copy(CUSTOMER, DAY), ['opens', call('rows')]], {
    groupBy: [column(CUSTOMER), column(DAY)],
  })
  return select(days, [...names(days), ['opens', call('coalesce', other('opens'), whole(0))]], {
    join: {
      query: opens,
      on: all(call('equal', column(CUSTOMER), other(CUSTOMER)), call('equal', column(DAY), other(DAY))),
    },
  })
}

/** One row a customer who had bought by the cut-off: sums, then what follows from them. */
export function rhythmQuery(
  history: Histories,
  cutoff: number,
  windows: readonly number[],
  marks: readonly Mark[],
  active: number,
): Select {
  const days = daysQuery(history, cutoff, marks)
  const { net, orders } = history
  const { decimal } = orders
  const age = call('minus', whole(cutoff), column(DAY))
  const revenue = net ? call('plus', column('bought'), column('returned')) : column('bought')
  const inWindow = (from: number, to: number) =>
    all(call('atLeast', age, whole(from)), call('below', age, whole(to)))
  const backwards = when(hasBought, call('minus', whole(0), column(DAY)))
  const sums = select(
    days,
    [
      ...copy(CUSTOMER),
      ['first', call('min', when(hasBought, column(DAY)))],
      [LAST, call('max', when(hasBought, column(DAY)))],
      ['days', countWhere(hasBought)],
      ['orders', total(column('opens'))],
      ['purchases', total(column('purchases'))],
      ['bought', total(column('bought'))],
      ['returned', total(column('returned'))],
      ['returns', total(column('returns'))],
      ['squares', total(call('times', column('gap'), column('gap')))],
      ['gap_last', call('firstBy', column('gap'), backwards)],
      ...marks.flatMap(({ name }): Named[] => [
        [`${name}_count`, total(column(`${name}_count`))],
        [`${name}_last`, call('firstBy', column(`${name}_any`), backwards)],
      ]),
      ...windows.flatMap((length): Named[] => [
        [`orders_now_${length}`, total(when(inWindow(0, length), column('opens')))],
        [`revenue_now_${length}`, total(when(inWindow(0, length), revenue))],
        [`orders_before_${length}`, total(when(inWindow(length, 2 * length), column('opens')))],
        [`revenue_before_${length}`, total(when(inWindow(length, 2 * length), revenue))],
      ]),
    ],
    { groupBy: [column(CUSTOMER)] },
  )
  return select(
    sums,
    [
      ...copy(CUSTOMER, LAST),
      ...rhythmColumns(cutoff, net, decimal),
      ...windows.flatMap((length) => windowColumns(length, cutoff, decimal)),
      ...marks.flatMap(({ name }) => copy(`${name}_count`, `${name}_last`)),
      ['purchases', column('purchases')],
    ],
    {
      where: all(
        call('above', column('days'), whole(0)),
        active === Infinity ? undefined : call('above', column(LAST), whole(cutoff - active)),
      ),
    },
  )
}

const double = (value: Expression): Expression => call('asDouble', value)
const divided = (a: Expression, b: Expression): Expression => call('divided', double(a), double(b))

function rhythmColumns(cutoff: number, net: boolean, decimal: boolean): Named[] {
  const gaps = call('minus', column('days'), whole(1))
  const span = call('minus', column(LAST), column('first'))
  const since = call('minus', whole(cutoff), column(LAST))
  const money = (value: Expression) => moneyOf(value, decimal)
  const revenue = money(net ? call('plus', column('bought'), column('returned')) : column('bought'))
  const hasGaps = call('above', gaps, whole(0))
  const mean = divided(span, gaps)
  const rest = call('minus', double(column('squares')), call('times', double(span), mean))
  const spread = call('divided', call('greatest', rest, number(0)), double(call('minus', gaps, whole(1))))
  const returned = money(call('minus', whole(0), column('returned')))
  return [
    ['days_since_last', double(since)],
    ['T', double(call('minus', whole(cutoff), column('first')))],
    ['frequency', double(gaps)],
    ['recency', double(span)],
    ['orders', double(column('orders'))],
    ['revenue', revenue],
    ['average_order', call('divided', revenue, double(column('orders')))],
    ['returns', double(column('returns'))],
    [
      'returned_share',
      when(call('above', column('bought'), whole(0)), call('divided', returned, money(column('bought')))),
    ],
    ['gap_mean', when(hasGaps, mean)],
    ['gap_sd', when(call('above', gaps, whole(1)), call('sqrt', spread))],
    ['gap_last', double(column('gap_last'))],
    ['silence', when(hasGaps, call('divided', double(since), mean))],
  ]
}

function windowColumns(length: number, cutoff: number, decimal: boolean): Named[] {
  const isKnown = call('atLeast', call('minus', whole(cutoff), column('first')), whole(length))
  const positive = (name: string) => {
    const money = moneyOf(column(name), decimal)
    return when(call('above', money, number(0)), money, number(0))
  }
  const trend = (now: Expression, before: Expression) => {
    const both = call('plus', now, before)
    const change = call('divided', call('minus', now, before), both)
    return when(all(isKnown, call('above', both, number(0))), change)
  }
  return [
    [`orders_${length}`, double(column(`orders_now_${length}`))],
    [`revenue_${length}`, moneyOf(column(`revenue_now_${length}`), decimal)],
    [
      `orders_trend_${length}`,
      trend(double(column(`orders_now_${length}`)), double(column(`orders_before_${length}`))),
    ],
    [
      `revenue_trend_${length}`,
      trend(positive(`revenue_now_${length}`), positive(`revenue_before_${length}`)),
    ],
  ]
}
