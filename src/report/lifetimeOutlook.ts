import { ClienteleError } from '../error.js'
import { checkInteger, checkNumber, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { addColumns, float64 } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { DAYS_A_UNIT, readAbout, type RoleOptions } from '../table/metadata.js'
import { readNumbers } from '../table/numbers.js'
import type { TableLike } from '../table/types.js'
import { compareLifetime } from '../value/compareLifetime.js'
import type { BuyingModel } from '../value/lifetime/buyingModel.js'
import type { SpendingModel } from '../value/lifetime/spendingModel.js'
import { lifetimeValue } from '../value/lifetimeValue.js'
import { dayNumber, spanOf } from './figures/periods.js'
import { readLines } from './figures/lines.js'
import { gapOf, type OutlookGap } from './outlook/gap.js'
import { learnSpend } from './outlook/spend.js'
import { candidates, type Trial, tryOut } from './outlook/trial.js'
import { type SegmentValue, type ValueTotal, valueTotals } from './outlook/valueTotals.js'

/** What `lifetimeOutlook` can be told. */
export interface LifetimeOutlookOptions extends RoleOptions {
  /** How far ahead. Default: twelve months. */
  readonly horizon?: { readonly months: number } | undefined
  /** What money is worth less a year later: 0.1 is ten per cent. Default 0.1. */
  readonly discountRate?: number | undefined
  /** The zone of calendar days; the orders', or UTC. */
  readonly timeZone?: string | undefined
  /** How many threads sum up the orders. Default 1. */
  readonly threads?: number | undefined
}

/** What customers will be worth, and how far to trust it. */
export interface LifetimeOutlook {
  /** The given customers with `p_alive`, `expected_purchases` and `clv`; as they were where there is a `gap`. */
  readonly customers: Table
  readonly months: number
  readonly discountRate: number
  /** Why there is no forecast; missing where there is one. */
  readonly gap?: OutlookGap
  readonly forecast?: {
    readonly buying: BuyingModel
    /** A Gamma-Gamma model; where it cannot be had, the mean of an order. */
    readonly spending: SpendingModel | number
    readonly total: ValueTotal
    /** By segment, the one worth most first; empty where the customers have none. */
    readonly segments: readonly SegmentValue[]
  }
  /** The forecast made earlier, beside what came; missing where there is a `trialGap`. */
  readonly trial?: Trial
  /** Why it could not be tried. */
  readonly trialGap?: OutlookGap
}

const WHO = 'lifetimeOutlook'
const OPTIONS = ['horizon', 'discountRate', 'timeZone', 'threads', 'customer', 'time', 'amount', 'quantity']
const LEAST_DAYS = 56

/**
 * What the customers will be worth, for a report: it tries BG/NBD and MBG/NBD on the last third of the history (at most the horizon), fits the one
 * that came closer and Gamma-Gamma to all of it, and adds what they expect to the customers. It never fails for want of data: where there are fewer than 50
 * customers, 10 who bought again or 56 days, no spend, or no model that fits, `gap` says so.
 *
 * @param data - `orders` (order lines, from `cleanOrders`) and `customers` (from `summarize`; with `segment`, values are summed by it)
 * @param options - `horizon` ({months: 12}), `discountRate` (0.1 a year), `timeZone`, `threads`, and the orders' roles where the table does not know them
 * @returns a frozen object: `customers` with `p_alive` (chance), `expected_purchases` (orders over the horizon) and `clv` (currency, discounted) added,
 * `forecast` (models, sums with intervals), `trial` (what would have been forecast, what came), or why they are missing; `report` takes it as `outlook`
 * @throws ClienteleError `column-missing`, `column-type`, `role-missing`, `rows-too-few` (no order line with a time), `option-invalid`
 *
 * Cost: two summaries, three fits, some predictions; a minute at most for a million customers.
 *
 * @example
 * ```ts
 * import { fromRows, summarize } from 'clientele'
 * import { lifetimeOutlook } from 'clientele/report'
 *
 * const roles = { customer: 'customer', time: 'time', amount: 'amount' } as const
 * const orders = fromRows([{ customer: 'a', time: '2025-01-03', amount: 20 }])
 * const { gap } = lifetimeOutlook({ orders, customers: summarize(orders, roles) }, roles)
 * console.log(gap) // { why: 'history', got: 1, needs: 56 }
 * ```
 */
export function lifetimeOutlook(
  data: { readonly orders: TableLike; readonly customers: TableLike },
  options: LifetimeOutlookOptions = {},
): LifetimeOutlook {
  checkOptions(WHO, options, [...OPTIONS, 'price', 'order'])
  const { horizon = { months: 12 }, discountRate = 0.1, ...rest } = options
  checkOptions(WHO, horizon, ['months'])
  checkInteger(WHO, 'horizon.months', horizon.months, 1, 120)
  checkNumber(WHO, 'discountRate', discountRate, 0, 10)
  const orders = adopt(data.orders, WHO)
  const customers = adopt(data.customers, WHO)
  const { threads: _, ...roles } = rest
  const [first, newest] = spanOf(readLines(orders, roles, WHO), WHO)
  const { asOf } = readAbout(customers, WHO)
  const last = asOf === undefined ? newest : dayNumber(asOf)
  const { months } = horizon
  const base = { customers, months, discountRate }
  const gap = gapOf(customers, last - first + 1, LEAST_DAYS, WHO)
  if (gap) return Object.freeze({ ...base, gap })
  const span = { first, last, horizonDays: months * DAYS_A_UNIT.month }
  const trial = orGap(() => tryOut(orders, span, { ...rest, asOf }, WHO))
  const tried = 'why' in trial ? { trialGap: trial } : { trial }
  const found = orGap(() => forecast(customers, horizon, discountRate, tried.trial))
  return Object.freeze('why' in found ? { ...base, gap: found } : { ...base, ...found, ...tried })
}

/** What a step finds, or why it can't: no model is worth a report that fails. */
function orGap<T extends object>(step: () => T | OutlookGap): T | OutlookGap {
  try {
    return step()
  } catch (error) {
    if (error instanceof ClienteleError) return { why: 'fit', sentence: error.message }
    throw error
  }
}

function forecast(
  customers: Table,
  horizon: { readonly months: number },
  discountRate: number,
  trial: Trial | undefined,
): OutlookGap | { customers: Table; forecast: NonNullable<LifetimeOutlook['forecast']> } {
  const spend = learnSpend(customers, WHO)
  if (!spend) return { why: 'spend' }
  const { spending } = spend
  const buying = learnBuying(spend.table, trial)
  const options = { buying, spending, horizon, discountRate }
  const predicted = buying.predict(spend.table, { horizon, replace: true })
  const valued = lifetimeValue(predicted, { ...options, replace: true })
  const names = ['p_alive', 'expected_purchases', 'clv']
  const added = Object.fromEntries(
    names.map((name) => [name, float64(readNumbers(findColumn(valued, name, WHO), WHO))]),
  )
  return {
    customers: addColumns(customers, added, WHO, { replace: true }),
    forecast: { buying, spending, ...valueTotals(valued, options, WHO) },
  }
}

/** The kind of model that did better in the trial; without one, the one that describes the customers better. */
function learnBuying(customers: Table, trial: Trial | undefined): BuyingModel {
  if (trial) return trial.fit(customers)
  const models = candidates.map((fit) => fit(customers))
  const named = Object.fromEntries(models.map((model) => [model.kind, model]))
  return named[compareLifetime(customers, { models: named }).best]!
}
