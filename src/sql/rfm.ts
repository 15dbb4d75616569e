import { checkOptions } from '../options.js'
import { readRfmSettings, RFM_OPTIONS } from '../value/fitRfm.js'
import type { RfmOptions } from '../value/rfm.js'
import { makeScorer } from '../value/rfm/model.js'
import { column } from './expression/expression.js'
import { type Named, select } from './expression/query.js'
import { derive, type Relation } from './relation/relation.js'
import { learnCuts } from './rfm/learn.js'
import { scoreQuery } from './rfm/score.js'

const WHO = 'rfm'

/**
 * `rfm` where the customers lie: scores by recency, frequency and monetary value, and the name of the segment. Options, columns and
 * meaning are those of `rfm` of `clientele`, which see: the cuts are the same quantiles to the last bit.
 *
 * The cuts are learned when the relation is first computed, and stand as numbers in its SQL. What differs: `cuts` can be lists, not functions.
 *
 * @param customers - a relation, one row a customer, as `summarize` gives
 * @param options - those of `rfm`
 * @returns a relation, the same rows with `r, f, m, rfm, segment`
 * @throws ClienteleError for options at once, for columns and values when it is computed: as `rfm` does, and `query-failed`, `unsupported`
 *
 * Cost: a sort of the customers for each of the three columns (for each of six with `method: 'nested'`), of which some ten values come here; scoring is linear.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('customers', fromRows([
 *   { customer_id: 'ann', days_since_last: 3, orders: 9, revenue: 400 },
 *   { customer_id: 'bob', days_since_last: 90, orders: 1, revenue: 15 },
 * ]))
 * const scored = sql.rfm(sql.from(engine, { query: 'SELECT * FROM customers ORDER BY customer_id' }))
 * console.log(toRows(await scored.toTable()).map((row) => row.segment)) // [ 'Champions', 'Lost' ]
 * await engine.close()
 * ```
 */
export function rfm(customers: Relation, options: RfmOptions = {}): Relation {
  checkOptions(WHO, options, [...RFM_OPTIONS, 'as', 'replace'])
  const { as, replace, ...learning } = options
  const { state: settings, cuts } = readRfmSettings(WHO, learning)
  return derive(WHO, customers, async (plan, engine) => {
    const state = await learnCuts(WHO, engine, plan, settings, cuts)
    const shape = makeScorer(state)(plan.shape, { as, replace }, WHO)
    const { query, added } = scoreQuery(plan, state, WHO)
    const byName = new Map(Object.entries(added).map(([name, value]) => [as?.[name] ?? name, value]))
    const columns = shape.schema.fields.map(({ name }): Named => [name, byName.get(name) ?? column(name)])
    return { query: select(query, columns), shape, order: plan.order }
  })
}
