import {
  all,
  call,
  column,
  countWhere,
  type Expression,
  over,
  when,
  whole,
} from '../expression/expression.js'
import { copy, type Named, type Query, select } from '../expression/query.js'
import type { Histories } from '../history/readHistory.js'
import { BOUGHT, CUSTOMER, DAY } from '../orders/readOrders.js'
import { LAST } from './rhythm.js'

/** What was bought by the cut-off of a column that is there. */
function purchases({ orders }: Histories, name: string, cutoff: number): Query {
  return select(orders.query, copy(CUSTOMER, DAY, name), {
    where: all(
      call('equal', column(BOUGHT), whole(1)),
      call('atMost', column(DAY), whole(cutoff)),
      call('isThere', column(name)),
    ),
  })
}

/** How many different products each customer has bought: ever, in each window, and on the last day of an order. */
export function breadthQuery(
  history: Histories,
  customers: Query,
  cutoff: number,
  windows: readonly number[],
): Query {
  const bought = purchases(history, 'product', cutoff)
  const products = select(bought, [...copy(CUSTOMER, 'product'), [DAY, call('max', column(DAY))]], {
    groupBy: [column(CUSTOMER), column('product')],
  })
  const dated = select(products, [...copy(CUSTOMER, DAY), [LAST, column(LAST, 'other')]], {
    join: { query: customers, on: call('equal', column(CUSTOMER), column(CUSTOMER, 'other')) },
  })
  const age = call('minus', whole(cutoff), column(DAY))
  return select(
    dated,
    [
      ...copy(CUSTOMER),
      ['products', call('rows')],
      ['products_last', countWhere(call('equal', column(DAY), column(LAST)))],
      ...windows.map((length): Named => [
        `products_${length}`,
        countWhere(call('below', age, whole(length))),
      ]),
    ],
    { groupBy: [column(CUSTOMER)] },
  )
}

/** The columns of that query, those of `other`. */
export function breadthColumns(windows: readonly number[]): Named[] {
  return ['products', 'products_last', ...windows.map((length) => `products_${length}`)].map((name) => [
    name,
    call('asDouble', call('coalesce', column(name, 'other'), whole(0))),
  ])
}

/** The channel of the last order, and the one of most purchases; among equals the first by name. */
export function channelQuery(history: Histories, cutoff: number): Query {
  const bought = purchases(history, 'channel', cutoff)
  const channels = select(
    bought,
    [...copy(CUSTOMER, 'channel'), [DAY, call('max', column(DAY))], ['count', call('rows')]],
    { groupBy: [column(CUSTOMER), column('channel')] },
  )
  const ranked = select(channels, [
    ...copy(CUSTOMER, 'channel'),
    ['by_day', placeBy(DAY)],
    ['by_count', placeBy('count')],
  ])
  return select(
    ranked,
    [...copy(CUSTOMER), ['channel_last', firstOf('by_day')], ['channel_main', firstOf('by_count')]],
    { groupBy: [column(CUSTOMER)] },
  )
}

/** The place of a channel among the customer's own. */
function placeBy(name: string): Expression {
  const order = [
    { by: column(name), descending: true },
    { by: column('channel'), text: true },
  ]
  return over(call('rowNumber'), [column(CUSTOMER)], order)
}

function firstOf(place: string): Expression {
  return call('max', when(call('equal', column(place), whole(1)), column('channel')))
}
