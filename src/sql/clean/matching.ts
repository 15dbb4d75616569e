import { ClienteleError } from '../../error.js'
import { findColumn } from '../../table/column.js'
import { isNumeric } from '../../table/numbers.js'
import { readStrings } from '../../table/strings.js'
import { type IdTest, matchIds } from '../../value/clean/rules.js'
import type { Engine } from '../engine.js'
import { any, call, column, type Expression, number, oneOf, text } from '../expression/expression.js'
import { select } from '../expression/query.js'
import { ask } from '../orders/ask.js'
import type { Plan } from '../relation/relation.js'

/** The most different values that are brought here to be tried. */
const MOST_VALUES = 1_000_000
/** The most that are listed in a query. */
const MOST_LISTED = 20_000

/**
 * Whether a column's value is one that a test recognises. Lists are compared there; for a pattern or a function the different values are
 * brought here and tried, since databases disagree on patterns and know no function of ours.
 */
export async function matching(
  who: string,
  engine: Engine,
  plan: Plan,
  name: string,
  test: IdTest,
  option: string,
): Promise<Expression> {
  const { type } = findColumn(plan.shape, name, who)
  const found = Array.isArray(test)
    ? [...new Set((test as readonly unknown[]).map(String))]
    : await valuesThat(who, engine, plan, name, test, option)
  if (found.length > MOST_LISTED) {
    throw new ClienteleError(
      'unsupported',
      `${who}: ${option} recognises ${found.length} values of column '${name}', but a query can list at most ${MOST_LISTED}; leave such rows out in a query, from(engine, {query: 'SELECT …'}).`,
    )
  }
  const own = column(name)
  if (!isNumeric(type)) return oneOf(call('asText', own), found.map(text))
  // As text a number is written differently from database to database.
  const numbers = found.filter((value) => String(Number(value)) === value)
  return oneOf(call('asNumber', own), numbers.map(Number).map(number))
}

/** The different values that a test recognises, as text. */
async function valuesThat(
  who: string,
  engine: Engine,
  { query }: Plan,
  name: string,
  test: IdTest,
  option: string,
): Promise<string[]> {
  const distinct = select(query, [[name, column(name)]], {
    where: any(call('isThere', column(name))),
    groupBy: [column(name)],
    limit: MOST_VALUES + 1,
  })
  const values = readStrings(findColumn(await ask(engine, distinct), name, who))
  if (values.length > MOST_VALUES) {
    throw new ClienteleError(
      'unsupported',
      `${who}: ${option} is to be tried on more than ${MOST_VALUES} different values of column '${name}', too many to bring here; give a list, or leave such rows out in a query.`,
    )
  }
  const matches = matchIds(values, test, option, who)
  return values.filter((value, i): value is string => value !== null && matches[i] === 1)
}
