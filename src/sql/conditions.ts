import { ClienteleError } from '../error.js'
import { Type } from '../table/arrow.js'
import { type Column, findColumn } from '../table/column.js'
import { isNumeric } from '../table/numbers.js'
import { isText } from '../table/strings.js'
import { isBareDate, isTime, MS_A_DAY, zoneOf } from '../table/times.js'
import { isTest, type Known, type Reach, reachOf } from '../table/whereTests.js'
import { matching } from './clean/matching.js'
import type { Engine } from './engine.js'
import {
  all,
  any,
  call,
  column,
  type Expression,
  moment,
  number,
  text,
  truth,
  whole,
} from './expression/expression.js'
import { holds } from './orders/columns.js'
import type { Plan } from './relation/relation.js'

/** A condition of `where`'s form as an expression that is true or false; it has been checked over no rows. */
export async function conditionOf(
  who: string,
  engine: Engine,
  plan: Plan,
  condition: unknown,
): Promise<Expression> {
  if (typeof condition === 'function') {
    throw new ClienteleError(
      'unsupported',
      `${who}: the condition is a function, which a database cannot run; give tests by column, such as {orders: {from: 5}}.`,
    )
  }
  const tests: Expression[] = []
  for (const [name, test] of Object.entries((condition ?? {}) as object)) {
    if (test !== undefined) tests.push(await testOf(who, engine, plan, name, test))
  }
  return all(...tests)
}

async function testOf(
  who: string,
  engine: Engine,
  plan: Plan,
  name: string,
  given: unknown,
): Promise<Expression> {
  const own = findColumn(plan.shape, name, who)
  const reach = reachOf(own, who)
  const is = (value: unknown) => isWithin(own, reach(value, 'is'))
  if (!isTest(given)) return is(given)
  const { from, to, above, below, missing, matches } = given
  const tests: Expression[] = []
  if (given.is !== undefined) tests.push(is(given.is))
  if (given.not !== undefined) tests.push(call('not', is(given.not)))
  if (given.in !== undefined) tests.push(any(...given.in.map(is)))
  if (given.notIn !== undefined) tests.push(call('not', any(...given.notIn.map(is))))
  if (from !== undefined) tests.push(comparison(own, 'atLeast', reach(from, 'from')![0]))
  if (to !== undefined) tests.push(comparison(own, 'atMost', reach(to, 'to')![1]))
  if (above !== undefined) tests.push(comparison(own, 'above', reach(above, 'above')![1]))
  if (below !== undefined) tests.push(comparison(own, 'below', reach(below, 'below')![0]))
  if (matches !== undefined)
    tests.push(holds(await matching(who, engine, plan, name, matches, `${name}.matches`)))
  if (missing !== undefined) tests.push(missing ? isMissing(own) : call('not', isMissing(own)))
  return all(...tests)
}

/** The column's value as databases compare it. */
export function comparable({ name, type }: Column): Expression {
  if (isText(type)) return call('asText', column(name))
  return isNumeric(type) ? call('asNumber', column(name)) : column(name)
}

function isMissing(own: Column): Expression {
  return call('isMissing', comparable(own))
}

function isWithin(own: Column, reach: Reach): Expression {
  if (reach === null) return isMissing(own)
  const [low, high] = reach
  if (isTime(own.type)) return all(comparison(own, 'atLeast', low), comparison(own, 'atMost', high))
  return holds(call('equal', comparable(own), literal(low)))
}

/** A comparison that a missing value fails. */
function comparison(own: Column, op: 'atLeast' | 'atMost' | 'above' | 'below', value: Known): Expression {
  const { type, name } = own
  // A column without a value passes no comparison.
  if (type.typeId === Type.Null) return truth(false)
  if (isBareDate(type)) {
    const ms = value as number
    const [low, high] = [Math.ceil(ms / MS_A_DAY), Math.floor(ms / MS_A_DAY)]
    return holds(call(op, call('day', column(name)), whole(op === 'atLeast' || op === 'below' ? low : high)))
  }
  if (isTime(type)) return momentComparison(own, op, value as number)
  if (!isText(type)) return holds(call(op, comparable(own), literal(value)))
  return holds(call(op, call('bytes', comparable(own)), literal(value)))
}

/** Moments are compared as whole milliseconds: databases know finer ones. */
function momentComparison(
  { name, type }: Column,
  op: 'atLeast' | 'atMost' | 'above' | 'below',
  ms: number,
): Expression {
  const zoned = zoneOf(type) !== null
  const after = moment(Math.floor(ms) + 1, zoned)
  if (op === 'atMost') return holds(call('below', column(name), after))
  if (op === 'above') return holds(call('atLeast', column(name), after))
  return holds(call(op, column(name), moment(Math.ceil(ms), zoned)))
}

function literal(value: Known): Expression {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return truth(value)
  return number(Number(value))
}

/** A column's value among those of its table that equal one of another. */
export function equals(own: Column, value: Known | null): Expression {
  if (value === null) return isMissing(own)
  if (isTime(own.type)) {
    return all(comparison(own, 'atLeast', value), comparison(own, 'atMost', value))
  }
  return holds(call('equal', comparable(own), literal(value)))
}
