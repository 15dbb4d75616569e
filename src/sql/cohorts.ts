import type { Table } from '../table/arrow.js'
import { date, float64, int32, makeTable } from '../table/build.js'
import { clockOf, isoDay } from '../table/days.js'
import { readAbout, withAbout, withMetadata } from '../table/metadata.js'
import { readKnownAsOf, readRefunds } from '../table/orders/policy.js'
import { readRoles } from '../table/orders/roles.js'
import {
  cohorts as cohortsTable,
  type CohortsOptions,
  MOST_PERIODS,
  readCohortOptions,
  tooLong,
} from '../value/cohorts.js'
import { type Period, periodOfDay, periodStart } from '../value/cohorts/periods.js'
import { averageQuery, cellsQuery, matrixQuery, type Span } from './cohorts/queries.js'
import type { Engine } from './engine.js'
import type { Query } from './expression/query.js'
import { readOrders } from './orders/readOrders.js'
import { makeRelation, type Plan, planOf, type Relation } from './relation/relation.js'
import { emptied } from './relation/shape.js'

const WHO = 'cohorts'

/** What `cohorts` gives in a database. */
export interface CohortsRelations {
  /** One row a cohort and period. */
  readonly long: Relation
  /** One row a cohort, a column a period. */
  readonly matrix: Relation
  /** One row a period: all cohorts that have it whole, taken together. */
  readonly average: Relation
}

/**
 * `cohorts` where the orders lie: do customers come back, and what are they worth over time? Options, columns and meaning are those of
 * `cohorts` of `clientele`, which see.
 *
 * What differs: the answer is relations, whose metadata says `asOf`; refunds from before a first purchase are left out too, but not counted; times must be dates or timestamps, not text.
 *
 * @param orders - a relation, one row an order or order line
 * @param options - those of `cohorts`; `onProgress` is not called
 * @returns a frozen `{long, matrix, average}` of relations
 * @throws ClienteleError for options at once, for columns and values when it is computed: as `cohorts` does, and `query-failed`
 *
 * Cost: a pass to look at the orders, and one for each relation that is computed: they are added up by customer and period first.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('orders', fromRows([
 *   { customer_id: 'ann', day: new Date('2025-01-05'), paid: 20 },
 *   { customer_id: 'bob', day: new Date('2025-01-20'), paid: 10 },
 *   { customer_id: 'ann', day: new Date('2025-02-11'), paid: 30 },
 *   { customer_id: 'cy', day: new Date('2025-02-28'), paid: 5 },
 * ]))
 * const { matrix } = sql.cohorts(sql.from(engine, 'orders'), { customer: 'customer_id', time: 'day', amount: 'paid' })
 * console.log(toRows(await matrix.toTable()).map((row) => [row.customers, row.month_0, row.month_1])) // [ [ 2, 1, 0.5 ], [ 1, 1, null ] ]
 * await engine.close()
 * ```
 */
export function cohorts(orders: Relation, options: CohortsOptions = {}): CohortsRelations {
  const { period, measure } = readCohortOptions(options)
  const plan = planOf(WHO, orders)
  const { engine } = orders
  let made: Promise<Cells> | undefined
  const relation = (make: (cells: Cells) => Plan) =>
    makeRelation(engine, async () => make(await (made ??= readCells(engine, await plan(), options, period))))
  return Object.freeze({
    long: relation(({ query, long }) => ({ query, shape: long, order: ['cohort', 'period'] })),
    matrix: relation(({ query, long, span }) => {
      const width = Math.max(0, span.last - span.first + 1)
      const names = Array.from({ length: width }, (_, k) => `${period}_${k}`)
      const shape = matrixShape(names, long.schema.metadata)
      return { query: matrixQuery(query, measure, names), shape, order: ['cohort'] }
    }),
    average: relation(({ query, average }) => ({
      query: averageQuery(query),
      shape: average,
      order: ['period'],
    })),
  })
}

interface Cells {
  readonly query: Query
  readonly span: Span
  readonly long: Table
  readonly average: Table
}

async function readCells(
  engine: Engine,
  plan: Plan,
  options: CohortsOptions,
  period: Period,
): Promise<Cells> {
  // Over no rows the function says what columns there are, and refuses what it would refuse.
  const shapes = cohortsTable(plan.shape, { ...options, onProgress: undefined })
  const known = readAbout(plan.shape, WHO)
  const timeZone = options.timeZone ?? known.timeZone
  const refunds = readRefunds(WHO, options.refunds, known)
  const asOf = readKnownAsOf(WHO, options.asOf, known, clockOf(timeZone, WHO))
  const roles = { ...readRoles(WHO, plan.shape, options, known), order: undefined }
  const read = await readOrders(WHO, engine, plan, roles, { timeZone, asOf, refunds })
  const { firstDay, lastDay, firstBought, futureRows } = read.facts
  const asOfDay = Number.isNaN(lastDay) ? NaN : (asOf?.day ?? lastDay)
  const span = spanOf(period, firstBought, asOfDay)
  if (periodOfDay(asOfDay, period) - periodOfDay(firstDay, period) >= MOST_PERIODS) {
    throw tooLong(firstDay, asOfDay, period, roles.time)
  }
  const end = Number.isNaN(asOfDay) ? asOf?.day : asOfDay
  const about = (shape: Table) => {
    const said = readAbout(shape, WHO)
    const counts = { ...known.counts, [WHO]: { futureRows } }
    const metadata = { ...said, ...(end !== undefined && { asOf: isoDay(end) }), counts }
    return withMetadata(emptied(shape), withAbout(shape.schema.metadata, metadata))
  }
  return { query: cellsQuery(read, span), span, long: about(shapes.long), average: about(shapes.average) }
}

/** From the first period in which somebody bought; none where nobody did. */
function spanOf(period: Period, firstBought: number, asOfDay: number): Span {
  if (Number.isNaN(firstBought)) return { period, first: 0, last: -1, whole: -1 }
  const last = periodOfDay(asOfDay, period)
  const isOver = periodStart(last + 1, period) - 1 <= asOfDay
  return { period, first: periodOfDay(firstBought, period), last, whole: isOver ? last : last - 1 }
}

function matrixShape(names: readonly string[], metadata: Map<string, string>): Table {
  return makeTable(
    {
      cohort: date(new Float64Array(0)),
      customers: int32(new Int32Array(0)),
      ...Object.fromEntries(names.map((name) => [name, float64(new Float64Array(0))])),
    },
    metadata,
  )
}
