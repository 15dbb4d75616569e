import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import type { LifetimeOutlook } from '../lifetimeOutlook.js'
import type { OutlookGap } from '../outlook/gap.js'
import type { Trial } from '../outlook/trial.js'
import type { SegmentValue, ValueTotal } from '../outlook/valueTotals.js'
import { type HistoryMap, historyMap } from './historyMap.js'
import { type HoldoutGroup, holdoutGroups } from './holdout.js'
import { type SlippingFigures, slippingFigures } from './slipping.js'
import { type TrackingFigures, trackingFigures } from './tracking.js'

/** What the customers will be worth. */
export interface LifetimeFigures {
  readonly months: number
  readonly discountRate: number
  /** The kinds of models. */
  readonly buying: string
  /** 'gammaGamma', or 'mean' where every order counts as the mean of all. */
  readonly spending: string
  /** The correlation of spend with frequency among repeat buyers, which the model takes for 0; null where unknown. */
  readonly correlation: number | null
  readonly total: ValueTotal
  /** The fewest customers who bring a fifth of it, and half. */
  readonly fifth: number
  readonly half: number
  readonly segments: readonly SegmentValue[]
  /** Missing where there is no revenue. */
  readonly slipping?: SlippingFigures
  /** P(alive) by repeat orders and time since the last. */
  readonly alive: HistoryMap
  readonly trial?: TrialFigures
  /** Why there is no trial. */
  readonly trialGap?: OutlookGap
}

/** The forecast made earlier, beside what came. */
export interface TrialFigures {
  readonly calibrationEnd: string
  readonly days: number
  readonly customers: number
  readonly orders: { readonly expected: number; readonly actual: number }
  readonly revenue?: { readonly expected: number; readonly actual: number }
  /** Errors a customer, in orders. */
  readonly mae: number
  readonly rmse: number
  readonly bias: number
  readonly gini: number
  readonly lift: number
  readonly byFrequency: readonly HoldoutGroup[]
  readonly tracking?: TrackingFigures
}

/** The figures of an outlook; undefined where it has no forecast. */
export function lifetimeFigures(outlook: LifetimeOutlook, who: string): LifetimeFigures | undefined {
  const { customers, forecast, trial, trialGap, months, discountRate } = outlook
  if (!forecast) return undefined
  const { buying, spending, total, segments } = forecast
  const clv = readNumbers(findColumn(customers, 'clv', who), who)
  const slipping = slippingFigures(customers, who)
  return {
    months,
    discountRate,
    buying: buying.kind,
    spending: typeof spending === 'number' ? 'mean' : spending.kind,
    correlation: typeof spending === 'number' ? null : spending.independence.correlation,
    total,
    fifth: fewest(clv, 0.2),
    half: fewest(clv, 0.5),
    segments,
    ...(slipping && { slipping }),
    alive: historyMap(customers as Table, buying, undefined, who),
    ...(trial && { trial: trialFigures(trial, who) }),
    ...(trialGap && { trialGap }),
  }
}

function trialFigures({ validation, revenue, calibrationEnd, days }: Trial, who: string): TrialFigures {
  const { customers, expected, actual, mae, rmse, bias, gini, lift, byFrequency, tracking } = validation
  return {
    calibrationEnd,
    days,
    customers,
    orders: { expected, actual },
    ...(revenue && { revenue }),
    mae,
    rmse,
    bias,
    gini,
    lift,
    byFrequency: holdoutGroups(byFrequency, who),
    ...(tracking && { tracking: trackingFigures(tracking, who) }),
  }
}

/** How few values make up that part of the sum. */
function fewest(values: Float64Array, part: number): number {
  const sorted = values.filter((value) => value > 0).sort()
  let rest = part * sorted.reduce((a, b) => a + b, 0)
  let count = 0
  while (rest > 1e-9 && count < sorted.length) rest -= sorted[sorted.length - ++count]!
  return count
}
