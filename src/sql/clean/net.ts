import { hidden } from '../../dialect/hidden.js'
import { isText } from '../../table/strings.js'
import {
  all,
  any,
  call,
  column,
  type Expression,
  flag,
  number,
  type Order,
  over,
  when,
  whole,
} from '../expression/expression.js'
import { type Select, select } from '../expression/query.js'
import { carry, isThere } from './ledger.js'
import { AMOUNT, KNOWN, type Lines, POSITIVE } from './lines.js'
import { REFUND } from './rules.js'

/** What refunds took off a line, and whether they left nothing of it. */
export const TAKEN: string = hidden('taken')
export const USED_UP: string = hidden('used_up')

/** Below this share of a line's amount what is left of it is rounding. */
const ROUNDING = 1e-9

const [PLACE, SIGNED, SUM, LEVEL, LEFT] = ['place', 'signed', 'sum', 'level', 'left'].map(hidden) as [
  string,
  string,
  string,
  string,
  string,
]

/**
 * Takes each refund off the same customer's purchases (of the same product, where one is named) that are not later than it, the latest
 * first. Purchases lie on one another like plates: the level rises with each and falls with each refund, though never below 0, and of
 * a purchase is left what the lowest level from then on leaves above the level below it. Lines of one moment are taken in the order of order and amount.
 */
export function netRefunds({ columns }: Lines, from: Select): Select {
  const names = carry(from)
  const { customer, time, order, product } = columns
  const within = [customer, product].filter((one) => one !== undefined).map(({ name }) => column(name))
  const purchase = all(isThere, column(POSITIVE), column(KNOWN))
  const takesPart = any(purchase, all(column(KNOWN), column(REFUND)))
  const tie = (one: typeof order): Order[] => (one ? [{ by: column(one.name), text: isText(one.type) }] : [])
  const sorted: Order[] = [
    { by: column(time.name) },
    { by: flag(column(REFUND)) },
    ...tie(order),
    { by: column(AMOUNT) },
    ...tie(product),
  ]
  const placed = select(from, [
    ...names,
    [PLACE, over(call('rowNumber'), within, sorted)],
    [SIGNED, when(takesPart, column(AMOUNT), whole(0))],
  ])
  const inPlace: Order[] = [{ by: column(PLACE) }]
  const sum = over(call('sum', column(SIGNED)), within, inPlace, 'before')
  const summed = select(placed, [...carry(placed), [SUM, sum]])
  const lowest = over(call('min', column(SUM)), within, inPlace, 'before')
  const least = when(call('below', lowest, number(0)), lowest, whole(0))
  const levelled = select(summed, [...carry(summed), [LEVEL, call('minus', column(SUM), least)]])
  const after = over(call('min', column(LEVEL)), within, inPlace, 'after')
  const rest = call('minus', after, call('minus', column(LEVEL), column(SIGNED)))
  const reduced = select(levelled, [...names, [LEFT, when(purchase, positive(rest), column(AMOUNT))]])
  const usedUp = all(purchase, call('atMost', column(LEFT), call('times', column(AMOUNT), number(ROUNDING))))
  return select(reduced, [
    ...carry(from, [AMOUNT]),
    [AMOUNT, column(LEFT)],
    [TAKEN, when(usedUp, column(AMOUNT), call('minus', column(AMOUNT), column(LEFT)))],
    [USED_UP, usedUp],
  ])
}

function positive(value: Expression): Expression {
  return when(call('above', value, number(0)), value, whole(0))
}
