import { churnAlerts } from '../churn/churnAlerts.js'
import { fitChurn } from '../churn/fitChurn.js'
import type { ChurnModel } from '../churn/score/model.js'
import { ClienteleError } from '../error.js'
import { checkInteger, checkNumber, checkOptions } from '../options.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { findColumn, hasColumn } from '../table/column.js'
import { readAbout, type RoleOptions, withMetadata } from '../table/metadata.js'
import { addColumns } from '../table/build.js'
import { join } from '../table/join.js'
import { selectColumns } from '../table/select.js'
import { sortRows } from '../table/sort.js'
import { takeRows } from '../table/take.js'
import type { TableLike } from '../table/types.js'
import type { Curves } from './curves.js'
import { readLines } from './figures/lines.js'
import { dayNumber, spanOf } from './figures/periods.js'
import { livesOf } from './leaving/lives.js'
import type { OutlookGap } from './outlook/gap.js'
import { checkLang } from './words/lang.js'

/** What `churnOutlook` can be told. */
export interface ChurnOutlookOptions extends RoleOptions {
  /** How long without an order counts as having left. Default 90 days. */
  readonly horizon?: { readonly days: number } | undefined
  /** The probability from which on a customer is on the warning list. Default 0.7. */
  readonly enter?: number | undefined
  /** The scores of the last run: says who is new on the list. */
  readonly previous?: TableLike | undefined
  /** The column of what was bought. */
  readonly product?: string | undefined
  /** The zone of calendar days; the orders', or UTC. */
  readonly timeZone?: string | undefined
  /** The language of reasons. Default 'en'. */
  readonly lang?: 'en' | 'zh' | undefined
  /** How many threads work. Default 1. */
  readonly threads?: number | undefined
}

/** Who is leaving, or why that cannot be told. */
export interface ChurnOutlook {
  /** The given customers with `stage`, `churn_probability`, `churn_driver`, `churn_drivers` and, where they have a `clv`, `value_at_risk`; as they were where there is a `gap`. */
  readonly customers: Table
  /** In days. */
  readonly horizon: number
  readonly enter: number
  /** Why there are no scores; missing where there are. */
  readonly gap?: OutlookGap
  readonly found?: ChurnFound
}

/** What was learned about who leaves. */
export interface ChurnFound {
  readonly model: ChurnModel
  /** One row a customer as the model's `predict` and `churnAlerts` give it, the warning list first. */
  readonly scores: Table
  /** Kaplan–Meier curves of days until the first silence of a horizon, by year of the first order, and of all. */
  readonly lives: Curves
  readonly allLives: Table
}

const WHO = 'churnOutlook'
const OWN = 'horizon enter previous product timeZone lang threads'.split(' ')
const ROLES = 'customer time amount quantity price order'.split(' ')

/**
 * Who is leaving, for a report: learns from orders who will not order again within a horizon (`fitChurn`), scores today's customers with reasons, and makes the warning
 * list (`churnAlerts`). It does not fail for want of data: where history is too short or too few leave or stay, `gap` says so.
 *
 * @param data - `orders` (order lines, from `cleanOrders`) and `customers` (from `summarize`; with `clv`, as `lifetimeOutlook` adds it, also `value_at_risk`)
 * @param options - `horizon` ({days: 90}), `enter` (0.7), `previous`, `product`, `lang` ('en'), `timeZone`, `threads`, and the orders' roles where the table does not know them
 * @returns a frozen object: `customers` with churn columns added; `found` (`model`, `scores`, `lives`), or `gap`; `report` takes it as `churn`, `reportChurn` makes a page of it
 * @throws ClienteleError `column-missing`, `column-type`, `role-missing`, `option-invalid`
 *
 * Cost: that of `fitChurn`, and some passes over the orders.
 *
 * @example
 * ```ts
 * import { fromRows, summarize } from 'clientele'
 * import { churnOutlook } from 'clientele/report'
 *
 * const roles = { customer: 'customer', time: 'time', amount: 'amount' } as const
 * const orders = fromRows([{ customer: 'a', time: '2025-01-03', amount: 20 }])
 * const { gap } = churnOutlook({ orders, customers: summarize(orders, roles) }, roles)
 * console.log(gap) // { why: 'history', got: 1, needs: 182 }
 * ```
 */
export function churnOutlook(
  data: { readonly orders: TableLike; readonly customers: TableLike },
  options: ChurnOutlookOptions = {},
): ChurnOutlook {
  checkOptions(WHO, options, [...OWN, ...ROLES])
  const { horizon: span = { days: 90 }, enter = 0.7, lang = 'en' } = options
  checkOptions(WHO, span, ['days'], 'horizon')
  checkInteger(WHO, 'horizon.days', span.days, 1, 1_000_000)
  checkNumber(WHO, 'enter', enter, 0, 1)
  checkLang(lang, WHO)
  const orders = adopt(data.orders, WHO)
  const customers = adopt(data.customers, WHO)
  const horizon = span.days
  const base = { customers, horizon, enter }
  const gap = gapOf(orders, customers, horizon, options)
  const found = gap ?? orGap(() => learn(orders, customers, horizon, enter, options))
  if ('why' in found) return Object.freeze({ ...base, gap: found })
  const outlook = { ...base, customers: scored(customers, found.scores), found: Object.freeze(found) }
  return printable(outlook, () => `churn outlook of ${brief(customers.numRows)} customers\n${found.model}`)
}

/** Two horizons must lie within the history, and a day before them. */
function gapOf(
  orders: Table,
  customers: Table,
  horizon: number,
  options: ChurnOutlookOptions,
): OutlookGap | undefined {
  const [first, newest] = spanOf(readLines(orders, rolesOf(options), WHO), WHO)
  const { asOf } = readAbout(customers, WHO)
  const days = (asOf === undefined ? newest : dayNumber(asOf)) - first + 1
  const needs = 2 * horizon + 2
  return days < needs ? { why: 'history', got: days, needs } : undefined
}

const FOR_WANT: ReadonlySet<string> = new Set(['rows-too-few', 'value-invalid', 'option-invalid'])

/** What a step finds, or why there is too little to find it. */
function orGap<T extends object>(step: () => T): T | OutlookGap {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof ClienteleError) || !FOR_WANT.has(error.code)) throw error
    return { why: 'fit', sentence: error.message }
  }
}

function rolesOf(options: ChurnOutlookOptions): RoleOptions & { timeZone?: string | undefined } {
  const { customer, time, amount, quantity, price, order, timeZone } = options
  return { customer, time, amount, quantity, price, order, timeZone }
}

function learn(
  orders: Table,
  customers: Table,
  days: number,
  enter: number,
  options: ChurnOutlookOptions,
): ChurnFound {
  const { product, previous, lang, threads } = options
  const roles = rolesOf(options)
  const { asOf } = readAbout(customers, WHO)
  const known = { ...roles, asOf }
  const model = fitChurn(orders as never, { ...known, product, threads, horizon: { days } } as never)
  const values = hasColumn(customers, 'clv') ? customers : undefined
  const predicted = model.predict(orders, { asOf, lang, ...(values && { values }) })
  const listed = churnAlerts(predicted as Table, { enter, previous }) as unknown as Table
  const [, newest] = spanOf(readLines(orders, roles, WHO), WHO)
  const asOfDay = asOf === undefined ? newest : dayNumber(asOf)
  const { curves, all } = livesOf(orders, roles, days, asOfDay, WHO)
  return { model, scores: listFirst(listed), lives: curves, allLives: all }
}

/** Who is on the list first, by rank; then the others by what is at stake. */
function listFirst(listed: Table): Table {
  const by = hasColumn(listed, 'value_at_risk') ? 'value_at_risk' : 'churn_probability'
  const [rank, stake] = ['alert_rank', by].map((name) => findColumn(listed, name, WHO))
  return takeRows(listed, sortRows([{ column: rank! }, { column: stake!, descending: true }]))
}

const ADDED = ['stage', 'churn_probability', 'churn_driver', 'churn_drivers', 'value_at_risk']

/** The customers with their scores. */
function scored(customers: Table, scores: Table): Table {
  const names = ADDED.filter((name) => hasColumn(scores, name))
  const bare = withMetadata(selectColumns(scores, ['customer_id', ...names], WHO), new Map())
  const kept = customers.schema.fields.map(({ name }) => name).filter((name) => !names.includes(name))
  const base = selectColumns(customers, kept, WHO)
  const joined = join(base, bare, { on: 'customer_id', how: 'left' }) as unknown as Table
  const added = Object.fromEntries(names.map((name) => [name, joined.getChild(name)!]))
  return addColumns(customers, added, WHO, { replace: true })
}
