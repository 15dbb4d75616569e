import { hidden } from '../../dialect/hidden.js'
import { findColumn } from '../../table/column.js'
import { isText } from '../../table/strings.js'
import {
  all,
  any,
  call,
  choose,
  column,
  type Expression,
  number,
  type Order,
  over,
  text,
  truth,
  whole,
} from '../expression/expression.js'
import { type Named, type Query, select } from '../expression/query.js'
import { everything, type Plan } from '../relation/relation.js'
import { hashBound } from './hash.js'
import type { Stratum } from './strata.js'

const [HASH, STRATUM, PLACE, DRAWN] = ['hash', 'stratum', 'place', 'drawn'].map(hidden) as [
  string,
  string,
  string,
  string,
]

/** What is drawn. */
export interface Draw {
  readonly hash: Expression
  readonly keys: readonly string[]
  readonly strata: readonly Stratum[]
  /** How many rows of each stratum. */
  readonly drawn: readonly number[]
}

/** The rows of least hash in each stratum, so many as are to be drawn of it. */
export function drawQuery(
  plan: Plan,
  { hash, keys, strata, drawn }: Draw,
  names: readonly string[],
  weight: string,
): Query {
  const given = everything(plan)
  const hashed = select(plan.query, [
    ...given,
    [HASH, hash],
    [STRATUM, choose(strata.map(({ test }, s) => [test, whole(s)]))],
  ])
  const isOf = (s: number) => call('equal', column(STRATUM), whole(s))
  const near = strata.map(({ rows }, s) => all(isOf(s), isNear(drawn[s]!, rows)))
  const within = [column(STRATUM)]
  const order: Order[] = [
    { by: column(HASH), text: true },
    ...keys.map((name) => ({
      by: column(name),
      text: isText(findColumn(plan.shape, name, 'sampleRows').type),
    })),
  ]
  const placed = select(
    hashed,
    [
      ...given,
      [STRATUM, column(STRATUM)],
      [PLACE, over(call('rowNumber'), within, order)],
      [DRAWN, over(call('rows'), within)],
    ],
    { where: any(...near) },
  )
  const weights = strata.map(({ rows }, s): [Expression, Expression] => [
    isOf(s),
    // Of rows that share their keys there may be fewer near the bound than are to be drawn.
    call('divided', number(rows), call('least', call('asDouble', column(DRAWN)), number(drawn[s]!))),
  ])
  return select(
    placed,
    names.map((name): Named => [name, name === weight ? choose(weights) : column(name)]),
    { where: any(...drawn.map((n, s) => all(isOf(s), call('atMost', column(PLACE), whole(n))))) },
  )
}

/** Whether a hash is small enough to be among so many of so many: nearly all rows need not be sorted. */
function isNear(drawn: number, rows: number): Expression {
  const share = (drawn + 8 * Math.sqrt(drawn) + 30) / rows
  if (drawn === 0) return truth(false)
  return share >= 1 ? truth(true) : call('below', call('bytes', column(HASH)), text(hashBound(share)))
}
