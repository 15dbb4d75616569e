import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { fitBgNbd } from '../../value/fitBgNbd.js'
import { fitMbgNbd } from '../../value/fitMbgNbd.js'
import type { BuyingModel } from '../../value/lifetime/buyingModel.js'
import { summarize } from '../../value/summarize.js'
import type { SummarizeOptions } from '../../value/summarize/options.js'
import { type LifetimeValidation, validateLifetime } from '../../value/validateLifetime.js'
import { iso } from '../figures/periods.js'
import { gapOf, type OutlookGap } from './gap.js'
import { expectedSpend, learnSpend } from './spend.js'

/** The forecast as it would have been made earlier, beside what came. */
export interface Trial {
  /** The last day that the forecast knew of. */
  readonly calibrationEnd: string
  /** How many days were forecast. */
  readonly days: number
  readonly validation: LifetimeValidation
  /** The model that came closer. */
  readonly model: BuyingModel
  /** Fits its kind to other customers. */
  readonly fit: (customers: Table) => BuyingModel
  /** Revenue of the forecast days, from customers who were known before; missing where spend tells nothing. */
  readonly revenue?: { readonly expected: number; readonly actual: number }
}

/** The models that are tried; at equal error the first, which also tells about customers with one order. */
export const candidates: readonly ((customers: Table) => BuyingModel)[] = Object.freeze([fitMbgNbd, fitBgNbd])

const LEAST_CALIBRATION = 28

/** Forecasts the last third of the history, at most the horizon, from what came before it. */
export function tryOut(
  orders: Table,
  span: { readonly first: number; readonly last: number; readonly horizonDays: number },
  options: SummarizeOptions,
  who: string,
): Trial | OutlookGap {
  const length = span.last - span.first + 1
  const days = Math.min(Math.round(span.horizonDays), Math.floor(length / 3))
  const calibrationEnd = iso(span.last - days)
  const known = summarize(orders, { ...options, calibrationEnd, unit: 'week' }) as Table
  const gap = gapOf(known, length - days, LEAST_CALIBRATION, who)
  if (gap) return gap
  const tried = candidates.map((fit) => {
    const model = fit(known)
    return { fit, model, rmse: validateLifetime(known, { model }).rmse }
  })
  const { fit, model } = tried.reduce((best, other) => (other.rmse < best.rmse * 0.9999 ? other : best))
  const { customer, time, amount, quantity, price, order } = options
  const roles = { customer, time, amount, quantity, price, order }
  const validation = validateLifetime(known, { model, orders, ...roles })
  if (validation.actual === 0) return { why: 'orders', got: 0, needs: 1 }
  const revenue = revenueOf(known, model, days, who)
  return { calibrationEnd, days, model, fit, validation, ...(revenue && { revenue }) }
}

function revenueOf(known: Table, model: BuyingModel, days: number, who: string) {
  const spend = learnSpend(known, who)
  if (!spend) return undefined
  const worth = expectedSpend(spend, who)
  const predicted = model.predict(known, { horizon: { days } })
  const numbers = (table: Table, name: string) => readNumbers(findColumn(table, name, who), who)
  const orders = numbers(predicted, 'expected_purchases')
  const came = numbers(known, 'holdout_revenue')
  let [expected, actual] = [0, 0]
  worth.forEach((value, i) => {
    const own = value * orders[i]!
    if (Number.isNaN(own)) return
    expected += own
    actual += came[i]! || 0
  })
  return { expected, actual }
}
