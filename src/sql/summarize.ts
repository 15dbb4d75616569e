import { isoDay } from '../table/days.js'
import { readAbout, withAbout, withMetadata } from '../table/metadata.js'
import { readRoles } from '../table/orders/roles.js'
import { summarize as summarizeTable } from '../value/summarize.js'
import { readRules, type SummarizeOptions } from '../value/summarize/options.js'
import { readKnownAsOf } from '../table/orders/policy.js'
import { readOrders } from './orders/readOrders.js'
import { derive, type Relation } from './relation/relation.js'
import { summaryQuery } from './summarize/query.js'

const WHO = 'summarize'

/**
 * `summarize` where the orders lie: one row a customer, with when they first and last bought, how often, for how much, and the four
 * figures that buy-till-you-die models need. Options, columns, their types and meaning are those of `summarize` of `clientele`, which see; only that text, such as ids,
 * is text and never a dictionary.
 *
 * What differs: customers are in the order of their ids, since a table of a database has none of its own; times must be dates or timestamps, not text; amounts that are all decimals of at most
 * four places are added up exactly; `threads` is the engine's business, and `onProgress` is not called.
 *
 * @param orders - a relation, one row an order or order line
 * @param options - those of `summarize`
 * @returns a relation, one row a customer
 * @throws ClienteleError for options at once, for columns and values when it is computed: as `summarize` does, and `query-failed`
 *
 * Cost: two passes over the orders (one looks whether they will do, one adds up by customer and day) and one over the days with an order.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('orders', fromRows([
 *   { client: 'ann', day: new Date('2025-01-01'), paid: 10 },
 *   { client: 'bob', day: new Date('2025-01-03'), paid: 5 },
 *   { client: 'ann', day: new Date('2025-01-15'), paid: 30 },
 * ]))
 * const orders = sql.from(engine, 'orders')
 * const customers = sql.summarize(orders, { customer: 'client', time: 'day', amount: 'paid', asOf: '2025-01-31', unit: 'week' })
 * const [ann] = toRows(await customers.toTable())
 * console.log(ann.customer_id, ann.frequency, ann.recency, ann.monetary_value) // ann 1 2 30
 * await engine.close()
 * ```
 */
export function summarize(orders: Relation, options: SummarizeOptions = {}): Relation {
  readRules(WHO, options, { roles: {}, counts: {} })
  return derive(WHO, orders, async (plan, engine) => {
    // Over no rows the function says what columns there are, and refuses what it would refuse.
    const shape = summarizeTable(plan.shape, { ...options, onProgress: undefined } as SummarizeOptions)
    const known = readAbout(plan.shape, WHO)
    const rules = readRules(WHO, options, known)
    const roles = readRoles(WHO, plan.shape, options, known)
    const { timeZone, refunds, clock } = rules
    const asOf = readKnownAsOf(WHO, options.asOf, known, clock)
    const read = await readOrders(WHO, engine, plan, roles, { timeZone, asOf, refunds })
    const { firstDay: _, lastDay, futureRows, refundRows } = read.facts
    const last = asOf?.day ?? Math.max(finite(lastDay), finite(rules.calibrationEnd))
    const names = shape.schema.fields.map(({ name }) => name)
    const query = summaryQuery(read, names, rules, last)
    const refundsDropped = refunds === 'drop' ? refundRows : 0
    const said = readAbout(shape, WHO)
    const about = {
      ...said,
      ...(last > -Infinity && { asOf: isoDay(last) }),
      counts: { ...known.counts, [WHO]: { futureRows, refundRows, refundsDropped } },
    }
    const metadata = withAbout(shape.schema.metadata, about)
    return { query, shape: withMetadata(shape, metadata), order: [names[0]!] }
  })
}

function finite(day: number): number {
  return Number.isFinite(day) ? day : -Infinity
}
