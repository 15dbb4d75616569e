import { checkCurrency, checkOptions, invalid } from '../options.js'
import { clockOf } from '../table/days.js'
import { readAbout, withAbout, withMetadata } from '../table/metadata.js'
import { findLineColumns } from '../value/clean/lines.js'
import {
  CLEAN_OPTIONS,
  cleanOrders as cleanTable,
  type CleanOrdersOptions,
  cleanRules,
} from '../value/cleanOrders.js'
import { auditQuery, STEP } from './clean/audit.js'
import { isThere } from './clean/ledger.js'
import { AMOUNT, readLines } from './clean/lines.js'
import { ruleLines } from './clean/rules.js'
import type { Engine } from './engine.js'
import { column } from './expression/expression.js'
import { type Named, select } from './expression/query.js'
import { moneyOf } from './orders/columns.js'
import { makeRelation, type Plan, planOf, type Relation } from './relation/relation.js'
import { emptied } from './relation/shape.js'

const WHO = 'cleanOrders'

/** What `cleanOrders` gives in a database. */
export interface CleanOrdersRelations {
  /** The lines that are kept, with `amount`. */
  readonly orders: Relation
  /** One row a rule, in the order applied. */
  readonly audit: Relation
}

/**
 * `cleanOrders` where the lines lie: leaves out lines that cannot be counted on, and keeps the books. Options, rules, columns and meaning are those of `cleanOrders`
 * of `clientele`, which see.
 *
 * What differs: times must be dates or timestamps, not text. Patterns and functions (`test`, `status.drop`, `cancelled`) are tried here, on the different values of their column, which are
 * brought here: at most a million. With `refunds: 'net'`, lines of one moment are taken in the order of order and amount, since a table of a database has no order of its own; and a bare
 * `orders.toTable()` gives rows in no order.
 *
 * @param lines - a relation, one row an order line
 * @param options - those of `cleanOrders`; `onProgress` is not called
 * @returns a frozen `{orders, audit}` of relations; `orders` knows its roles, `asOf` and refund policy, so that `summarize(orders)` needs no options
 * @throws ClienteleError for options at once, for columns when it is computed: as `cleanOrders` does, and `query-failed`, `unsupported`
 *
 * Cost: two passes over the lines; `audit`, `duplicates: 'drop'`, and `refunds: 'net'` sort them.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('lines', fromRows([
 *   { client: 'ann', day: new Date('2025-03-01'), invoice: '1', qty: 2, unit_price: 5 },
 *   { client: 'ann', day: new Date('2025-03-04'), invoice: 'C2', qty: -1, unit_price: 5 },
 *   { client: null, day: new Date('2025-03-05'), invoice: '3', qty: 1, unit_price: 7 },
 * ]))
 * const roles = { customer: 'client', time: 'day', order: 'invoice', quantity: 'qty', price: 'unit_price' }
 * const { orders, audit } = sql.cleanOrders(sql.from(engine, 'lines'), roles)
 * console.log((await orders.toTable()).numRows) // 1
 * console.log(toRows(await audit.toTable()).find((row) => row.rule === 'cancelled')?.revenue) // -5
 * await engine.close()
 * ```
 */
export function cleanOrders(lines: Relation, options: CleanOrdersOptions = {}): CleanOrdersRelations {
  checkOptions(WHO, options, CLEAN_OPTIONS)
  cleanRules(options)
  checkCurrency(WHO, options.currency)
  const plan = planOf(WHO, lines)
  const { engine } = lines
  const made = async (audited: boolean) => clean(engine, await plan(), options, audited)
  return Object.freeze({
    orders: makeRelation(engine, async () => (await made(false)).orders),
    audit: makeRelation(engine, async () => (await made(true)).audit),
  })
}

async function clean(
  engine: Engine,
  plan: Plan,
  options: CleanOrdersOptions,
  audited: boolean,
): Promise<{ orders: Plan; audit: Plan }> {
  // Over no rows the function says what columns there are, and refuses what it would refuse.
  const shapes = cleanTable(plan.shape, { ...options, onProgress: undefined } as CleanOrdersOptions)
  const rules = cleanRules(options)
  const known = readAbout(plan.shape, WHO)
  const columns = findLineColumns(plan.shape, options, known, WHO)
  if (rules.cancelled && !columns.order) {
    throw invalid(WHO, "cancelled needs to know which column is the order: say order: '…'")
  }
  const timeZone = options.timeZone ?? known.timeZone
  const lines = await readLines(WHO, engine, plan, columns, rules, clockOf(timeZone, WHO), timeZone)
  const ruled = await ruleLines(WHO, engine, plan, lines, rules, audited)
  const amount = moneyOf(column(AMOUNT), lines.decimal)
  const replaced = columns.amount === undefined || rules.refunds === 'net'
  const { roles } = readAbout(shapes.orders, WHO)
  const query = select(
    ruled.query,
    shapes.orders.schema.fields.map(({ name }): Named => [
      name,
      replaced && name === roles.amount ? amount : column(name),
    ]),
    { where: isThere },
  )
  const counts = { ...known.counts, [WHO]: { future: lines.futureLines } }
  const about = withAbout(shapes.orders.schema.metadata, { ...readAbout(shapes.orders, WHO), counts })
  const audit = auditQuery(ruled, columns.customer.name, lines.decimal)
  return {
    orders: { query, shape: withMetadata(shapes.orders, about), order: [] },
    audit: { query: audit, shape: emptied(shapes.audit), order: [STEP] },
  }
}
