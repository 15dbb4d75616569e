import { hidden } from '../../dialect/hidden.js'
import type { Table } from '../../table/arrow.js'
import type { AsOf } from '../../table/asOf.js'
import { findColumn } from '../../table/column.js'
import { isInfinite, isMissing, isTooLarge } from '../../table/orders/input.js'
import type { RefundPolicy } from '../../table/orders/policy.js'
import type { Roles } from '../../table/orders/roles.js'
import type { Engine } from '../engine.js'
import {
  all,
  call,
  column,
  countWhere,
  type Expression,
  flag,
  number,
  within,
  whole,
} from '../expression/expression.js'
import { type Named, type Query, type Select, select } from '../expression/query.js'
import type { Plan } from '../relation/relation.js'
import { askOne } from './ask.js'
import {
  isDecimal,
  isFuture,
  isWhole,
  isWithoutId,
  numberOf,
  type Times,
  timesOf,
  unitsOf,
} from './columns.js'

/** The columns of orders that are ready to be counted. */
export const CUSTOMER: string = hidden('customer')
export const TIME: string = hidden('time')
/** Days since 1970. */
export const DAY: string = hidden('day')
/** In ten-thousandths where all are decimals. */
export const AMOUNT: string = hidden('amount')
export const ORDER: string = hidden('order')
/** 1 for a purchase, 0 for a refund. */
export const BOUGHT: string = hidden('bought')

/** How orders are read. */
export interface OrderRules {
  readonly timeZone: string | undefined
  /** Up to when orders are known; undefined: as far as they go. */
  readonly asOf: AsOf | undefined
  readonly refunds: RefundPolicy
}

/** Orders of which nothing is missing, none of the future, and none that the refund policy leaves out. */
export interface Orders {
  readonly query: Query
  readonly times: Times
  /** Whether amounts are in ten-thousandths. */
  readonly decimal: boolean
  /** Whether all of them are purchases. */
  readonly bought: boolean
  readonly facts: OrderFacts
}

/** What was counted on the way. */
export interface OrderFacts {
  readonly futureRows: number
  readonly refundRows: number
  /** Days since 1970, of all rows that are not of the future; NaN where there are none. */
  readonly firstDay: number
  readonly lastDay: number
  /** Of the first purchase. */
  readonly firstBought: number
}

/**
 * Reads the columns of the roles, and asks the database, in one pass over the rows, whether they will do: errors say what the functions
 * over tables say. `more` are further columns that the rows are to have.
 */
export async function readOrders(
  who: string,
  engine: Engine,
  plan: Plan,
  roles: Roles,
  { timeZone, asOf, refunds }: OrderRules,
  more: readonly Named[] = [],
): Promise<Orders> {
  const { read, parts, times } = readRoles(who, plan, roles, timeZone, more)
  const late = asOf && isFuture(times, column(TIME), column(DAY), asOf)
  const here = late && call('not', late)
  const isRefund = call('below', column(AMOUNT), number(0))
  const isPurchase = refunds === 'keep' ? undefined : call('not', isRefund)
  const found = await askOne(
    engine,
    select(read, [
      ...presence(plan.shape, roles, parts),
      ['future', late ? countWhere(late) : whole(0)],
      ['refunds', countWhere(all(here, isRefund))],
      ['first', call('min', within(here, column(DAY)))],
      ['bought', call('min', within(all(here, isPurchase), column(DAY)))],
      ['last', call('max', within(here, column(DAY)))],
    ]),
  )
  checkPresence(who, roles, found)
  const decimal = found.other === 0
  // What nobody has need not be looked for in every row.
  const bought = isPurchase === undefined || refunds === 'drop' || found.refunds === 0
  const kept = read.columns.map(([name]) => name).filter((name) => !parts.includes(name))
  const tests = [
    found.future! > 0 ? here : undefined,
    refunds === 'drop' && found.refunds! > 0 ? call('not', isRefund) : undefined,
  ].filter((test) => test !== undefined)
  const query = select(
    read,
    [
      ...kept.map((name): Named => [name, name === AMOUNT ? unitsOf(column(name), decimal) : column(name)]),
      [BOUGHT, bought ? whole(1) : flag(isPurchase!)],
    ],
    tests.length > 0 ? { where: all(...tests) } : {},
  )
  const facts = {
    futureRows: found.future!,
    refundRows: found.refunds!,
    firstDay: found.first!,
    lastDay: found.last!,
    firstBought: found.bought!,
  }
  return { query, times, decimal, bought, facts }
}

/** The columns of the roles under their own names; `parts` are those that amounts are made of. */
function readRoles(
  who: string,
  { query, shape }: Plan,
  roles: Roles,
  timeZone: string | undefined,
  more: readonly Named[],
): { read: Select; parts: string[]; times: Times } {
  findColumn(shape, roles.customer, who)
  const times = timesOf(shape, roles.time, timeZone, who)
  const values = partsOf(roles).map(({ name }) => numberOf(shape, name, who))
  const [first, second] = values
  if (roles.order !== undefined) findColumn(shape, roles.order, who)
  const parts = values.map((value, k): Named => [hidden(`part_${k}`), value])
  const columns: Named[] = [
    [CUSTOMER, column(roles.customer)],
    [TIME, times.value],
    [DAY, times.day],
    [AMOUNT, second ? call('times', first!, second) : first!],
    ...(roles.order === undefined ? [] : [[ORDER, column(roles.order)] as const]),
  ]
  return { read: select(query, [...columns, ...parts, ...more]), parts: parts.map(([name]) => name), times }
}

/** What amounts are made of. */
function partsOf({ amount, quantity, price }: Roles): { role: string; name: string }[] {
  if (amount !== undefined) return [{ role: 'amount', name: amount }]
  return [
    { role: 'quantity', name: quantity! },
    { role: 'price', name: price! },
  ]
}

function missing(of: Expression): Expression {
  return countWhere(call('isMissing', of))
}

/** How many rows lack what they need. */
function presence(shape: Table, roles: Roles, parts: readonly string[]): Named[] {
  const [first, second] = parts.map((name) => column(name))
  const customer = findColumn(shape, roles.customer, 'readOrders')
  return [
    ['rows', call('rows')],
    ['customer', countWhere(isWithoutId(customer, column(CUSTOMER)))],
    ['no_customer', missing(column(CUSTOMER))],
    ['time', missing(column(TIME))],
    ['order', roles.order === undefined ? whole(0) : missing(column(ORDER))],
    ...parts.flatMap((name, k): Named[] => [
      [`missing_${k}`, missing(column(name))],
      [`infinite_${k}`, countWhere(call('isInfinite', column(name)))],
    ]),
    ['too_large', countWhere(call('isInfinite', column(AMOUNT)))],
    ['other', countWhere(call('not', second ? all(isWhole(first!), isDecimal(second)) : isDecimal(first!)))],
  ]
}

function checkPresence(who: string, roles: Roles, found: { readonly [name: string]: number }): void {
  const length = found.rows!
  const check = (name: string, count: number, role: string, what: string = 'missing') => {
    if (count > 0) throw isMissing(who, { name, length }, count, role, what)
  }
  const blank = found.customer! > found.no_customer! ? 'missing or blank' : 'missing'
  check(roles.customer, found.customer!, 'customer', blank)
  check(roles.time, found.time!, 'time')
  const parts = partsOf(roles)
  parts.forEach(({ role, name }, k) => {
    check(name, found[`missing_${k}`]!, role)
    const infinite = found[`infinite_${k}`]!
    if (infinite > 0) throw isInfinite(who, { name, length }, infinite, role)
  })
  if (found.too_large! > 0) throw isTooLarge(who, parts[0]!.name, parts[1]!.name)
  if (roles.order !== undefined) check(roles.order, found.order!, 'order')
}
