import { FEATURE_OPTIONS } from '../churn/customerFeatures.js'
import { readWindows } from '../churn/features/sources.js'
import { type Cutoffs, type Days, readCutoffs, readDays } from '../churn/history/cutoffs.js'
import type { HistoryOptions } from '../churn/history/readHistory.js'
import { checkOptions } from '../options.js'
import type { Vector } from '../table/arrow.js'
import { dictionary, float64 } from '../table/build.js'
import { type FeatureRelations, readSources, type Sources } from './features/read.js'
import { rhythmQuery } from './features/rhythm.js'
import { type Histories, readHistories, stackCutoffs } from './history/readHistory.js'
import { call, column } from './expression/expression.js'
import { copy, type Named, type Query, type Select, select } from './expression/query.js'
import { CUSTOMER } from './orders/readOrders.js'
import { derive, type Relation } from './relation/relation.js'

const WHO = 'customerFeatures'

/** What `customerFeatures` can be told in a database: tickets and contacts are relations of the same engine. */
export interface CustomerFeaturesRelationOptions extends HistoryOptions, FeatureRelations {
  /** The day that divides past and future, as '2011-09-09', its whole day being past; a list stacks the rows of several. */
  readonly cutoff: Cutoffs
  /** Only customers whose last order lies less than so many days before the cut-off. Default: all who ever ordered. */
  readonly active?: Days | undefined
  /** That of `labelChurn`, so that both can be given the same options; features know nothing of it. */
  readonly horizon?: Days | undefined
}

/**
 * `customerFeatures` where the orders lie: what was known about each customer on a day. Options, columns and meaning are those of
 * `customerFeatures` of `clientele`, which see.
 *
 * What differs: `tickets.table` and `contacts.table` are relations of the same database; customers are in the order of their ids; times must be dates or
 * timestamps, not text.
 *
 * @param orders - a relation, one row an order or order line
 * @param options - those of `customerFeatures`
 * @returns a relation, one row a customer and cut-off
 * @throws ClienteleError for options at once, for columns and values when it is computed: as `customerFeatures` does, and `query-failed`
 *
 * Cost: a pass that looks whether the orders will do, then for each cut-off one that adds up by customer and day, and one each for orders, products and channels
 * where they are named.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('orders', fromRows([
 *   { customer_id: 'ann', day: new Date('2025-01-01'), paid: 20 },
 *   { customer_id: 'ann', day: new Date('2025-01-11'), paid: 30 },
 *   { customer_id: 'bob', day: new Date('2025-01-20'), paid: 10 },
 *   { customer_id: 'ann', day: new Date('2025-02-20'), paid: 99 },
 * ]))
 * const roles = { customer: 'customer_id', time: 'day', amount: 'paid' }
 * const features = sql.customerFeatures(sql.from(engine, 'orders'), { ...roles, cutoff: '2025-01-31', windows: [{ days: 30 }] })
 * const [ann] = toRows(await features.toTable())
 * console.log(ann.days_since_last, ann.gap_mean, ann.silence, ann.revenue_30) // 20 10 2 30
 * await engine.close()
 * ```
 */
export function customerFeatures(orders: Relation, options: CustomerFeaturesRelationOptions): Relation {
  checkOptions(WHO, options, FEATURE_OPTIONS)
  const active = options.active === undefined ? Infinity : readDays(WHO, 'active', options.active)
  if (options.horizon !== undefined) readDays(WHO, 'horizon', options.horizon)
  const windows = readWindows(WHO, options.windows)
  return derive(WHO, orders, async (plan, engine) => {
    const sources = await readSources(WHO, plan, options, windows)
    const history = await readHistories(WHO, engine, plan, options, sources.read)
    const cutoffs = readCutoffs(WHO, options.cutoff, history)
    const made = cutoffs.map((cutoff) => featuresAt(history, sources, cutoff, windows, active))
    const columns = Object.fromEntries(made[0]!.columns.slice(1).map(([name]) => [name, columnOf(name)]))
    const { futureRows } = history.orders.facts
    return stackCutoffs(WHO, history, cutoffs, Array.isArray(options.cutoff), made, columns, { futureRows })
  })
}

function columnOf(name: string): Vector {
  return name.startsWith('channel_') ? dictionary(new Int32Array(0), []) : float64(new Float64Array(0))
}

/** One row a customer: rhythm, then what each source adds. */
function featuresAt(
  history: Histories,
  { marked, joined }: Sources,
  cutoff: number,
  windows: readonly number[],
  active: number,
): Select {
  const marks = marked.map(({ mark }) => mark(cutoff))
  const rhythm = rhythmQuery(history, cutoff, windows, marks, active)
  const hidden = new Set(marks.flatMap(({ name }) => [`${name}_count`, `${name}_last`]).concat('purchases'))
  const own = rhythm.columns.map(([name]) => name).filter((name) => !hidden.has(name))
  let query: Select = rhythm
  let kept: Named[] = rhythm.columns.map(([name]) => [name, column(name)])
  const last: string[] = []
  for (const { at, columns } of joined) {
    const other: Query = at(history, rhythm, cutoff)
    const on = call('equal', column(CUSTOMER), column(CUSTOMER, 'other'))
    query = select(query, [...kept, ...columns], { join: { query: other, on } })
    kept = query.columns.map(([name]) => [name, column(name)])
    last.push(...columns.map(([name]) => name))
  }
  const marksOf = marked.flatMap(({ columns }) => columns)
  const products = last.filter((name) => name.startsWith('products'))
  const others = last.filter((name) => !name.startsWith('products'))
  const features = own.filter((name) => !name.startsWith('__'))
  return select(query, [...copy(CUSTOMER, ...features, ...products), ...marksOf, ...copy(...others)])
}
