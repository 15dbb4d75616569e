import type { Cutoffs } from '../churn/history/cutoffs.js'
import { readCutoffs, readDays } from '../churn/history/cutoffs.js'
import { checkHorizon } from '../churn/history/labels.js'
import { checkVaries, LABEL_OPTIONS, type LabelChurnOptions } from '../churn/labelChurn.js'
import { checkOptions } from '../options.js'
import { bool, date } from '../table/build.js'
import { readAbout, withAbout, withMetadata } from '../table/metadata.js'
import { readHistories, stackCutoffs } from './history/readHistory.js'
import { all, call, column, countWhere, type Expression, when, whole } from './expression/expression.js'
import { type Query, select } from './expression/query.js'
import { askOne } from './orders/ask.js'
import { BOUGHT, CUSTOMER, DAY } from './orders/readOrders.js'
import { derive, type Relation } from './relation/relation.js'

const WHO = 'labelChurn'

/**
 * `labelChurn` where the orders lie: of all customers known at a cut-off, those who did not order within the horizon after it. Options, columns and meaning are those
 * of `labelChurn` of `clientele`, which see.
 *
 * What differs: customers are in the order of their ids; times must be dates or timestamps, not text.
 *
 * @param orders - a relation, one row an order or order line
 * @param options - those of `labelChurn`
 * @returns a relation, one row a customer and cut-off
 * @throws ClienteleError for options at once, for columns and values when it is computed: as `labelChurn` does, and `query-failed`
 *
 * Cost: three passes over the orders: one looks whether they will do, one counts who left, one gives the rows.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('orders', fromRows([
 *   { customer_id: 'ann', day: new Date('2025-01-05'), paid: 20 },
 *   { customer_id: 'bob', day: new Date('2025-01-20'), paid: 10 },
 *   { customer_id: 'ann', day: new Date('2025-02-11'), paid: 30 },
 *   { customer_id: 'cy', day: new Date('2025-03-28'), paid: 5 },
 * ]))
 * const roles = { customer: 'customer_id', time: 'day', amount: 'paid' }
 * const labels = sql.labelChurn(sql.from(engine, 'orders'), { ...roles, cutoff: '2025-01-31', horizon: { days: 30 } })
 * console.log(toRows(await labels.toTable()).map((row) => [row.customer_id, row.churned])) // [ [ 'ann', false ], [ 'bob', true ] ]
 * await engine.close()
 * ```
 */
export function labelChurn(orders: Relation, options: LabelChurnOptions<string, Cutoffs>): Relation {
  checkOptions(WHO, options, LABEL_OPTIONS)
  const horizon = readDays(WHO, 'horizon', options.horizon)
  const active = options.active === undefined ? Infinity : readDays(WHO, 'active', options.active)
  return derive(WHO, orders, async (plan, engine) => {
    const history = await readHistories(WHO, engine, plan, options)
    const cutoffs = readCutoffs(WHO, options.cutoff, history)
    for (const cutoff of cutoffs) checkHorizon(WHO, cutoff, horizon, history.asOfDay)
    const parts = cutoffs.map((cutoff) => labelsAt(history.orders.query, cutoff, horizon, active))
    const listed = Array.isArray(options.cutoff)
    const columns = { churned: bool(new Uint8Array(0)), next_order: date(new Float64Array(0)) }
    const { futureRows } = history.orders.facts
    const stacked = stackCutoffs(WHO, history, cutoffs, listed, parts, columns, {})
    const found = await askOne(
      engine,
      select(stacked.query, [
        ['customers', call('rows')],
        ['churned', countWhere(column('churned'))],
      ]),
    )
    const [customers, churned] = [found.customers!, found.churned!]
    checkVaries(cutoffs, horizon, customers, churned, active)
    const { metadata } = stacked.shape.schema
    const said = readAbout(stacked.shape, WHO)
    const counts = { ...said.counts, [WHO]: { customers, churned, futureRows } }
    return { ...stacked, shape: withMetadata(stacked.shape, withAbout(metadata, { ...said, counts })) }
  })
}

function labelsAt(orders: Query, cutoff: number, horizon: number, active: number): Query {
  const bought = call('equal', column(BOUGHT), whole(1))
  const past = call('atMost', column(DAY), whole(cutoff))
  const days: [string, Expression][] = [
    ['last', call('max', when(past, column(DAY)))],
    ['next', call('min', when(call('not', past), column(DAY)))],
  ]
  const customers = select(orders, [[CUSTOMER, column(CUSTOMER)], ...days], {
    where: bought,
    groupBy: [column(CUSTOMER)],
  })
  const next = column('next')
  const stays = all(call('isThere', next), call('atMost', next, whole(cutoff + horizon)))
  return select(
    customers,
    [
      [CUSTOMER, column(CUSTOMER)],
      ['churned', call('not', stays)],
      ['next_order', when(call('isThere', next), call('dateOf', next))],
    ],
    {
      where: all(
        call('isThere', column('last')),
        active === Infinity ? undefined : call('above', column('last'), whole(cutoff - active)),
      ),
    },
  )
}
